"""Tarazy (таразы, the scales): an open digital court and the academy where its judges learn."""

__version__ = "0.1.0"
