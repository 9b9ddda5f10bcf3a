"""What the clock asks of the constructor."""

from __future__ import annotations

from datetime import datetime

from tarazy.cabinet.constructor.actions.forget import forget_expired


def forget_old_drafts(*, now: datetime) -> int:
    """Delete the drafts whose time is over. Returns how many."""
    return forget_expired(now)
