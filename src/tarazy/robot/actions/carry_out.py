"""A run from its first question to a register to the draft, or to the judge's table with the reason why there is none."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tarazy.acts.text import ActText
from tarazy.cases import tasks
from tarazy.cases.ai_use import AiUse, tell_use
from tarazy.cases.models import Proceeding, Task
from tarazy.robot.covering import system_of, table_for, table_now
from tarazy.robot.facts import Facts
from tarazy.robot.making import Made, make
from tarazy.robot.models import Run, ShadowRun
from tarazy.robot.sources.connected import connected_sources
from tarazy.robot.sources.papers import act_language, header_values, material_of, with_papers
from tarazy.robot.sources.seam import gather_now
from tarazy.robot.table import Table

HAND_OVER = "robot_handed_over"
PROMISED_S = 2.0  # from the last datum to the draft


def carry_out(run_id: UUID | str, *, now: datetime) -> Run | None:
    """Gather, decide, draft; the saved run. None if it isn't gathering any more or the robot may not go on.

    Registers are asked outside of any transaction. The time from the last datum to the draft is measured and kept.
    """
    run = Run.objects.filter(pk=run_id, state=Run.State.GATHERING).first()
    if run is None:
        return None
    proceeding = with_papers(Proceeding.objects.filter(pk=run.proceeding_id)).get()
    table = table_now(run.table, now)
    if table is None or table_for(proceeding, now) is None:
        Run.objects.filter(pk=run.pk, state=Run.State.GATHERING).update(
            state=Run.State.SUPERSEDED, closed_at=now
        )
        return None
    facts = facts_now(proceeding, run.table, now)
    last, began = now, time.monotonic()
    made = make(table, facts, header_values(proceeding, now), act_language(proceeding.case), now)
    with transaction.atomic():
        locked = (
            Run.objects.select_for_update(of=("self",))
            .filter(pk=run.pk, state=Run.State.GATHERING)
            .select_related("proceeding__case")
            .first()
        )
        if locked is None:
            return None
        written(locked, made, now=now, last_datum_at=last)
        locked.draft_seconds = time.monotonic() - began
        locked.save()
        told(locked, made, now)
        if locked.state == Run.State.HANDED_OVER:
            ask_the_judge(locked, now)
    return locked


def facts_now(proceeding: Proceeding, table: str, now: datetime) -> Facts:
    """The data of the table as the papers and the registers tell them now."""
    return gather_now(material_of(proceeding, table, now), connected_sources(), now)


def written(run: Run, made: Made, *, now: datetime, last_datum_at: datetime) -> None:
    """The run's columns with what was made; nothing is saved."""
    run.state = Run.State.DRAFTED if made.drafted else Run.State.HANDED_OVER
    run.version, run.versions = made.version, dict(made.versions)
    run.result, run.code = made.result, made.code
    run.facts, run.trace, run.reasons = dict(made.facts), made.trace, made.reasons
    run.draft = json_of(made.text)
    run.input_hash = made.input_hash
    run.last_datum_at, run.ready_at, run.draft_seconds = last_datum_at, now, made.seconds


def json_of(text: ActText | None) -> dict[str, object] | None:
    """The draft as JSON keeps it."""
    return text.model_dump(mode="json") if text is not None else None


def told(run: Run, made: Made, now: datetime) -> None:
    """Tell the log of uses, without a word of the case."""
    tell_use(
        AiUse(
            key=f"robot:{run.pk}", system=system_of(run.table), versions=made.versions, input_hash=made.input_hash,
            output=made.said, at=now, case=run.proceeding.case, by=None,
            details={"run": str(run.pk), "batch": str(run.batch_id or "")},
        )
    )  # fmt: skip


def ask_the_judge(run: Run, now: datetime) -> list[Task]:
    """The task of the presiding judge: decide without a draft; the codes of the reasons go with it."""
    codes = sorted({str(one["code"]) for one in run.reasons})
    if tasks.is_asked(run.proceeding, [HAND_OVER]):
        return []
    return tasks.ask(
        run.proceeding, HAND_OVER, to="judge", by=None, at=now,
        params={"run": str(run.pk), "reasons": codes}, priority=Task.Priority.URGENT,
    )  # fmt: skip


def carry_out_in_shadow(proceeding_id: int, *, now: datetime) -> ShadowRun | None:
    """What a table in shadow mode makes of a material, kept until the judge's own act is there to compare."""
    found = with_papers(Proceeding.objects.filter(pk=proceeding_id)).first()
    chosen = table_for(found, now) if found is not None else None
    if found is None or chosen is None:
        return None
    table = chosen[0]
    made = _made(found, table, now)
    with transaction.atomic():
        shadow, _ = ShadowRun.objects.get_or_create(
            proceeding=found,
            table=table.name,
            defaults={
                "version": made.version, "result": made.result, "code": made.code, "reasons": made.reasons,
                "draft": json_of(made.text), "made_at": now,
            },
        )  # fmt: skip
        tell_use(
            AiUse(
                key=f"robot-shadow:{shadow.pk}", system=system_of(table.name), versions=made.versions,
                input_hash=made.input_hash, output={**made.said, "mode": "shadow"}, at=now, case=found.case, by=None,
            )
        )  # fmt: skip
    return shadow


def _made(proceeding: Proceeding, table: Table, now: datetime) -> Made:
    facts = facts_now(proceeding, table.name, now)
    return make(table, facts, header_values(proceeding, now), act_language(proceeding.case), now)


def finish_tasks(runs: Iterable[Run], now: datetime) -> None:
    """The tasks that these runs asked for are done."""
    for run in runs:
        tasks.finish(run.proceeding, [HAND_OVER], by=None, at=now)
