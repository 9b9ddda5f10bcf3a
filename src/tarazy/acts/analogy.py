"""Cases alike an act of the bank, as far as the user may see them."""
