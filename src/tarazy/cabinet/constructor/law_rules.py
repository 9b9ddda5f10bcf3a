"""Dated facts of law that the advisor needs and the jurisdiction pack hasn't: see law.yaml beside this file."""

from __future__ import annotations

from datetime import date as Date
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict


class Ruled(BaseModel):
    """A fact with its norm and whether anybody checked it in the text."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    norm: str
    unverified: bool = True


class Threshold(Ruled):
    """A price of a claim up to which something holds, in monthly calculation indexes, from a day on."""

    id: str
    indexes: Decimal
    payers: tuple[str, ...]
    since: Date


class Limitation(Ruled):
    """How long a demand can be brought to court, in months."""

    months: int


class CourtRule(Ruled):
    """Which kind of court hears what; `when` is a word that the advisor knows."""

    when: str
    court: str


class LawRules(BaseModel):
    """All of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    thresholds: tuple[Threshold, ...]
    limitations: dict[str, Limitation]
    courts: tuple[CourtRule, ...]
    norms: dict[str, Ruled]

    def threshold(self, name: str, payer: str, on: Date) -> Threshold | None:
        """The threshold for this party on this day, None where there is none."""
        found = [one for one in self.thresholds if one.id == name and payer in one.payers and one.since <= on]
        return max(found, key=lambda one: one.since, default=None)

    def court(self, when: str) -> CourtRule:
        """The rule about the court for this case of `when`. Raises `KeyError`."""
        return {one.when: one for one in self.courts}[when]


@cache
def law_rules() -> LawRules:
    """The rules of law.yaml. Raises `ValidationError` for a file with slips."""
    return LawRules.model_validate(
        yaml.safe_load((Path(__file__).parent / "law.yaml").read_text(encoding="utf-8"))
    )
