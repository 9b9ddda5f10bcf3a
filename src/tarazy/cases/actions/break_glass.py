"""Opening a case in an emergency: a written reason, a day at most, and others are told at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from tarazy.cases import docket
from tarazy.cases.models import BreakGlass, Case, Proceeding, Task
from tarazy.cases.refusals import ReasonTooShort
from tarazy.cases.rules import reason_enough
from tarazy.courts.queries import holders_of, registry_section
from tarazy.people.permissions import Permission, Role, require
from tarazy.people.refusals import Invalid, NotFound, NotPermitted

if TYPE_CHECKING:
    from tarazy.people.models import User

LEAST_REASON = 30
MOST_HOURS = 24
VERDICTS = ("justified", "not_justified")


def break_glass(
    case_id: int, *, by: User, reason: str, now: datetime, hours: int | None = None
) -> BreakGlass:
    """Open a case to `by` for some hours (setting BREAK_GLASS_HOURS, never above 24) for a written reason.

    The chair of the court and the auditors get an urgent task; the docket (for the court) and the ledger keep it.
    Returns the saved opening. Raises `NotPermitted` without BREAK_GLASS, `NotFound`, `ReasonTooShort`, `Invalid`.
    """
    require(by, Permission.BREAK_GLASS, now=now)
    check_reason(reason)
    most = min(getattr(settings, "BREAK_GLASS_HOURS", MOST_HOURS), MOST_HOURS)
    asked = most if hours is None else hours
    if not 1 <= asked <= most:
        raise Invalid({"hours": str(most)})
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).select_related("court").filter(pk=case_id).first()
        if case is None:
            raise NotFound
        opening = BreakGlass.objects.create(
            case=case, user=by, reason=reason, since=now, until=now + timedelta(hours=asked)
        )
        last = case.proceedings.select_related("court").order_by("-id").first()
        params = {"opening": opening.pk, "reason": reason, "until": opening.until, "who": by.short_name}
        docket.record(case, "break_glass", by=by, at=now, proceeding=last, params=params, visibility="court")
        _tell(case, last, opening, by, now)
    return opening


def check_reason(reason: str) -> None:
    """Raises `ReasonTooShort` for a reason that says too little."""
    least = getattr(settings, "BREAK_GLASS_LEAST_REASON", LEAST_REASON)
    if not reason_enough(reason, least):
        raise ReasonTooShort(least=least)


def review_break_glass(opening_id: int, *, by: User, verdict: str, now: datetime) -> BreakGlass:
    """The chair or an auditor says whether it was justified; an opening that wasn't ends now. Returns it, saved.

    Raises `NotFound`, `NotPermitted` (also for one's own), `Invalid`.
    """
    with transaction.atomic():
        opening = (
            BreakGlass.objects.select_for_update(of=("self",))
            .select_related("case__court")
            .filter(pk=opening_id)
            .first()
        )
        if opening is None:
            raise NotFound
        require(by, Permission.SEE_AUDIT, opening.case.court_id, now=now)
        if opening.user_id == by.pk:
            raise NotPermitted
        if verdict not in VERDICTS:
            raise Invalid({"verdict": verdict})
        if opening.reviewed_at is not None:
            return opening
        opening.reviewed_by, opening.reviewed_at, opening.verdict = by, now, verdict
        if verdict == "not_justified" and opening.until > now:
            opening.until = max(now, opening.since + timedelta(seconds=1))
        opening.save()
        last = opening.case.proceedings.select_related("court").order_by("-id").first()
        docket.record(
            opening.case, "break_glass_reviewed", by=by, at=now, proceeding=last, visibility="court",
            params={"opening": opening.pk, "verdict": verdict},
        )  # fmt: skip
        Task.objects.filter(
            code="review_break_glass", params__opening=opening.pk, done_at__isnull=True
        ).update(done_at=now, done_by=by)
    return opening


def _tell(case: Case, last: Proceeding | None, opening: BreakGlass, by: User, now: datetime) -> None:
    told = {
        *holders_of(Role.COURT_CHAIR, case.court_id, now=now),
        *holders_of(Role.AUDITOR, case.court_id, now=now),
    } - {by.pk}
    common = {
        "court": case.court, "proceeding": last, "code": "review_break_glass", "params": {"opening": opening.pk},
        "priority": Task.Priority.URGENT, "created_at": now, "created_by": by,
    }  # fmt: skip
    for person in sorted(told):
        Task.objects.create(assignee_id=person, **common)
    if not told:
        Task.objects.create(section=registry_section(case.court_id), **common)
