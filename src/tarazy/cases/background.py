"""Work beside the pages."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from tarazy.cases import exits
from tarazy.cases.sweeping import sweep


@task()
def sweep_deadlines() -> dict[str, int]:
    """The sweep of time limits; enqueue it every hour. The counts of what was done."""
    return vars(sweep(timezone.now()))


@task()
def purge_sealed(seal_id: int) -> list[str]:
    """Let the exits that failed let go of a seal; names of those that failed again."""
    return exits.purge(seal_id)
