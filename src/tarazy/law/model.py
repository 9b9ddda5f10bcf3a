"""The shape of a jurisdiction pack: every value is dated, every doubt is marked.

A pack is a folder of YAML beside this file. The models are frozen and refuse unknown fields,
so that a slip in the data is found when the pack is loaded and not when a judge reads the page.
"""

from __future__ import annotations

from datetime import date as Date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field, field_validator

from .errors import UnknownCode

Words = dict[str, str]
"""A text by language (ISO 639-1)."""


class Fact(BaseModel):
    """Base of the room's values: frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Sourced(Fact):
    """A fact of law: `norm` cites where it stands, `unverified` says that nobody checked it in the text."""

    norm: str | None = None
    unverified: bool = False


class Period(Sourced):
    """Something in force from `since` to `until`, both days included; without `until` it still is."""

    since: Date
    until: Date | None = None

    def covers(self, on: Date) -> bool:
        """Whether it is in force on this day."""
        return self.since <= on and (self.until is None or on <= self.until)


class Edition(Period):
    """A text of a code as it stood in force; `number` is that of the law that gave it."""

    id: str
    number: str | None = None


class Code(Fact):
    """A code or a law that acts cite.

    `names` are nominative full names, `genitive` the same after "article … of", `short` what stands in a
    short reference, `abbreviations` every short form met in acts (first is the usual one). `patterns` are
    full names as they decline: a star stands for an ending. `titles` (beginnings of them) and `numbers` name
    a law that is no code: «об исполнительном производстве», «261-IV».
    """

    id: str
    names: Words
    genitive: Words = Field(default_factory=dict)
    short: Words = Field(default_factory=dict)
    abbreviations: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    patterns: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    titles: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    editions: tuple[Edition, ...] = ()


class CategoryGroup(Fact):
    """A family of categories, the upper level of hierarchical classification."""

    id: str
    names: Words


class Category(Fact):
    """A category of cases.

    `descriptions` tell the facts and demands typical of it, in the words that claims use; `lexicon` are words
    and phrases in lower case that speak for it, each word of them a beginning («списан долг» is met in
    «списания долгов»), save that three letters or fewer are a whole word («дтп»). `number` is its place in
    the pack's classifier.
    """

    number: int
    slug: str
    group: str
    names: Words
    descriptions: Words = Field(default_factory=dict)
    lexicon: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class Region(Fact):
    """A region. `court_prefixes` begin the codes of its courts; `stems` name it with stars for endings."""

    id: str
    names: Words
    court_prefixes: tuple[str, ...] = ()
    stems: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    unverified: bool = False


class IndexValue(Sourced):
    """The monthly calculation index from `since` until the next one begins, in units of the currency."""

    since: Date
    value: Decimal


class Payer(StrEnum):
    """Who pays a state fee."""

    INDIVIDUAL = "individual"
    ENTREPRENEUR = "entrepreneur"
    LEGAL_ENTITY = "legal_entity"


class FeeRate(Sourced):
    """One line of the fee table: a share of the claim, a number of indexes, or a share of another kind's fee.

    `percent` of the amount, at most `cap_index` indexes; or `index` indexes (and `per_page_index` for each
    page); or `share_percent` of the fee of kind `share_of`, where absent of the kind that the caller names.
    """

    kind: str
    payers: tuple[Payer, ...]
    percent: Decimal | None = None
    cap_index: Decimal | None = None
    index: Decimal | None = None
    per_page_index: Decimal | None = None
    share_percent: Decimal | None = None
    share_of: str | None = None


class FeeTable(Period):
    """The fees of a period; sums are rounded to `round_to` units, half up."""

    round_to: Decimal
    rounding_unverified: bool = False
    rates: tuple[FeeRate, ...]


class HolidayRule(Sourced):
    """A day off that returns each year on `month`/`day` from year `since` to `until`.

    `moves`: falling on a day of rest, it gives the next working day off.
    """

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)
    since: int
    until: int | None = None
    moves: bool
    names: Words


class MovableHoliday(Sourced):
    """A day off whose date differs each year (a lunar calendar)."""

    names: Words
    dates: tuple[Date, ...]
    estimated: tuple[Date, ...] = ()


class TransferredDay(Sourced):
    """By order of the government, `worked` is a working day and `rested` is a day off in its place."""

    worked: Date
    rested: Date


class CalendarRules(Fact):
    """What the working calendar is made of. `settled_through` is the last year whose transfers are known."""

    first_year: int
    last_year: int
    settled_through: int
    weekend: tuple[int, ...] = (5, 6)
    holidays: tuple[HolidayRule, ...]
    movable: tuple[MovableHoliday, ...] = ()
    transfers: tuple[TransferredDay, ...] = ()


class Unit(StrEnum):
    """How a time limit is measured."""

    SAME_DAY = "same_day"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    YEARS = "years"


class TimeLimit(Sourced):
    """A time limit: `length` units that run from the day after `starts` (an event's name)."""

    id: str
    proceeding: str
    length: int = Field(ge=0)
    unit: Unit
    starts: str
    names: Words


class CountingRules(Fact):
    """How time limits are counted, with the norms that say so."""

    from_next_day: str
    last_day_moves: str
    month_end: str
    unverified: bool = False


class TimeLimits(Fact):
    """The table of limits with the rules of counting."""

    counting: CountingRules
    limits: tuple[TimeLimit, ...]


class Currency(Fact):
    """Money of the country: ISO 4217 code and the regular expressions of its words by language."""

    code: str
    words: dict[str, tuple[str, ...]]


class CourtWords(Fact):
    """Words that acts of the country's courts use, by language; patterns of regular expressions."""

    courts: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    in_the_name_of: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class Jurisdiction(Fact):
    """One country's pack, read-only. `load` is the way to one.

    `country`: how the country is named beside its laws. `law_marks`: words by which only its laws are named
    («Федеральный»). `superscript`: how an article numbered 152¹ is written on one line.
    """

    id: str
    names: Words
    languages: tuple[str, ...]
    country: dict[str, tuple[str, ...]]
    law_marks: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    superscript: str = "-"
    codes: tuple[Code, ...]
    groups: tuple[CategoryGroup, ...] = ()
    categories: tuple[Category, ...] = ()
    regions: tuple[Region, ...] = ()
    currencies: tuple[Currency, ...] = ()
    court_words: CourtWords = CourtWords()
    index_values: tuple[IndexValue, ...] = ()
    fees: tuple[FeeTable, ...] = ()
    calendar: CalendarRules | None = None
    time_limits: TimeLimits | None = None

    @field_validator("categories")
    @classmethod
    def _by_number(cls, categories: tuple[Category, ...]) -> tuple[Category, ...]:
        """Tables stand in a file per group; the classifier's own order is that of the numbers."""
        return tuple(sorted(categories, key=lambda category: category.number))

    @cached_property
    def codes_by_id(self) -> dict[str, Code]:
        """Every code and law by its id."""
        return {code.id: code for code in self.codes}

    def code(self, code_id: str) -> Code:
        """The code with this id; raises `UnknownCode`."""
        try:
            return self.codes_by_id[code_id]
        except KeyError:
            raise UnknownCode(jurisdiction=self.id, code_id=code_id) from None
