"""Decisions of this room without I/O: pure functions over plain values, each citing its norm."""
