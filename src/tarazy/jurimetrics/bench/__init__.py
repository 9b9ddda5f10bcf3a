"""Measuring: one module a bench, each with `run` (figures) and `render` (a table of them)."""
