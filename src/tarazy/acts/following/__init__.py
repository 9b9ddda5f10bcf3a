"""Saved searches of the bank and the alerts that they send."""
