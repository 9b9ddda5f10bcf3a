"""What goes into anonymising and what comes out of it: plain, immutable values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Date
from enum import StrEnum


class Kind(StrEnum):
    """What was found in the text."""

    PERSON = "person"
    CHILD = "child"
    IIN = "iin"
    BIN = "bin"
    TAX_NUMBER = "tax_number"
    INSURANCE_NUMBER = "insurance_number"
    PHONE = "phone"
    EMAIL = "email"
    ACCOUNT = "account"
    CARD = "card"
    PLATE = "plate"
    VEHICLE = "vehicle"
    DOCUMENT = "document"
    CADASTRE = "cadastre"
    ADDRESS = "address"
    BIRTH = "birth"


class Source(StrEnum):
    """How it was found."""

    KNOWN = "known"  # the party list of the case
    NAME = "name"  # the form of a name: patronymic, initials, family and given name
    CONTEXT = "context"  # a word of a role before it, or another mention of the same person
    CHECKED = "checked"  # a number with a control digit
    PATTERN = "pattern"  # the form of a number, an address, a date
    HAND = "hand"  # a person marked it


class Style(StrEnum):
    """What stands in place of a name."""

    ROLES = "roles"
    INITIALS = "initials"


@dataclass(frozen=True)
class KnownPerson:
    """A person of the case. `role` is a key of `labels` in rules.yaml; what is unknown there counts as `person`."""

    name: str
    role: str = "person"
    minor: bool = False
    born: Date | None = None
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Replacement:
    """Characters `[start, end)` of the text give way to `mask`, which stands at `[masked_start, masked_end)` after.

    `role` is the role of a person, else ""; `person` tells persons apart, 0 for what is none;
    `confidence` in [0, 1] is how sure it is that this must be masked.
    """

    start: int
    end: int
    mask: str
    kind: Kind
    role: str = ""
    person: int = 0
    confidence: float = 1.0
    source: Source = Source.PATTERN
    masked_start: int = 0
    masked_end: int = 0


@dataclass(frozen=True)
class Kept:
    """What was recognised at `[start, end)` and stays by rule `why` (`official` or `bin`)."""

    start: int
    end: int
    kind: Kind
    why: str


@dataclass(frozen=True)
class Anonymised:
    """The masked text, each replacement in order without overlaps, and what was left by rule."""

    text: str
    replacements: tuple[Replacement, ...] = ()
    kept: tuple[Kept, ...] = field(default=())
