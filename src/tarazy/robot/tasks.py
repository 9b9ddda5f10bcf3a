"""Work beside the pages: runs, and batches that go on where they were stopped."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from tarazy.robot.actions.carry_out import carry_out, carry_out_in_shadow


@task()
def carry_out_run(run_id: str) -> str:
    """Go through the material of a run; its state afterwards."""
    run = carry_out(UUID(run_id), now=timezone.now())
    return str(run.state) if run is not None else "gone"


@task()
def carry_out_shadow(proceeding_id: int) -> str:
    """Go through a material in shadow mode; the code of the act it would have drafted."""
    shadow = carry_out_in_shadow(proceeding_id, now=timezone.now())
    return shadow.code if shadow is not None else "gone"


@task()
def work_on_batch(batch_id: str) -> int:
    """Go on with a batch until it is done or stopped; how many materials went through now."""
    from tarazy.robot.batch import go_on

    return go_on(UUID(batch_id))
