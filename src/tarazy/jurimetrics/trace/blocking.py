"""Which acts a reference is compared with at all: those that share a key with it.

References stand in a table by key; the acts below walk past it once. The work is
O(acts * keys of an act + pairs that meet), with keys that too many acts share left out, so it grows
linearly with the collection. Keys that survive a typing error (a number with one sign deleted) are only
used for references that the plain number left unsettled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date as Date
from itertools import combinations

from tarazy.jurimetrics.trace.record import Record

CROWD = 300  # a key shared by more acts than this separates nothing


def plain_keys(record: Record, above: bool) -> Iterator[Hashable]:
    """The number alone: the one named in the reference, or the act's own."""
    reference = record.reference
    if above and reference and reference.number:
        yield ("n", reference.number.bare)
    for number in record.numbers:
        yield ("n", number.bare)


def tolerant_keys(record: Record, above: bool) -> Iterator[Hashable]:
    """Keys that hold through typing errors: numbers with a sign deleted, court and date, date and a party,
    parties.
    """
    reference = record.reference if above else None
    if reference:
        numbers = [reference.number.bare] if reference.number else []
        day, court = reference.day, reference.court
    else:
        numbers = [number.bare for number in record.numbers]
        day, court = record.day, record.court
    for number in numbers:
        yield ("d", number)
        for position in range(len(number)):
            yield ("d", number[:position] + number[position + 1 :])
    days: tuple[int, ...] = ()
    if day is not None:
        days = (day, *_swapped(day)) if above else (day,)
        if court and court.places:
            for one in days:
                yield ("cd", one, min(court.places))
    heads = sorted({party.head for party in record.parties})
    for head in heads:
        for one in days:
            for near in range(one // 6 - above, one // 6 + 1 + above):
                yield ("pd", head, near)
    for pair in combinations(heads[:6], 2):
        yield ("pp", *pair)


def _swapped(day: int) -> tuple[int, ...]:
    date = Date.fromordinal(day)
    if date.day > 12 or date.day == date.month:
        return ()
    return (Date(date.year, date.day, date.month).toordinal(),)


def meet(
    above: Sequence[Record], below: Iterable[Record], *, tolerant: bool, crowd: int = CROWD
) -> Iterator[tuple[int, Record]]:
    """Pairs (index in `above`, act below) that share a key, each pair once; acts later than the review are
    left out.
    """
    keys = tolerant_keys if tolerant else plain_keys
    table: dict[Hashable, list[int]] = {}
    for index, record in enumerate(above):
        for key in set(keys(record, True)):
            table.setdefault(key, []).append(index)
    seen: Counter[Hashable] = Counter()
    for candidate in below:
        met: set[int] = set()
        for key in keys(candidate, False):
            waiting = table.get(key)
            if waiting is None or len(waiting) > crowd:
                continue
            seen[key] += 1
            if seen[key] <= crowd:
                met.update(waiting)
        for index in met:
            if may_review(above[index], candidate):
                yield index, candidate


def may_review(above: Record, below: Record) -> bool:
    """Whether the order of instances and of dates lets one act review the other."""
    if below.rank >= above.rank or above.id == below.id:
        return False
    return above.day is None or below.day is None or below.day < above.day
