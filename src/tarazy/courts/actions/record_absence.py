"""Days on which a judge is away. Absence moves the distribution, so each entry stands in the ledger with its time."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tarazy.courts.models import Absence, Judge
from tarazy.courts.refusals import AbsenceEnded, AbsenceOverlaps
from tarazy.courts.rules import entered_late, overlaps
from tarazy.ledger import append
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import Invalid, NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

MOST_DAYS = 366


def record_absence(judge_id: int, kind: str, since: Date, until: Date, *, by: User, now: datetime) -> Absence:
    """Enter an absence, both days included. Returns it, saved; the ledger says who, whom, when and whether late.

    Raises `NotFound`, `NotPermitted` without MANAGE_ABSENCE in the judge's court, `AbsenceOverlaps`, `Invalid`.
    """
    if kind not in Absence.Kind.values or until < since or (until - since).days > MOST_DAYS:
        raise Invalid({"until": "", "kind": kind})
    with transaction.atomic():
        judge = _judge(judge_id, by, now)
        others = judge.absences.values_list("since", "until")
        if overlaps(since, until, others):
            raise AbsenceOverlaps
        absence = Absence.objects.create(
            judge=judge, kind=kind, since=since, until=until, entered_by=by, entered_at=now
        )
        _tell("absence.recorded", absence, by, now)
    return absence


def end_absence(absence_id: int, last_day: Date, *, by: User, now: datetime) -> Absence | None:
    """Shorten an absence to `last_day`; one that would end before it began is taken back. Returns what is left.

    Raises `NotFound`, `NotPermitted`, `AbsenceEnded` where its last day has passed, `Invalid` for a longer one.
    """
    with transaction.atomic():
        absence = Absence.objects.select_related("judge").filter(pk=absence_id).first()
        if absence is None:
            raise NotFound
        absence.judge = _judge(absence.judge_id, by, now)
        today = timezone.localdate(now)
        if absence.until < today:
            raise AbsenceEnded
        if last_day >= absence.until or last_day < today - timedelta(days=1):
            raise Invalid({"until": last_day.isoformat()})
        absence.until = last_day
        _tell("absence.ended", absence, by, now)
        if last_day < absence.since:
            absence.delete()
            return None
        absence.save(update_fields=["until"])
    return absence


def _judge(judge_id: int, by: User, now: datetime) -> Judge:
    judge = Judge.objects.select_for_update().filter(pk=judge_id).first()
    if judge is None:
        raise NotFound
    require(by, Permission.MANAGE_ABSENCE, judge.court_id, now=now)
    return judge


def _tell(kind: str, absence: Absence, by: User, now: datetime) -> None:
    body = {
        "judge": str(absence.judge.uuid),
        "absence": absence.pk,
        "kind": absence.kind,
        "since": absence.since.isoformat(),
        "until": absence.until.isoformat(),
        "by": str(by.uuid),
        "late": entered_late(absence.since, timezone.localdate(now)),
    }
    append(absence.judge.court_id, kind, body, at=now)
