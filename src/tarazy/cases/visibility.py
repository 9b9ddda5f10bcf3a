"""Who may open what: the one place that decides it, as conditions for the database.

Deny by default: each function lists the ways in, and nobody else comes in. Every way is an arm of one UNION over
indexed columns, so that the door is quick with a million cases. With `case` each way is asked for that case (or
those ids) alone: the same answer for its rows, without all the others that a member of the court might open.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, TypeGuard

from django.db.models import Q, QuerySet
from django.utils import timezone

from tarazy.cases.models.case import Case, Proceeding
from tarazy.cases.models.docket import CaseDocument, DocketEntry, DocketVisibility
from tarazy.cases.models.parties import Party, Representation
from tarazy.cases.models.people_in_case import Assignment, BreakGlass, StaffAssignment
from tarazy.cases.models.work import Deadline
from tarazy.people.permissions import Permission, Role, courts_where

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User

NOTHING = Q(pk__in=())
Within = Case | Collection[int] | None  # one case, ids of cases, or all


def cases_open_to(
    user: User | AnonymousUser | None, *, now: datetime | None = None, case: Within = None
) -> Q:
    """The cases whose file the user may open."""
    if user is None or not user.is_authenticated or not user.is_active:
        return NOTHING
    at = now or timezone.now()
    return _any_of([*_court_side(user, at), *_party_side(user, at)], case)


def court_side_cases(
    user: User | AnonymousUser | None, *, now: datetime | None = None, case: Within = None
) -> Q:
    """The cases in which the user stands on the court's side: they see what is for the court only."""
    if user is None or not user.is_authenticated or not user.is_active:
        return NOTHING
    return _any_of(_court_side(user, now or timezone.now()), case)


def own_parties(user: User | AnonymousUser | None, *, now: datetime | None = None) -> QuerySet[Party]:
    """The parties that the user is or acts for, now, whether or not the file is open to them yet."""
    if user is None or not user.is_authenticated or not user.is_active:
        return Party.objects.none()
    at = now or timezone.now()
    # Arms of a UNION here too: one condition with OR over three columns reads every party of the country.
    ways = (
        Party.objects.filter(user=user).order_by().values("pk"),
        Party.objects.filter(organisation__in=_organisations(user, at)).order_by().values("pk"),
        _represented(user, at).order_by().values("party"),
    )
    return Party.objects.filter(pk__in=ways[0].union(*ways[1:]), left_at__isnull=True)


def parties_open_to(user: User | AnonymousUser | None, *, case: Within = None) -> Q:
    """Parties of open cases; a sealed one for the court's side and itself."""
    inside = Q(case__in=Case.objects.filter(cases_open_to(user, case=case)))
    return inside & (
        Q(sealed=False)
        | Q(case__in=Case.objects.filter(court_side_cases(user, case=case)))
        | Q(pk__in=own_parties(user).values("pk"))
    )


def docket_open_to(user: User | AnonymousUser | None, *, case: Within = None) -> Q:
    """Entries of open cases; those for the court only for its side; those of one side for it and the court."""
    court = Q(case__in=Case.objects.filter(court_side_cases(user, case=case)))
    inside = Q(case__in=Case.objects.filter(cases_open_to(user, case=case)))
    return inside & (
        Q(visibility=DocketVisibility.PARTIES)
        | court
        | Q(visibility=DocketVisibility.ONE_SIDE, party__in=own_parties(user).values("pk"))
    )


def case_documents_open_to(user: User | AnonymousUser | None, *, case: Within = None) -> Q:
    """Documents under entries that the user sees; a sealed one for the court's side and who filed it."""
    entries = Q(entry__in=DocketEntry.objects.filter(docket_open_to(user, case=case)))
    return entries & (
        Q(sealed=False)
        | Q(case__in=Case.objects.filter(court_side_cases(user, case=case)))
        | Q(filed_by__in=own_parties(user).values("pk"))
    )


def documents_open_to(user: User | AnonymousUser | None) -> Q:
    """For the documents room: which of its rows are open to the user through cases."""
    return Q(pk__in=CaseDocument.objects.filter(case_documents_open_to(user)).values("document"))


def deadlines_open_to(user: User | AnonymousUser | None, *, case: Within = None) -> Q:
    """Deadlines of open cases: for the parties theirs, everybody's and the court's own, for the court's side all.

    What the court owes the parties is no secret: the law sets it, and one who waits wants to know until when.
    """
    court = Q(proceeding__case__in=Case.objects.filter(court_side_cases(user, case=case)))
    inside = Q(proceeding__case__in=Case.objects.filter(cases_open_to(user, case=case)))
    sides = own_parties(user).values("case", "side")
    if case is not None:
        sides = sides.filter(case__in=[case] if isinstance(case, Case) else case)
    own = Q(whose__in=(Deadline.For.EVERYBODY, Deadline.For.COURT))
    for side in (Deadline.For.CLAIM, Deadline.For.DEFENCE):
        own |= Q(whose=side, proceeding__case__in=sides.filter(side=side).values("case"))
    return inside & (court | own)


def tasks_open_to(user: User | AnonymousUser | None) -> Q:
    """Tasks of one's own inbox and one's sections; the chair sees those of the court. None for who left the courts."""
    if not works_in_courts(user):
        return NOTHING
    seen = Q(assignee=user) | Q(section__members=user)
    chaired = courts_where(user, Permission.APPROVE_PAPERS)
    if chaired:
        seen |= Q(court__in=chaired)
    return Q(pk__in=_task_ids(seen))


def papers_open_to(user: User | AnonymousUser | None) -> Q:
    """Internal papers one wrote, was given, or that came to one's section; the chair sees those of the court.

    They are the court's, not their author's: whoever left the courts sees none.
    """
    from tarazy.cases.models.work import InternalPaper

    if not works_in_courts(user):
        return NOTHING
    seen = Q(author=user) | Q(steps__to=user) | Q(steps__section__members=user)
    chaired = courts_where(user, Permission.APPROVE_PAPERS)
    if chaired:
        seen |= Q(court__in=chaired)
    return Q(pk__in=InternalPaper.objects.filter(seen).values("pk"))


def works_in_courts(user: User | AnonymousUser | None, *, now: datetime | None = None) -> TypeGuard[User]:
    """Whether the user holds a role of a court's staff now."""
    return courts_where(user, Permission.READ_COURT_CASES, now=now) != frozenset()


def _task_ids(seen: Q) -> QuerySet[object]:
    from tarazy.cases.models.work import Task

    return Task.objects.filter(seen).values("pk")  # type: ignore[return-value]


def _any_of(arms: list[QuerySet[object]], case: Within) -> Q:
    """Cases of any of the ways in. An arm of a UNION has no order: SQLite refuses one."""
    plain = [arm.order_by() for arm in arms]
    if case is not None:
        ids = [case.pk] if isinstance(case, Case) else list(case)
        plain = [arm.filter(**{f"{arm.query.values_select[0]}__in": ids}) for arm in plain]
    return Q(pk__in=plain[0].union(*plain[1:]))


def _court_side(user: User, at: datetime) -> list[QuerySet[object]]:
    """Ways in for those who work on the case: its judges and team, the court's staff, an emergency.

    Whoever has left the courts works on nothing, even where nobody has taken their seat yet.
    """
    if not works_in_courts(user, now=at):
        return [Assignment.objects.none().values("proceeding__case")]
    arms: list[QuerySet[object]] = [
        Assignment.objects.filter(judge__user=user, until__isnull=True).values("proceeding__case"),
        StaffAssignment.objects.filter(user=user, until__isnull=True).values("proceeding__case"),
        BreakGlass.objects.filter(user=user, since__lte=at, until__gt=at).values("case"),
    ]
    for permission, more in (
        (Permission.READ_COURT_CASES, {"case__sealed": False}),
        (Permission.READ_SEALED_CASES, {"case__sealed": True}),
    ):
        courts = courts_where(user, permission, now=at)
        if courts:
            arms.append(Proceeding.objects.filter(court__in=courts, **more).values("case"))
    return arms


def _party_side(user: User, at: datetime) -> list[QuerySet[object]]:
    """Ways in for parties and who acts for them."""
    open_now = {"left_at__isnull": True, "access_since__lte": at}
    return [
        Party.objects.filter(user=user, **open_now).values("case"),
        Party.objects.filter(organisation__in=_organisations(user, at), **open_now).values("case"),
        _represented(user, at)
        .filter(reads_file=True, party__left_at__isnull=True, party__access_since__lte=at)
        .values("party__case"),
        Case.objects.filter(filed_by=user, registered_at__isnull=True).values("pk"),
    ]


def _represented(user: User, at: datetime) -> QuerySet[Representation]:
    """Representations in force: a power must have been taken up, and not have ended or been revoked; an advocate's
    notice holds while the advocate is one."""
    day = timezone.localdate(at)
    by_power = Q(power__since__lte=day, power__until__gte=day, power__accepted_at__lte=at) & (
        Q(power__revoked_at__isnull=True) | Q(power__revoked_at__gt=at)
    )
    held = ~Q(ground=Representation.Ground.POWER) | by_power
    if Role.ADVOCATE not in {role for role, _court in user.roles_at(at)}:
        held &= ~Q(ground=Representation.Ground.ADVOCATE)
    return Representation.objects.filter(
        held,
        Q(until__isnull=True) | Q(until__gt=at),
        representative=user,
        since__lte=at,
    )


def _organisations(user: User, at: datetime) -> QuerySet[object]:
    """Organisations whose head the user is on that day."""
    day = timezone.localdate(at)
    return user.memberships.filter(  # type: ignore[return-value]
        Q(until__isnull=True) | Q(until__gte=day), is_head=True, since__lte=day
    ).values("organisation")
