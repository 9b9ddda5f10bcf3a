"""Paying: the seam to a bank, and a demo bank behind it."""
