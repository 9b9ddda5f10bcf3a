"""What the clock asks of the registry."""

from __future__ import annotations

from datetime import datetime

from tarazy.cases.sweeping import sweep


def sweep_deadlines(*, now: datetime) -> dict[str, int]:
    """Warn of time limits that near, escalate those about to pass, mark those that passed. What was done."""
    return dict(vars(sweep(now)))
