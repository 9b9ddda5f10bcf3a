"""Examples of rule tables, and which rows they leave untried: every row has one met, one unmet and one doubtful.

Examples stand in `examples/<table>.yaml`: `base` are facts by which the table grants; an example changes some of them,
puts some in doubt or takes some away, and says what comes of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tarazy.robot.conditions import BadTable, State
from tarazy.robot.deciding import local_day
from tarazy.robot.facts import Datum, Facts
from tarazy.robot.rules import Finding, decide
from tarazy.robot.table import Table, load_table

ASKED = (State.MET, State.UNMET, State.DOUBTFUL)
Change = dict[str, Any]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Example(_Row):
    """A material as a change of the base, and what must come of it: `shows` the states of rows, `result`, `reasons`.

    `doubt` puts data in doubt (by the doubt's code), `without` takes them away, `base` names another base.
    """

    name: str
    base: str = "base"
    at: datetime | None = None
    change: Change = Field(default_factory=dict)
    doubt: dict[str, str] = Field(default_factory=dict)
    without: tuple[str, ...] = ()
    beside: Change = Field(default_factory=dict)
    shows: dict[str, State] = Field(default_factory=dict)
    result: str
    reasons: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


class Examples(_Row):
    """The examples of a table; `bases` are facts by name, `head` the head of the drafts."""

    table: str
    at: datetime
    head: dict[str, Any]
    bases: dict[str, Change]
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Mismatch:
    """An example that came out otherwise."""

    table: str
    example: str
    what: str

    def __str__(self) -> str:
        return f"{self.table}: {self.example}: {self.what}"


def read_examples(text: str, where: str) -> Examples:
    """Examples from YAML. Raises `BadTable` with the place and the problem."""
    try:
        return Examples.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as fault:
        raise BadTable(where, str(fault)) from None


@cache
def all_examples() -> dict[str, Examples]:
    """The examples of the house by table."""
    folder = resources.files("tarazy.robot").joinpath("examples")
    found = [
        read_examples(path.read_text(encoding="utf-8"), path.name)
        for path in sorted(folder.iterdir(), key=lambda one: one.name)
        if path.name.endswith(".yaml")
    ]
    return {one.table: one for one in found}


def facts_of(table: Table, of: Examples, example: Example) -> Facts:
    """The facts of an example, told an hour before by the first source that may tell them."""
    at = (example.at or of.at) - timedelta(hours=1)
    values = {**of.bases[example.base], **example.change}
    facts = {}
    for name, value in values.items():
        if name in example.without:
            continue
        row = table.datum(name)
        source = row.sources[0] if row is not None else "papers"
        facts[name] = Datum(name, _plain(value), source, at, example.doubt.get(name, ""))
    for name, value in example.beside.items():
        facts[name] = Datum(name, _plain(value), "papers", at)
    return facts


def try_example(table: Table, of: Examples, example: Example) -> tuple[Finding, list[Mismatch]]:
    """What the table says of the example, and where that isn't what the example says."""
    finding = decide(table, facts_of(table, of, example), example.at or of.at)
    found = []
    for row, state in example.shows.items():
        step = finding.step(row)
        if step is None or step.state is not state:
            found.append(f"{row} is {step.state if step else 'no row'}, not {state}")
    if finding.result != example.result:
        found.append(f"{finding.result}, not {example.result}")
    codes = {one.code for one in finding.reasons}
    found += [f"no reason {code} among {sorted(codes)}" for code in example.reasons if code not in codes]
    found += [f"no alert of {row}" for row in example.alerts if row not in finding.alerts]
    return finding, [Mismatch(table.name, example.name, one) for one in found]


def table_of(of: Examples, example: Example) -> Table:
    """The edition of the table that an example is decided by."""
    return load_table(of.table, local_day(example.at or of.at))


def mismatches(of: Examples) -> Iterator[Mismatch]:
    """Every example of a table that comes out otherwise."""
    for example in of.examples:
        yield from try_example(table_of(of, example), of, example)[1]


def untried(table: Table, of: Examples | None) -> list[tuple[str, State]]:
    """(row, state) that no example of the table shows."""
    shown: Mapping[str, set[State]] = {row.id: set() for row in table.conditions}
    for example in of.examples if of else ():
        for row, state in example.shows.items():
            if row in shown:
                shown[row].add(state)
    return [(row, state) for row, states in shown.items() for state in ASKED if state not in states]


def _plain(value: Any) -> Any:
    """Days of YAML as the registers write them."""
    return value.isoformat() if isinstance(value, Date) and not isinstance(value, datetime) else value
