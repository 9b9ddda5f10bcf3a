"""What happened in the end: decided cases with who claimed, and what a forecast had said before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tarazy.cases.models import Case, Outcome, Party, Proceeding, Side
from tarazy.courts.models import Instance
from tarazy.jurimetrics.decision import Outcome as ActOutcome
from tarazy.law import sex
from tarazy.oversight.models import Use
from tarazy.oversight.registry import System

GRANTED = frozenset({Outcome.SATISFIED_FULL, Outcome.SATISFIED_PART})
_GRANTED, _DENIED = (ActOutcome.GRANTED.value, ActOutcome.GRANTED_IN_PART.value), ActOutcome.DENIED.value
ON_MERITS = GRANTED | {Outcome.DISMISSED}


@dataclass(frozen=True)
class Decided:
    """A case decided on the merits at first instance: whether anything was granted, and the groups of its claimant.

    `sex` is of the IIN's seventh digit, "" where it isn't known or the claimant is no person.
    """

    case: int
    granted: bool
    at: datetime
    language: str
    region: str
    party_kind: str
    sex: str

    def group(self, by: str) -> str:
        """Its group in one of the four divisions, "" where it has none."""
        return str(getattr(self, by))


def decided_cases() -> Iterator[Decided]:
    """Every such case that isn't sealed."""
    rows = Proceeding.objects.filter(
        case__in=Case.objects.public_cards(),
        instance=Instance.FIRST,
        outcome__in=ON_MERITS,
        decided_at__isnull=False,
    ).order_by("case_id", "id")
    claimants = _claimants()
    columns = ("case_id", "outcome", "decided_at", "case__language", "court__region")
    for case, outcome, at, language, region in rows.values_list(*columns).iterator(5000):
        kind, iin = claimants.get(case, ("", ""))
        yield Decided(
            case,
            outcome in GRANTED,
            at,
            language,
            region,
            kind,
            _sex(iin) if kind == Party.Kind.PERSON else "",
        )


def forecasts(system: System) -> dict[int, tuple[float, datetime]]:
    """The probability of a grant that the system said last in each case, and when."""
    rows = Use.objects.filter(system=system.slug, case__isnull=False).order_by("at", "id")
    found: dict[int, tuple[float, datetime]] = {}
    for case, output, at in rows.values_list("case_id", "output", "at").iterator(5000):
        said = chance_in(output, system)
        if said is not None:
            found[case] = (said, at)
    return found


def chance_in(output: Mapping[str, Any], system: System) -> float | None:
    """The probability of a grant, in full or in part, that a system said; None if it said none.

    Either a member of the output named by the register, or `claims` with `chances` by outcome, of which the first claim
    counts, among ends on the merits.
    """
    if not system.probability:
        return None
    claims = output.get("claims")
    if isinstance(claims, list) and claims and isinstance(claims[0], dict):
        chances = claims[0].get("chances") or {}
        merits = {name: float(chances.get(name) or 0) for name in (*_GRANTED, _DENIED)}
        whole = sum(merits.values())
        return sum(merits[name] for name in _GRANTED) / whole if whole > 0 else None
    return number_in(output, system.probability)


def number_in(output: Mapping[str, Any], names: tuple[str, ...]) -> float | None:
    """The first of these members of an output that is a number from 0 to 1."""
    for name in names:
        value = output.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            return float(value)
    return None


def _claimants() -> dict[int, tuple[str, str]]:
    """(kind, IIN) of the first party of the claim's side of each case."""
    rows = Party.objects.filter(side=Side.CLAIM, sealed=False).order_by("-id")
    return {
        case: (kind, iin) for case, kind, iin in rows.values_list("case_id", "kind", "iin").iterator(5000)
    }


def _sex(iin: str) -> str:
    try:
        found = sex(iin) if iin else None
    except ValueError:
        return ""
    return found.value if found else ""
