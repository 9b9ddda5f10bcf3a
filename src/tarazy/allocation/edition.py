"""The rules of distribution as dated data: what a coefficient, a panel or a reason was on a day."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date as Date
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "data" / "distribution.yaml"
CODE = (HERE / "rules.py", HERE / "drawing.py")


class NoEdition(Exception):
    """No edition of the rules was in force on the day."""


class Instance(StrEnum):
    """The instance of a court."""

    FIRST = "first"
    APPEAL = "appeal"
    CASSATION = "cassation"


class Fact(BaseModel):
    """Frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Sourced(Fact):
    """A fact with the norm it stands in; `unverified` if nobody read it there."""

    norm: str = ""
    unverified: bool = False


class Complexity(Sourced):
    """Coefficients in hundredths of one ordinary case."""

    proceedings: Mapping[str, int]
    otherwise: int = Field(gt=0)
    categories: Mapping[str, int]
    party_over_two: int = Field(ge=0)
    claim_over_one: int = Field(ge=0)
    least: int = Field(gt=0)
    most: int = Field(gt=0)


class Weights(Sourced):
    """Tickets of a judge; `smoothing` in hundredths of a case is added to every load before they are compared."""

    lowest: int = Field(gt=0)
    even: int = Field(gt=0)
    highest: int = Field(gt=0)
    smoothing: int = Field(gt=0)


class PanelSize(Sourced):
    """How many judges sit in an instance, in all proceedings or in one kind of them."""

    instance: Instance
    proceeding: str | None = None
    places: int = Field(gt=0)


class Alarm(Sourced):
    """When too few judges are eligible, and by which norm the case is transferred if none is."""

    fewer_than: int
    transfer_norm: str


class Redraw(Sourced):
    """A reason for which a draw may be held again, and the role of the one who signs it."""

    signed_by: str


class Choice(Sourced):
    """Who may take a case to another region, since when, and what may never go there."""

    by: str
    since: Date | None = None
    never: str | None = None
    never_norm: str | None = None


class Outage(Sourced):
    """`lead_seconds` before the round named; rounds after which it is given up; the kind of beacon that follows."""

    lead_seconds: int = Field(gt=0)
    give_up_after: int = Field(gt=0)
    then: str


class CourtsRounds(Sourced):
    """Commit and reveal: courts in a round, seconds to reveal, days that a withholder is left out."""

    courts: int = Field(ge=2)
    reveal_within: int = Field(gt=0)
    left_out_days: int = Field(gt=0)


class Edition(Sourced):
    """The rules as in force from `since` to `until`, both days included."""

    version: str
    since: Date
    until: Date | None = None
    complexity: Complexity
    weights: Weights
    panels: tuple[PanelSize, ...]
    exclusions: Mapping[str, Sourced]
    direct: Mapping[str, Sourced]
    alarm: Alarm
    extraterritorial: Mapping[str, Choice]
    redraws: Mapping[str, Redraw]
    outage: Outage
    courts_round: CourtsRounds

    def covers(self, on: Date) -> bool:
        """Whether it is in force on this day."""
        return self.since <= on and (self.until is None or on <= self.until)


@cache
def editions(source: Path = SOURCE) -> tuple[Edition, ...]:
    """All editions, as the file has them. Raises pydantic's `ValidationError` on a slip."""
    read = yaml.safe_load(source.read_text(encoding="utf-8"))
    return tuple(Edition.model_validate(one) for one in read["editions"])


def in_force(on: Date, source: Path = SOURCE) -> Edition:
    """The edition in force on this day. Raises `NoEdition`."""
    found = next((edition for edition in editions(source) if edition.covers(on)), None)
    if found is None:
        raise NoEdition(f"no rules of distribution were in force on {on.isoformat()}")
    return found


@cache
def fingerprint() -> str:
    """SHA-256, in hex, of the data and the two files of code that turn facts into a list and a seed into a judge.

    A receipt carries it with the version: whoever has the sources of that release can tell whether the rules were
    those.
    """
    digest = hashlib.sha256()
    for path in (SOURCE, *CODE):
        content = path.read_bytes()
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()
