"""Decisions of this room without I/O: pure functions over plain values, each citing its norm or its source."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date as Date
from typing import TypeVar

from tarazy.jurimetrics.trace.durations import Share, wilson
from tarazy.law import add_months

Cell = TypeVar("Cell", bound=Hashable)
Z95 = 1.959963984540054


def hidden(counts: Mapping[Cell, int], sums: Iterable[Collection[Cell]], fewest: int) -> set[Cell]:
    """The cells not to be shown: those of 1 to `fewest` - 1, and others from which they would follow.

    Each of `sums` is a set of cells of which one is the sum of the others. As long as exactly one of them is hidden it
    would follow from the rest, so the smallest that isn't empty is hidden with it (secondary suppression; Hundepool
    et al. 2012, Statistical Disclosure Control, 4.2). Against somebody who solves several sums together it is a
    heuristic, no proof.
    """
    gone = {cell for cell, count in counts.items() if 0 < count < fewest}
    watched = [tuple(one) for one in sums]
    changed = bool(gone)
    while changed:
        changed = False
        for cells in watched:
            if sum(cell in gone for cell in cells) != 1:
                continue
            shown = [cell for cell in cells if cell not in gone and counts.get(cell, 0) > 0]
            if shown:
                gone.add(min(shown, key=lambda cell: (counts[cell], str(cell))))
                changed = True
    return gone


def psi(before: Mapping[str, int], after: Mapping[str, int]) -> float:
    """The population stability index between two samples counted by class; 0 if either is empty.

    Classes that one sample lacks count as half a unit, so that the logarithm exists. Source: Siddiqi 2006, Credit Risk
    Scorecards, 7.
    """
    if not sum(before.values()) or not sum(after.values()):
        return 0.0
    classes = set(before) | set(after)
    old = {one: max(before.get(one, 0), 0.5) for one in classes}
    new = {one: max(after.get(one, 0), 0.5) for one in classes}
    total_old, total_new = sum(old.values()), sum(new.values())
    found = 0.0
    for one in classes:
        was, now = old[one] / total_old, new[one] / total_new
        found += (now - was) * math.log(now / was)
    return found


def bin_of(probability: float, bins: int = 10) -> str:
    """The tenth of 0 to 1 in which a probability lies, as a class of `psi`."""
    return str(min(bins - 1, max(0, int(probability * bins))))


def apart(one: Share, other: Share, *, gap: float, fewest: int) -> bool:
    """Whether two bands call for an alarm: enough behind both, their 95 % intervals apart, their shares by `gap`."""
    if min(one.n, other.n) < fewest:
        return False
    return (one.low > other.high or other.low > one.high) and abs(one.share - other.share) >= gap


def bands_apart(bands: Mapping[str, Share], *, gap: float, fewest: int) -> list[tuple[str, str]]:
    """Every pair of groups whose bands are `apart`, the higher share first."""
    names = sorted(bands, key=lambda name: (-bands[name].share, name))
    return [
        (high, low)
        for place, high in enumerate(names)
        for low in names[place + 1 :]
        if apart(bands[high], bands[low], gap=gap, fewest=fewest)
    ]


def shares(counted: Mapping[str, tuple[int, int]]) -> dict[str, Share]:
    """Wilson's 95 % band of each group from (count, n); groups of nobody are left out."""
    return {name: wilson(count, n) for name, (count, n) in counted.items() if n}


def quartiles(days: Mapping[int, int]) -> tuple[int, int, int] | None:
    """Lower quartile, median and upper quartile of days counted by their number; None where there are none."""
    total = sum(days.values())
    if not total:
        return None
    return _at(days, total, 0.25), _at(days, total, 0.5), _at(days, total, 0.75)


def next_review(on: Date, months: int) -> Date:
    """When the next review of risk is due: once a year. Norm: AI law of 2025-11-17, 18 (unverified)."""
    return add_months(on, months)


def answered_in_words(text: str, shortest: int) -> bool:
    """Whether an answer says something: at least `shortest` characters, not one repeated."""
    told = " ".join(text.split())
    return len(told) >= shortest and len(set(told)) >= min(8, shortest)


def pending_shown(filed_or_ended_hidden: Sequence[bool]) -> list[bool]:
    """Of months in their order, whether the stock at the end of each may be shown.

    A stock beside its neighbour gives the difference of the flows: once a flow is hidden in one month, stocks before
    and after it can't both be shown, so all but the last month's are hidden.
    """
    if not any(filed_or_ended_hidden):
        return [True] * len(filed_or_ended_hidden)
    return [False] * (len(filed_or_ended_hidden) - 1) + [True]


def _at(days: Mapping[int, int], total: int, share: float) -> int:
    needed, seen = math.ceil(share * total), 0
    for day in sorted(days):
        seen += days[day]
        if seen >= needed:
            return day
    return max(days)
