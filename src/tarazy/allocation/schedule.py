"""What the clock asks of the distribution."""

from __future__ import annotations

from datetime import datetime

from tarazy.allocation.actions.complete_draw import complete_due


def complete_due_draws(*, now: datetime) -> int:
    """Complete the draws whose round has come. Returns how many."""
    return complete_due(now)
