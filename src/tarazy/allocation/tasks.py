"""Work beside the pages: the draws of a round are completed when it is there."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task, task_backends

from tarazy.allocation.actions.commit_draw import commit_draw
from tarazy.allocation.actions.complete_draw import complete_round
from tarazy.allocation.beacons import BeaconTrouble
from tarazy.cases.models import Proceeding
from tarazy.people.refusals import Refused

AGAIN = timedelta(seconds=20)


@task()
def complete_when_due(kind: str, named: str) -> int:
    """Complete the draws of the round, or come back in a while; how many were completed now."""
    try:
        return complete_round(kind, named, timezone.now())
    except BeaconTrouble:
        enqueue_at(timezone.now() + AGAIN, kind, named)
        return 0


@task()
def start_when_registered(proceeding: int) -> str:
    """Start the distribution of a proceeding that was registered; the state of the draw, or why there is none."""
    found = Proceeding.objects.filter(pk=proceeding).first()
    if found is None:  # purged meanwhile
        return "gone"
    try:
        return str(commit_draw(found, None, timezone.now()).state)
    except Refused as refused:
        return refused.code


def enqueue_at(moment: datetime, kind: str, named: str) -> None:
    """Enqueue for later; a backend that runs everything at once leaves it to `complete_due`."""
    if task_backends[complete_when_due.backend].supports_defer:
        complete_when_due.using(run_after=moment).enqueue(kind, named)
