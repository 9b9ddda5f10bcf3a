"""The data once more, right before a judge relies on them: is the debt still open now?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tarazy.cases.models import Proceeding
from tarazy.people.refusals import NotFound
from tarazy.robot.actions.carry_out import ask_the_judge, facts_now, finish_tasks, told, written
from tarazy.robot.actions.start_run import new_run
from tarazy.robot.covering import table_for
from tarazy.robot.making import make, plain
from tarazy.robot.models import Run
from tarazy.robot.sources.papers import act_language, header_values, with_papers

if TYPE_CHECKING:
    from tarazy.people.models import User

LATELY = timedelta(minutes=5)
# What differs from day to day by itself and changes nothing that the draft says.
OF_TODAY = frozenset({"today"})


def ask_again(run_id: UUID, *, by: User, now: datetime, always: bool = False) -> Run:
    """The run with its data asked for again, or the run that takes its place where they differ now.

    Nothing is asked twice in five minutes unless `always`. The run that comes back is the one to look at. Raises
    `NotFound`.
    """
    run = Run.objects.visible_to(by).filter(pk=run_id).select_related("proceeding__case").first()
    if run is None:
        raise NotFound
    if run.state not in (Run.State.DRAFTED, Run.State.HANDED_OVER):
        return run
    asked = run.asked_again_at or run.ready_at
    if not always and asked is not None and asked > now - LATELY:
        return run
    proceeding = with_papers(Proceeding.objects.filter(pk=run.proceeding_id)).get()
    chosen = table_for(proceeding, now)
    if chosen is None:
        return _let_go(run, now)
    table = chosen[0]
    facts = facts_now(proceeding, run.table, now)
    changed = differences(run.facts, {name: plain(one) for name, one in facts.items()})
    same_day = run.ready_at is not None and timezone.localdate(run.ready_at) == timezone.localdate(now)
    if not changed and same_day and table.version == run.version:
        Run.objects.filter(pk=run.pk).update(asked_again_at=now)
        run.asked_again_at = now
        return run
    made = make(table, facts, header_values(proceeding, now), act_language(proceeding.case), now)
    with transaction.atomic():
        locked = Run.objects.select_for_update(of=("self",)).select_related("proceeding__case").get(pk=run.pk)
        if locked.state not in (Run.State.DRAFTED, Run.State.HANDED_OVER):
            return locked
        locked.state, locked.closed_at, locked.changed_since = Run.State.SUPERSEDED, now, changed
        locked.save(update_fields=["state", "closed_at", "changed_since"])
        fresh = new_run(locked.proceeding, table, now)
        written(fresh, made, now=now, last_datum_at=now)
        fresh.asked_again_at, fresh.changed_since = now, changed
        fresh.save()
        told(fresh, made, now)
        finish_tasks([locked], now)
        if fresh.state == Run.State.HANDED_OVER:
            ask_the_judge(fresh, now)
    return fresh


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """The data whose value or doubt isn't what it was, each with both; moments of asking don't count."""
    found = []
    for name in sorted(set(before) | set(after)):
        was, is_now = before.get(name) or {}, after.get(name) or {}
        if name in OF_TODAY:
            continue
        if (was.get("value"), was.get("doubt")) != (is_now.get("value"), is_now.get("doubt")):
            found.append({"name": name, "was": was, "now": is_now})
    return found


def _let_go(run: Run, now: datetime) -> Run:
    with transaction.atomic():
        locked = Run.objects.select_for_update(of=("self",)).select_related("proceeding__case").get(pk=run.pk)
        if locked.state in (Run.State.DRAFTED, Run.State.HANDED_OVER):
            locked.state, locked.closed_at = Run.State.SUPERSEDED, now
            locked.save(update_fields=["state", "closed_at"])
            finish_tasks([locked], now)
    return locked
