"""What the clock of the installation calls for this room: runs and batches that a killed worker left behind."""

from __future__ import annotations

from datetime import datetime, timedelta

from tarazy.robot.batch import is_alive, resume
from tarazy.robot.models import Batch, Run

LEFT_AFTER = timedelta(minutes=2)


def go_on_with_what_was_left(*, now: datetime) -> int:
    """Queue anew the runs that nobody works on and the batches whose worker is gone; how many there were."""
    from tarazy.robot.tasks import carry_out_run, work_on_batch

    runs = Run.objects.filter(state=Run.State.GATHERING, started_at__lt=now - LEFT_AFTER)
    left = [str(one) for one in runs.values_list("pk", flat=True)[:200]]
    for run in left:
        carry_out_run.enqueue(run)
    batches = [one.pk for one in Batch.objects.filter(state=Batch.State.RUNNING) if not is_alive(one, now)]
    for batch in batches:
        resume(batch, now=now)
        work_on_batch.enqueue(str(batch))
    return len(left) + len(batches)
