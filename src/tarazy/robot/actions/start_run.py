"""A material came to its judge: the robot begins with it, if a table covers it and nothing stands against that."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tarazy.cases.models import Proceeding
from tarazy.robot.covering import SHADOW, USE, table_for
from tarazy.robot.models import Run, ShadowRun
from tarazy.robot.sources.papers import act_language
from tarazy.robot.table import Table


def start_run(proceeding_id: int, *, now: datetime) -> Run | None:
    """The run that begins now, saved and queued; None where the robot doesn't go through this material.

    A live run of the same table goes on: the one that is there comes back. A table in shadow mode is queued too, and
    its result is kept from everybody.
    """
    from tarazy.robot.tasks import carry_out_run, carry_out_shadow

    with transaction.atomic():
        proceeding = (
            Proceeding.objects.select_for_update(of=("self",))
            .select_related("case")
            .filter(pk=proceeding_id)
            .first()
        )
        found = table_for(proceeding, now) if proceeding is not None else None
        if proceeding is None or found is None:
            return None
        table, mode = found
        if mode == SHADOW:
            if not ShadowRun.objects.filter(proceeding=proceeding, table=table.name).exists():
                transaction.on_commit(lambda: carry_out_shadow.enqueue(proceeding.pk))
            return None
        assert mode == USE
        live = Run.objects.live().filter(proceeding=proceeding, table=table.name).first()
        if live is not None:
            return live
        run = new_run(proceeding, table, now)
        run.save()
        transaction.on_commit(lambda: carry_out_run.enqueue(str(run.pk)))
    return run


def new_run(proceeding: Proceeding, table: Table, now: datetime) -> Run:
    """An unsaved run of the table."""
    return Run(
        proceeding=proceeding,
        table=table.name,
        version=table.version,
        language=act_language(proceeding.case),
        started_at=now,
    )
