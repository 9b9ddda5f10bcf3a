"""Seeing to it that draws are completed when their round is there."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

AFTER = timedelta(seconds=2)  # relays have a round a moment after its time


def complete_later(kind: str, named: str, due: datetime) -> None:
    """Enqueue the completion of a round's draws for the moment when it appears; at once if it should be there."""
    from tarazy.allocation.tasks import complete_when_due, enqueue_at  # tasks use the actions, which use this

    if due <= timezone.now():
        complete_when_due.enqueue(kind, named)
    else:
        enqueue_at(due + AFTER, kind, named)
