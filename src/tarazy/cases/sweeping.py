"""What time itself does: limits near their end are told, those that passed are marked, acts come into force.

Run it every hour or every day, any number of times: it does each thing once. A case that fails is logged and left for
the next run; the others go on.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from tarazy.cases import deadlines, docket, exits, tasks
from tarazy.cases.actions.apply_event import make
from tarazy.cases.models import Case, Deadline, Proceeding, Stage, Task
from tarazy.cases.moving import possible
from tarazy.law import calendar_of

log = logging.getLogger(__name__)
# Working days before the last day on which the judge, then the team, then the chair is told.
BEFORE = (3, 2, 1)
_INBOXES = ("judge", "assistant", "chair")
_CHALLENGE = ("appeal", "interlocutory_appeal", "order_objection")
_ENDS = frozenset({Stage.SENT, Stage.ORDER_ISSUED})


@dataclass
class Swept:
    """How many were told of, missed by the court, run out for a party, came into force, failed; seals still waiting."""

    told: int = 0
    missed: int = 0
    run_out: int = 0
    in_force: int = 0
    failed: int = 0
    unpurged: int = 0


def sweep(now: datetime) -> Swept:
    """Do everything that is due at `now`; the counts of what was done."""
    swept, today = Swept(), timezone.localdate(now)
    horizon = calendar_of(deadlines.law()).add_working_days(today, max(_days()) + 1)
    near = Deadline.objects.filter(
        state=Deadline.State.OPEN, paused_on__isnull=True, due__lte=horizon
    ).values_list("pk", flat=True)
    for pk in list(near.order_by("due", "pk")):
        _each(swept, _one_deadline, pk, now)
    runs = Deadline.objects.filter(proceeding=OuterRef("pk"), state=Deadline.State.OPEN, limit__in=_CHALLENGE)
    waiting = Proceeding.objects.filter(~Exists(runs), stage__in=_ENDS).values_list("pk", flat=True)
    for pk in list(waiting.order_by("pk")):
        _each(swept, _one_proceeding, pk, now)
    swept.unpurged = exits.purge_left()
    return swept


def level(due: Date, today: Date, days: tuple[int, ...]) -> int:
    """How far it is told: 1 the judge, 2 the team too, 3 the chair too; 0 while it is far. In working days."""
    if today >= due:
        return len(days)
    left = calendar_of(deadlines.law()).working_days_between(today, due)
    return sum(left <= before for before in days)


def _days() -> tuple[int, ...]:
    days: tuple[int, ...] = tuple(getattr(settings, "DEADLINE_TOLD_WORKING_DAYS", BEFORE))
    return days


def _each(swept: Swept, do: Any, pk: int, now: datetime) -> None:
    try:
        with transaction.atomic():
            do(swept, pk, now)
    except Exception:
        log.exception("a time limit or proceeding was left for the next sweep")
        swept.failed += 1


def _one_deadline(swept: Swept, pk: int, now: datetime) -> None:
    case_id = Deadline.objects.filter(pk=pk).values_list("proceeding__case_id", flat=True).first()
    case = Case.objects.select_for_update().get(pk=case_id)
    found = Deadline.objects.select_related("proceeding__court").filter(pk=pk).first()
    if found is None or found.state != Deadline.State.OPEN or found.paused_on is not None:
        return  # settled while the sweep was on its way
    found.proceeding.case = case
    today = timezone.localdate(now)
    if found.whose != Deadline.For.COURT:
        if found.due < today:
            Deadline.objects.filter(pk=pk).update(state=Deadline.State.MISSED, settled_at=now)
            swept.run_out += 1
        return
    _tell(swept, found, today, now)
    if found.due < today and found.told < len(_days()) + 1:
        docket.record(
            case, "deadline_missed", by=None, at=now, proceeding=found.proceeding, visibility="court",
            params={"limit": found.limit, "due": found.due},
        )  # fmt: skip
        tasks.ask(
            found.proceeding, "overdue", to="chair", by=None, at=now, due=found.due,
            params={"limit": found.limit}, priority=Task.Priority.URGENT,
        )  # fmt: skip
        Deadline.objects.filter(pk=pk).update(told=len(_days()) + 1)
        swept.missed += 1


def _tell(swept: Swept, found: Deadline, today: Date, now: datetime) -> None:
    reached = level(found.due, today, _days())
    for place in range(found.told, reached):
        people = tasks.ask(
            found.proceeding, "deadline_near", to=_INBOXES[min(place, 2)], by=None, at=now, due=found.due,
            params={"limit": found.limit}, priority=Task.Priority.URGENT,
        )  # fmt: skip
        swept.told += bool(people)
    if reached > found.told:
        found.told = reached
        found.warned_at = found.warned_at or now
        found.escalated_at = now if reached == len(_days()) else found.escalated_at
        found.save(update_fields=["told", "warned_at", "escalated_at"])


def _one_proceeding(swept: Swept, pk: int, now: datetime) -> None:
    case_id = Proceeding.objects.filter(pk=pk).values_list("case_id", flat=True).first()
    case = Case.objects.select_for_update().get(pk=case_id)
    proceeding = Proceeding.objects.select_related("court").get(pk=pk)
    proceeding.case = case
    if any(row.event == "in_force" for row in possible(proceeding, {"system"})):
        make(proceeding, "in_force", by=None, now=now)
        swept.in_force += 1
