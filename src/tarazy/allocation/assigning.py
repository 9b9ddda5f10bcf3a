"""The seam to the registry: judges are given to a proceeding, the chair is given a task."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from django.utils import timezone

from tarazy.allocation.models import Draw, DrawAlarm
from tarazy.cases.models import Assignment, Proceeding, Task
from tarazy.courts.models import Court, Judge
from tarazy.people.models import RoleGrant, User
from tarazy.people.permissions import Role


def assign(draw: Draw, by: User | None, now: datetime) -> None:
    """Give the proceeding to the judges of the draw, in the order drawn: the first presides."""
    known = {str(judge.uuid): judge for judge in Judge.objects.filter(uuid__in=draw.selected)}
    judges = [known[one] for one in draw.selected]
    registry = _registry()
    if registry is not None:
        registry(draw.proceeding, judges, by, now, draw.reference)
    else:
        _seat(draw.proceeding, judges, now, draw.reference)
    Assignment.objects.filter(proceeding=draw.proceeding_id, reference=draw.reference).update(
        complexity=draw.complexity
    )


def release(draw: Draw, judges: Sequence[str], reason: str, now: datetime) -> None:
    """End the seats of these judges in the proceeding. Norm: GPK 35(9–10)."""
    Assignment.objects.filter(
        proceeding=draw.proceeding_id, judge__uuid__in=judges, until__isnull=True
    ).update(until=now, ended_reason=reason)


def tell_the_chair(alarm: DrawAlarm, now: datetime) -> None:
    """A task for each chair of the court; for those of the higher court where nobody can be drawn."""
    draw = alarm.draw
    court = Court.objects.select_related("higher").filter(pk=draw.court_code).first()
    if court is None:
        return
    if alarm.code == DrawAlarm.Code.EMPTY and court.higher:
        court = court.higher
    chairs = RoleGrant.objects.filter(role=Role.COURT_CHAIR, court_code=court.code, since__lte=now)
    for grant in chairs.exclude(until__lte=now):
        Task.objects.create(
            court=court,
            proceeding=draw.proceeding,
            assignee_id=grant.user_id,
            code="draw_alarm",
            params={"alarm": alarm.code, "draw": str(draw.uuid)},
            priority=Task.Priority.URGENT,
            created_at=now,
            due=timezone.localdate(now),
        )


def _registry() -> Callable[..., object] | None:
    """The registry's own action, which also moves the stage and writes the docket."""
    for home in ("tarazy.cases.actions.assign_judges", "tarazy.cases.actions"):
        if find_spec(home):
            found = getattr(import_module(home), "assign_judges", None)
            if callable(found):
                return cast("Callable[..., object]", found)
    return None


def _seat(proceeding: Proceeding, judges: Sequence[Judge], now: datetime, reference: str) -> None:
    presides = Assignment.objects.filter(
        proceeding=proceeding, until__isnull=True, seat=Assignment.Seat.PRESIDING
    )
    taken = presides.exists()
    Assignment.objects.bulk_create(
        Assignment(
            proceeding=proceeding,
            judge=judge,
            seat=Assignment.Seat.MEMBER if taken or place else Assignment.Seat.PRESIDING,
            since=now,
            reference=reference,
        )
        for place, judge in enumerate(judges)
    )
