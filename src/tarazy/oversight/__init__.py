"""Oversight: the five principles of the Charter as working parts."""
