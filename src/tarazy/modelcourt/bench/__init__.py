"""Measurements on the model court, whose truth is known."""
