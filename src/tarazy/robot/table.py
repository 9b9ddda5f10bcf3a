"""A rule table: conditions of law as rows that a lawyer reads and changes, with their norms, data and words.

Tables stand in `tables/*.yaml`; `docs` of every field are the models below, which refuse unknown fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from tarazy.law import Reference
from tarazy.robot.conditions import BadTable, Test, read_test

LANGUAGES = ("kk", "ru", "en")
ACT_LANGUAGES = ("kk", "ru")
PARTS = ("introduction", "description", "reasons", "operative")
Words = dict[str, str]
Consequence = Literal["refuse", "return", "hand_over", "wait", "alert", "next"]
DatumKind = Literal["yes_no", "word", "text", "name", "sum", "number", "date", "words"]


class NoTable(LookupError):
    """There is no such table, or none in force on that day."""


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Norm(Reference):
    """A norm by which a row stands: code of the law pack, article, part, point, subpoint; numbers as written."""

    @field_validator("article", "part", "paragraph", "subparagraph", mode="before")
    @classmethod
    def _as_text(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class DatumRow(_Row):
    """A datum that conditions ask for: what kind of value, who may tell it, how old it may be, whether it's needed.

    `sources` are names of registers or places; a datum told by another is doubtful. `when` says in what cases it is
    needed at all (always, if it isn't given). `fresh_hours`: older than this it is stale; without it, never.
    `values`: how an act words the values that a register knows as codes; `of_list`: the list whose entry it names;
    `number_in`: the datum with the IIN or BIN of this name. `optional`: acts say it where it is known, and no
    condition asks for it.
    """

    name: str
    kind: DatumKind
    sources: tuple[str, ...]
    words: Words
    fresh_hours: float | None = None
    when: Test | None = None
    values: dict[str, Words] = Field(default_factory=dict)
    of_list: str = ""
    number_in: str = ""
    optional: bool = False

    @field_validator("when", mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        return value if value is None or isinstance(value, Test) else read_test(value, "when of a datum")


class Condition(_Row):
    """A row: what must be so, by which norm, what follows if it is not, and the words for the trace and the act.

    `says` is the condition as the trace shows it; `sentence` stands in the act that grants, `unmet` in the act that
    refuses or returns. `unverified`: the text of the norm wasn't read; such a row never refuses by itself.
    `in_force_by`: the datum whose day decides whether the row (`since`, `until`) applied. `instead_of`: it is asked
    only if the named row isn't met. `reason`: under what word it hands over.
    """

    id: str
    number: str
    norms: tuple[Norm, ...]
    test: Test
    if_unmet: Consequence
    says: Words
    sentence: Words = Field(default_factory=dict)
    unmet: Words = Field(default_factory=dict)
    reason: str = "condition_unmet"
    when: Test | None = None
    instead_of: str = ""
    since: Date | None = None
    until: Date | None = None
    in_force_by: str = ""
    unverified: bool = False
    note: str = ""

    @field_validator("test", "when", mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        return value if value is None or isinstance(value, Test) else read_test(value, "test of a condition")

    def covers(self, day: Date) -> bool:
        """Whether the row is in force on this day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The data it asks for."""
        found = [*self.test.names(), *(self.when.names() if self.when else ())]
        return tuple(dict.fromkeys([*found, self.in_force_by] if self.in_force_by else found))


class Sentence(_Row):
    """A sentence of an act that no row's own words give: still tied to the `condition` behind it.

    `when`: it stands only where this test is met; `given`: only where these data are known.
    """

    condition: str
    ru: str
    kk: str
    when: Test | None = None
    given: tuple[str, ...] = ()

    @field_validator("when", mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        return value if value is None or isinstance(value, Test) else read_test(value, "when of a sentence")


Paragraph = tuple[Sentence | Literal["met", "unmet"], ...]


class ActRow(_Row):
    """An act that the table can draft: its code among the acts of the court, and its parts, paragraph by paragraph.

    `met` and `unmet` among the sentences stand for the rows' own, in the rows' order. The operative part is numbered
    where it has more than one paragraph.
    """

    code: str
    kind: str
    title: Words
    subtitle: Words = Field(default_factory=dict)
    introduction: tuple[Paragraph, ...] = ()
    description: tuple[Paragraph, ...] = ()
    reasons: tuple[Paragraph, ...] = ()
    operative: tuple[Paragraph, ...] = ()

    def part(self, part: str) -> tuple[Paragraph, ...]:
        """The paragraphs of a part."""
        paragraphs: tuple[Paragraph, ...] = getattr(self, part)
        return paragraphs

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence of its own."""
        for part in PARTS:
            for paragraph in self.part(part):
                yield from (one for one in paragraph if isinstance(one, Sentence))


class ListItem(_Row):
    """An entry of a list that a row asks about (a claim of GPK 135), with words for acts and further fields."""

    id: str
    number: str = ""
    words: Words
    act: Words = Field(default_factory=dict)
    fields: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    unverified: bool = False


class Table(_Row):
    """A rule table of one edition. `acts`: grant, refuse, return; `version` changes with every change of its words."""

    name: str
    version: str
    since: Date
    until: Date | None = None
    titles: Words
    norms: tuple[Norm, ...]
    note: str = ""
    acts: dict[Literal["grant", "refuse", "return"], ActRow]
    data: tuple[DatumRow, ...]
    conditions: tuple[Condition, ...]
    lists: dict[str, tuple[ListItem, ...]] = Field(default_factory=dict)

    def covers(self, day: Date) -> bool:
        """Whether this edition is in force on the day."""
        return self.since <= day and (self.until is None or day <= self.until)

    @cached_property
    def made(self) -> dict[Any, Any]:
        """What was made of the table before, by any key: words of reasons, marks."""
        return {}

    @cached_property
    def data_by_name(self) -> dict[str, DatumRow]:
        """The rows of data."""
        return {row.name: row for row in self.data}

    @cached_property
    def rows_by_id(self) -> dict[str, Condition]:
        """The rows of conditions."""
        return {row.id: row for row in self.conditions}

    @cached_property
    def items_by_id(self) -> dict[str, dict[str, ListItem]]:
        """The entries of every list."""
        return {name: {one.id: one for one in items} for name, items in self.lists.items()}

    def datum(self, name: str) -> DatumRow | None:
        """The row of a datum."""
        return self.data_by_name.get(name)

    def condition(self, name: str) -> Condition | None:
        """The row of a condition."""
        return self.rows_by_id.get(name)

    def item(self, list_name: str, item: Any) -> ListItem | None:
        """An entry of a list."""
        items = self.items_by_id.get(list_name, {})
        return items.get(item) if isinstance(item, str) else None


def read_table(text: str, where: str = "table") -> Table:
    """A table from YAML. Raises `BadTable` with the place and the problem."""
    try:
        raw = yaml.load(text, Loader=_LOADER)
    except yaml.YAMLError as fault:
        raise BadTable(where, str(fault)) from None
    try:
        return Table.model_validate(raw)
    except ValidationError as fault:
        first = fault.errors()[0]
        raise BadTable(f"{where}: {'.'.join(map(str, first['loc']))}", first["msg"]) from None


@cache
def editions() -> dict[str, tuple[Table, ...]]:
    """Every edition of every table of the house, by name, the oldest first. Raises `BadTable`."""
    found: dict[str, list[Table]] = {}
    folder = resources.files("tarazy.robot").joinpath("tables")
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        if path.name.endswith(".yaml"):
            table = read_table(path.read_text(encoding="utf-8"), path.name)
            found.setdefault(table.name, []).append(table)
    return {name: tuple(sorted(tables, key=lambda one: one.since)) for name, tables in found.items()}


def table_names() -> tuple[str, ...]:
    """Names of the tables at hand."""
    return tuple(editions())


@lru_cache(maxsize=256)
def load_table(name: str, on: Date) -> Table:
    """The edition of the table in force on this day. Raises `NoTable`."""
    for table in reversed(editions().get(name, ())):
        if table.covers(on):
            return table
    raise NoTable(f"{name} on {on.isoformat()}")


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
