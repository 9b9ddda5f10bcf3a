"""Rule tables with facts that meet every condition, to be changed by a test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date as Date
from datetime import timedelta
from typing import Any

import pytest

from tarazy.robot.coverage import Example, Examples, all_examples, facts_of, table_of
from tarazy.robot.facts import Datum, Facts
from tarazy.robot.rules import Finding, decide
from tarazy.robot.table import Table, table_names

TABLES = table_names()


class Desk:
    """One table with its first example: facts by which it grants, and what it says of changed ones."""

    def __init__(self, name: str) -> None:
        self.of: Examples = all_examples()[name]
        self.table: Table = table_of(self.of, self.of.examples[0])
        self.at = self.of.at

    def facts(self, base: str = "base", **changes: Any) -> Facts:
        """The facts of a base, changed."""
        plain = {
            name: value.isoformat() if isinstance(value, Date) else value for name, value in changes.items()
        }
        return facts_of(self.table, self.of, Example(name="test", base=base, change=plain, result=""))

    def decide(self, facts: Facts) -> Finding:
        """What the table says."""
        return decide(self.table, facts, self.at)

    def datum(self, name: str, value: Any, **changes: Any) -> Datum:
        """A datum told an hour ago by the source that may tell it."""
        row = self.table.datum(name)
        source = row.sources[0] if row else "papers"
        told = {"source": source, "at": self.at - timedelta(hours=1), "doubt": ""} | changes
        return Datum(name, value, **told)


@pytest.fixture
def desk() -> Callable[[str], Desk]:
    """A table by its name."""
    return Desk
