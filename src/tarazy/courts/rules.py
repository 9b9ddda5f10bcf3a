"""Rules of courts without storage: pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as Date


def overlaps(since: Date, until: Date, others: Iterable[tuple[Date, Date]]) -> bool:
    """Whether the days from `since` to `until`, both included, touch a span of the others."""
    return any(start <= until and since <= end for start, end in others)


def entered_late(since: Date, entered: Date) -> bool:
    """Whether an absence was entered after it began: such an entry can move a draw that was due already."""
    return entered > since
