"""Decisions of this room without I/O: pure functions over plain values, each citing its norm."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import zip_longest

from rapidfuzz.distance import Indel

from tarazy.jurimetrics.decision import Kind

MOST_BYTES = 1_000_000  # of one version as JSON
FINE, DAY = timedelta(minutes=10), timedelta(days=1)
STEP_IN_A_DAY, STEP_LATER = timedelta(minutes=10), timedelta(hours=1)


def kind_of(paper: str, proceeding: str) -> Kind:
    """The kind of an act by its paper (`ruling`, `judgment`, `court_order`) and the kind of proceedings.

    GPK 223, 424 and 451; UPK 387; KoAP 821.
    """
    if paper == "court_order":
        return Kind.COURT_ORDER
    if paper != "judgment":
        return Kind.RULING
    return {
        "appeal": Kind.APPEAL_RULING,
        "cassation": Kind.CASSATION_RULING,
        "criminal": Kind.SENTENCE,
        "offence": Kind.OFFENCE_RULING,
    }.get(proceeding, Kind.JUDGMENT)


def superfluous(
    versions: Sequence[tuple[int, datetime, bool]], now: datetime, *, needed: Collection[int] = ()
) -> list[int]:
    """Numbers of the versions that may go: (number, at, kept by the writer's wish), in order of their numbers.

    All of the last ten minutes stay, then one in ten minutes for a day, one in an hour before that; always the
    first, the last, those kept by wish and those `needed`.
    """
    fixed = {versions[0][0], versions[-1][0], *needed}
    taken: tuple[timedelta, int] | None = None  # the stretch of time whose latest version stays
    going: list[int] = []
    for number, at, kept in reversed(versions):
        age = now - at
        if age <= FINE or kept or number in fixed:
            continue
        step = STEP_IN_A_DAY if age <= DAY else STEP_LATER
        stretch = step, int(at.timestamp() // step.total_seconds())
        if stretch == taken:
            going.append(number)
        taken = stretch
    return sorted(going)


def share_changed(first: str, last: str) -> float:
    """Which share of the words was changed between two texts: 0 for the same, 1 where nothing stayed."""
    return float(Indel.normalized_distance(first.split(), last.split()))


def first_difference(announced: str, written: str) -> tuple[str, str] | None:
    """The first line in which two texts differ, as (announced, written); None if only blanks differ."""
    lines = zip_longest(_lines(announced), _lines(written), fillvalue="")
    return next(((one, other) for one, other in lines if one != other), None)


def not_heard(bench: Iterable[int], heard: Collection[int], *, signs: int) -> list[int]:
    """The judges of a bench whose word on the text is missing; who signs speaks by the signature."""
    return [judge for judge in bench if judge != signs and judge not in heard]


def has_majority(judges: int, dissents: int) -> bool:
    """Whether more judges of a bench stand behind the act than against it (GPK 37)."""
    return 2 * dissents < judges


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
