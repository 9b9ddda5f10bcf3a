"""Court Cabinet: what a person does with the court, and what the court tells the person."""
