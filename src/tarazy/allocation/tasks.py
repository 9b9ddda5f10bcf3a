"""Work beside the pages: a draw is completed when its round is there."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task, task_backends

from tarazy.allocation.actions.complete_draw import complete_draw
from tarazy.allocation.beacons import BeaconTrouble
from tarazy.allocation.models import Draw

AGAIN = timedelta(seconds=20)


@task()
def complete_when_due(number: int) -> str:
    """Complete the draw, or come back when its round may be there; returns the draw's state."""
    draw = Draw.objects.filter(pk=number).first()
    if draw is None:  # the case was purged
        return "gone"
    try:
        return str(complete_draw(draw, timezone.now()).state)
    except BeaconTrouble:
        _at(max(timezone.now() + AGAIN, (draw.due or timezone.now()) + timedelta(seconds=2)), number)
        return "waiting"


def complete_later(number: int) -> None:
    """Enqueue the completion for the moment when the round appears."""
    draw = Draw.objects.get(pk=number)
    if draw.due and draw.due > timezone.now():
        _at(draw.due + timedelta(seconds=2), number)
    else:
        complete_when_due.enqueue(number)


def _at(moment: datetime, number: int) -> None:
    """Enqueue for later; a backend that runs everything at once leaves it to `complete_due`."""
    if task_backends[complete_when_due.backend].supports_defer:
        complete_when_due.using(run_after=moment).enqueue(number)
