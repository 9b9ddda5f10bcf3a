"""Distribution of cases that anyone can recompute."""
