"""How papers of a court word things: dates, numbers, names in the case that a sentence asks for; in kk and ru."""
