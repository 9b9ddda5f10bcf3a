"""Tests of the cabinet also run on a SQLite file of their own."""

from tests.database import sqlite_file  # noqa: F401
