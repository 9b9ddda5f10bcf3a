"""Notices and deliveries for pages and the API."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from tarazy.cabinet.notices.addressees import seen_cases
from tarazy.cabinet.notices.models import Delivery, Notice, Subject
from tarazy.cabinet.notices.wording import line, what
from tarazy.cases.models import Case
from tarazy.cases.naming import language
from tarazy.cases.visibility import court_side_cases
from tarazy.people.models import User
from tarazy.people.permissions import Permission, courts_where, may


@dataclass(frozen=True)
class Line:
    """A notice in words for its person. Where the case isn't open to them (any more) the words name nothing."""

    notice: Notice
    words: str
    opens: bool


def lines_of(notices: Iterable[Notice], user: User) -> list[Line]:
    """The notices in the language of the page."""
    rows = list(notices)
    seen = seen_cases(user, (one.case_id for one in rows))
    spoken = language()
    return [Line(one, line(one, spoken, sealed=_unnamed(one, seen)), one.case_id in seen) for one in rows]


def _unnamed(notice: Notice, seen: set[int]) -> bool:
    """Who is served may know the number before the file is open to them; a sealed case only who may open it."""
    return notice.case_id not in seen and (notice.subject != Subject.SERVICE or notice.case.sealed)


def own_notices(user: User, *, unread: bool = False) -> QuerySet[Notice]:
    """The person's notices, the latest first."""
    rows = Notice.objects.visible_to(user).select_related("case").order_by("-at", "-id")
    return rows.filter(read_at__isnull=True) if unread else rows


def log_of(case: Case, user: User) -> QuerySet[Delivery] | None:
    """The deliveries of a case for its court's side, the latest first; None for everybody else."""
    if not Case.objects.filter(court_side_cases(user, case=case), pk=case.pk).exists():
        return None
    return (
        Delivery.objects.filter(notice__case=case)
        .select_related("notice__user")
        .order_by("-notice__at", "-id")
    )


def failed_in_courts(user: User, since: datetime) -> QuerySet[Delivery]:
    """Notices of the courts of a clerk that arrived nowhere since then; of cases that the clerk may open."""
    courts = courts_where(user, Permission.SERVE_DOCUMENTS)
    rows = Delivery.objects.filter(
        state=Delivery.State.FAILED, due_at__gte=since, notice__case__sealed=False
    ).exclude(notice__deliveries__state=Delivery.State.SENT)
    rows = rows if courts is None else rows.filter(notice__case__court__in=courts)
    return rows.select_related("notice__case").order_by("-due_at", "-id")


def figures(since: datetime) -> dict[str, dict[str, int]]:
    """How many deliveries stand in each state by channel, for the operator: counts only."""
    found: dict[str, dict[str, int]] = {}
    rows = Delivery.objects.filter(due_at__gte=since).order_by().values_list("channel", "state")
    for channel, state, count in rows.annotate(count=Count("pk")):
        found.setdefault(channel, {})[state] = count
    return found


def may_see_figures(user: User) -> bool:
    """Whoever runs the system."""
    return may(user, Permission.OPERATE)


def what_happened(delivery: Delivery) -> str:
    """The words of a delivery for the court's side, which knows the case."""
    said = what(delivery.notice.code, language())
    return said[:1].upper() + said[1:]
