"""How a reference and a candidate act agree, feature by feature, as named levels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tarazy.jurimetrics.trace.normal import CourtKey, PartyKey, number_distance, same_court, same_party
from tarazy.jurimetrics.trace.record import Record

MISSING = "missing"
NUMBER_LEVELS = ("same", "one_edit", "two_edits")


@cache
def starting_weights() -> dict[str, Any]:
    """The documented starting values of `weights.yaml`."""
    loaded: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("weights.yaml").read_text("utf-8"))
    return loaded


FEATURES: tuple[str, ...] = tuple(starting_weights()["features"])


@dataclass
class Comparer:
    """Compares a reviewing act with a candidate below it. Knows which names are rare and which courts are
    one.
    """

    names: Counter[PartyKey]
    codes: Mapping[CourtKey, str]
    _courts: dict[tuple[CourtKey, CourtKey], float] = field(default_factory=dict)

    def levels(self, above: Record, below: Record) -> tuple[str, ...]:
        """The level of agreement for each of `FEATURES`, in their order."""
        return (
            self._number(above, below),
            self._court(above, below),
            _date(above, below),
            self._parties(above, below),
            _subject(above, below),
            _amounts(above, below),
            _outcome(above, below),
            _step(above, below),
        )

    @staticmethod
    def _number(above: Record, below: Record) -> str:
        """The number named in the reference, or else a number that both acts carry as their own."""
        reference = above.reference
        if not below.numbers:
            return MISSING
        if reference and reference.number:
            fewest = min(number_distance(reference.number, number) for number in below.numbers)
            return NUMBER_LEVELS[fewest] if fewest < len(NUMBER_LEVELS) else "differs"
        shared = {number.bare for number in above.numbers} & {number.bare for number in below.numbers}
        return "same" if shared else MISSING

    def _court(self, above: Record, below: Record) -> str:
        named = above.reference.court if above.reference else None
        if named is None or below.court is None:
            return MISSING
        if named == below.court:
            return "same"
        code = self.codes.get(named)
        if code and below.court_code:
            if code == below.court_code:
                return "same"
            if below.court in self.codes:
                return "differs"
        pair = (named, below.court)
        if pair not in self._courts:
            self._courts[pair] = same_court(*pair)
        alike = self._courts[pair]
        return "same" if alike >= 0.95 else "alike" if alike >= 0.5 else "differs"

    def _parties(self, above: Record, below: Record) -> str:
        if not above.parties or not below.parties:
            return MISSING
        rare_name = starting_weights()["rare_name"]
        matched = rare = 0
        for one in above.parties:
            best, key = max(
                ((same_party(one, other), other) for other in below.parties), key=lambda pair: pair[0]
            )
            if best >= 0.84:
                matched += 1
                rare += self.names[key] <= rare_name
        if not matched:
            return "none"
        whole = matched >= min(len(above.parties), len(below.parties))
        return ("all_" if whole else "some_") + ("rare" if rare else "common")


def _date(above: Record, below: Record) -> str:
    said = above.reference.day if above.reference else None
    if said is None or below.day is None:
        return MISSING
    if said == below.day:
        return "same"
    if abs(said - below.day) <= starting_weights()["near_days"]:
        return "near"
    one, other = Date.fromordinal(said), Date.fromordinal(below.day)
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return "swapped"
    if (one.month, one.day) == (other.month, other.day):
        return "other_year"
    return "differs"


def _subject(above: Record, below: Record) -> str:
    known = bool(above.category and below.category) + bool(above.claims and below.claims)
    if not known:
        return MISSING
    category = bool(above.category) and above.category == below.category
    either = above.claims | below.claims
    claims = bool(either) and len(above.claims & below.claims) * 2 >= len(either)
    agreed = category + claims
    if agreed == known:
        return "both" if known == 2 else "one"
    return "one" if agreed else "none"


def _amounts(above: Record, below: Record) -> str:
    if not above.amounts or not below.amounts:
        return MISSING
    return "shared" if above.amounts & below.amounts else "none"


def _outcome(above: Record, below: Record) -> str:
    said = above.reference.outcome if above.reference else None
    if said is None or below.outcome is None or below.rank:
        return MISSING
    return "same" if said == below.outcome else "differs"


def _step(above: Record, below: Record) -> str:
    if above.rank < 2:
        return MISSING
    return "next_below" if below.rank == above.rank - 1 else "further"
