"""The seam to the registry: judges are given to a proceeding, the chair is given a task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tarazy.allocation.models import Draw, DrawAlarm
from tarazy.cases.actions.assign_judges import Seating, assign_judges_many, replace_judge
from tarazy.cases.models import Proceeding, Task
from tarazy.courts.models import Court, Judge
from tarazy.people.models import RoleGrant
from tarazy.people.permissions import Role
from tarazy.people.refusals import Refused


def assign_all(draws: Sequence[Draw]) -> None:
    """Give each proceeding to the judges of its draw, in the order drawn: the first presides.

    After a redraw those drawn take the seats of those who leave. The registry acts for the system: who started the
    draw was asked for their permission when it began.
    """
    found = Judge.objects.filter(uuid__in={one for draw in draws for one in [*draw.selected, *draw.leaving]})
    keys = {str(uuid): key for uuid, key in found.values_list("uuid", "pk")}
    fresh = [draw for draw in draws if not draw.leaving]
    refused = assign_judges_many([_seating(draw, keys) for draw in fresh])
    troubled = [draw for draw in fresh if draw.proceeding_id in refused]
    for draw in draws:
        if draw.leaving:
            try:
                with transaction.atomic():
                    _replace(draw, keys)
            except Refused:
                troubled.append(draw)
    for (
        draw
    ) in troubled:  # withdrawn or transferred meanwhile: the draw stands as it was held, nobody takes a seat
        draw.trouble = "not_seated"
        draw.save(update_fields=["trouble"])


def _seating(draw: Draw, keys: Mapping[str, int]) -> Seating:
    return Seating(
        draw.proceeding_id,
        tuple(keys[one] for one in draw.selected),
        draw.drawn_at or draw.created_at,
        draw.reference,
        draw.complexity,
    )


def _replace(draw: Draw, keys: Mapping[str, int]) -> None:
    for old, new in zip(draw.leaving, draw.selected, strict=True):
        replace_judge(
            draw.proceeding_id,
            keys[old],
            keys[new],
            by=None,
            now=draw.drawn_at or draw.created_at,
            reason=f"{draw.norm}: {draw.reason_code}",
            reference=draw.reference,
            complexity=draw.complexity,
        )


def tell_the_chair(alarm: DrawAlarm, now: datetime) -> None:
    """A task for each chair of the court; for those of the higher court where nobody can be drawn."""
    draw = alarm.draw
    court = Court.objects.select_related("higher").filter(pk=draw.court_code).first()
    if court is not None and alarm.code == DrawAlarm.Code.EMPTY and court.higher:
        court = court.higher
    if court is not None:
        params = {"alarm": alarm.code, "draw": str(draw.uuid)}
        task_for_chairs(court, draw.proceeding, "draw_alarm", params, now)


def task_for_chairs(
    court: Court, proceeding: Proceeding, code: str, params: dict[str, str], now: datetime
) -> None:
    """An urgent task for each who chairs the court now."""
    chairs = RoleGrant.objects.filter(role=Role.COURT_CHAIR, court_code=court.code, since__lte=now)
    for grant in chairs.exclude(until__lte=now):
        Task.objects.create(
            court=court,
            proceeding=proceeding,
            assignee_id=grant.user_id,
            code=code,
            params=params,
            priority=Task.Priority.URGENT,
            created_at=now,
            due=timezone.localdate(now),
        )
