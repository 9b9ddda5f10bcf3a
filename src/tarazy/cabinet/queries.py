"""Reads of the cabinet; each starts from what the user may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from tarazy.cabinet.models import ServiceOfDocument
from tarazy.cabinet.rules import share
from tarazy.cases.models import Assignment, Case, Deadline, DocketEntry, Party, Proceeding, Task
from tarazy.cases.own_work import own_cases
from tarazy.cases.visibility import own_parties

if TYPE_CHECKING:
    from tarazy.people.models import User

MOST_CASES = 500


@dataclass(frozen=True)
class OwnCase:
    """A case of mine: its proceeding that goes on, in which role, what is due next from my side."""

    case: Case
    proceeding: Proceeding
    party: Party | None
    due: Deadline | None


def my_cases(user: User, *, now: datetime, which: str = "open") -> list[OwnCase]:
    """One's own cases, those with something due first. `which`: "open", "due", "closed", "all"."""
    ids = set(own_cases(user, now=now)[:MOST_CASES])
    filed = Case.objects.filter(filed_by=user, registered_at__isnull=True).values_list("pk", flat=True)
    ids |= set(filed[:MOST_CASES])
    cases = Case.objects.visible_to(user, now=now).filter(pk__in=ids).select_related("court")
    if which in ("open", "due"):
        cases = cases.filter(closed_at__isnull=True)
    elif which == "closed":
        cases = cases.filter(closed_at__isnull=False)
    found = list(cases.prefetch_related("proceedings__court")[:MOST_CASES])
    parties: dict[int, Party] = {}
    for party in own_parties(user, now=now).filter(case__in=found).order_by("-id"):
        parties[party.case_id] = party
    dues: dict[int, Deadline] = {}
    rows = Deadline.objects.visible_to(user).filter(
        proceeding__case__in=found, state=Deadline.State.OPEN, paused_on__isnull=True
    )
    for row in rows.exclude(whose=Deadline.For.COURT).select_related("proceeding").order_by("-due"):
        dues[row.proceeding.case_id] = row
    lines = [
        OwnCase(case, list(case.proceedings.all())[-1], parties.get(case.pk), dues.get(case.pk))
        for case in found
    ]
    if which == "due":
        lines = [one for one in lines if one.due]
    return sorted(
        lines, key=lambda one: (one.due is None, one.due.due if one.due else Date.max, -one.case.pk)
    )


def services_for(user: User, *, now: datetime) -> QuerySet[ServiceOfDocument]:
    """What was served on the parties that the user is or acts for, in the cabinet, the latest first."""
    return (
        ServiceOfDocument.objects.filter(
            party__in=own_parties(user, now=now).values("pk"), way=ServiceOfDocument.Way.CABINET
        )
        .select_related("proceeding__court", "proceeding__case", "party", "document")
        .order_by("-sent_at")
    )


def open_motions(user: User, case: Case, *, now: datetime) -> list[DocketEntry]:
    """The motions in the case that wait for the user as its presiding judge."""
    sits = Assignment.objects.filter(
        proceeding__case=case, judge__user=user, until__isnull=True, seat=Assignment.Seat.PRESIDING
    )
    tasks = Task.objects.filter(
        proceeding__in=sits.values("proceeding"), code="review_motion", done_at__isnull=True
    )
    numbers = [task.params["entry"] for task in tasks if task.params.get("entry")]
    return list(DocketEntry.objects.visible_to(user).filter(case=case, number__in=numbers).order_by("number"))


@dataclass(frozen=True)
class MonthShare:
    """How cases came in one month; `share` in per cent."""

    month: Date
    electronic: int
    paper: int
    share: Decimal | None


def electronic_share(court_code: str = "") -> list[MonthShare]:
    """By month, the newest first: cases filed electronically and on paper. Counts only, of sealed cases too."""
    cases = Case.objects.filter(court=court_code) if court_code else Case.objects.all()
    rows = (
        cases.annotate(month=TruncMonth("filed_at"))
        .values("month")
        .annotate(
            electronic=Count("pk", filter=Q(origin=Case.Origin.ELECTRONIC)),
            paper=Count("pk", filter=Q(origin=Case.Origin.PAPER)),
        )
        .order_by("-month")
    )
    return [
        MonthShare(
            row["month"].date(), row["electronic"], row["paper"], share(row["electronic"], row["paper"])
        )
        for row in rows[:60]
    ]
