"""The seam to the registry: judges are given to a proceeding, the chair is given a task."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from django.utils import timezone

from tarazy.allocation.models import Draw, DrawAlarm
from tarazy.cases.models import Assignment, Task
from tarazy.courts.models import Court, Judge
from tarazy.people.models import RoleGrant, User
from tarazy.people.permissions import Role


def assign(draw: Draw, by: User | None, now: datetime) -> None:
    """Give the proceeding to the judges of the draw, in the order drawn: the first presides."""
    _assign([draw], {draw.pk: (by, now)})


def assign_all(draws: Sequence[Draw]) -> None:
    """As `assign`, for finished draws, in the name of who started them."""
    _assign(draws, {draw.pk: (draw.started_by, draw.drawn_at or draw.created_at) for draw in draws})


def _assign(draws: Sequence[Draw], told: Mapping[int, tuple[User | None, datetime]]) -> None:
    wanted = {one for draw in draws for one in draw.selected}
    known = {str(judge.uuid): judge for judge in Judge.objects.filter(uuid__in=wanted)}
    registry = _registry()
    if registry is None:
        _seat(draws, known, told)
        return
    for draw in draws:
        by, now = told[draw.pk]
        registry(draw.proceeding, [known[one] for one in draw.selected], by, now, draw.reference)
        seats = Assignment.objects.filter(proceeding=draw.proceeding_id, reference=draw.reference)
        seats.update(complexity=draw.complexity)


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


def _seat(
    draws: Sequence[Draw], known: Mapping[str, Judge], told: Mapping[int, tuple[User | None, datetime]]
) -> None:
    sitting = Assignment.objects.filter(
        proceeding__in=[draw.proceeding_id for draw in draws],
        until__isnull=True,
        seat=Assignment.Seat.PRESIDING,
    )
    presided = set(sitting.values_list("proceeding", flat=True))
    Assignment.objects.bulk_create(
        Assignment(
            proceeding_id=draw.proceeding_id,
            judge=known[one],
            seat=Assignment.Seat.MEMBER
            if place or draw.proceeding_id in presided
            else Assignment.Seat.PRESIDING,
            since=told[draw.pk][1],
            reference=draw.reference,
            complexity=draw.complexity,
        )
        for draw in draws
        for place, one in enumerate(draw.selected)
    )
