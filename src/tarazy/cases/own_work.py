"""What a person works on or is party to, by their own rows: small lists, however large the court is."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from tarazy.cases.models import Assignment, Deadline, StaffAssignment
from tarazy.cases.visibility import own_parties
from tarazy.people.permissions import Permission, may

if TYPE_CHECKING:
    from tarazy.people.models import User

MOST = 5000


def sits_in(user: User) -> QuerySet[Assignment]:
    """The proceedings in which the person sits as a judge now, for `proceeding__in`."""
    if not may(user, Permission.READ_COURT_CASES):  # left the court: nobody may have taken the seat yet
        return Assignment.objects.none().values("proceeding")  # type: ignore[return-value]
    rows = Assignment.objects.filter(judge__user=user, until__isnull=True, proceeding__ended_at__isnull=True)
    return rows.values("proceeding")  # type: ignore[return-value]


def works_in(user: User) -> QuerySet[StaffAssignment]:
    """The proceedings in which the person assists or keeps the protocol now, for `proceeding__in`."""
    if not may(user, Permission.READ_COURT_CASES):
        return StaffAssignment.objects.none().values("proceeding")  # type: ignore[return-value]
    rows = StaffAssignment.objects.filter(user=user, until__isnull=True, proceeding__ended_at__isnull=True)
    return rows.values("proceeding")  # type: ignore[return-value]


def own_cases(user: User, *, now: datetime) -> list[int]:
    """Ids of the cases in which the person is or acts for a party that may open the file."""
    rows = own_parties(user, now=now).filter(access_since__lte=now)
    return list(rows.order_by("-case").values_list("case", flat=True).distinct()[:MOST])


def own_limits(user: User, *, now: datetime) -> QuerySet[Deadline]:
    """Time limits of the person's own work and, as far as they see them, of their own cases."""
    seen = Q(proceeding__in=sits_in(user)) | Q(proceeding__in=works_in(user))
    if cases := own_cases(user, now=now):
        visible = Deadline.objects.visible_to(user).filter(proceeding__case__in=cases)
        seen |= Q(pk__in=list(visible.values_list("pk", flat=True)[:MOST]))
    return Deadline.objects.filter(seen)
