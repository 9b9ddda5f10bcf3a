"""Reads of the registry that more than one place needs; each starts from what the user may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from tarazy.cases.models import Case, CaseLink, CaseRead, Deadline, DocketEntry, Proceeding, Task
from tarazy.cases.moving import possible
from tarazy.cases.papers import Paper, possible_papers
from tarazy.cases.standing import standing
from tarazy.cases.workflow import Transition
from tarazy.people.permissions import Permission, courts_where

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User


@dataclass(frozen=True)
class AuditLine:
    """Somebody did something (`did` is a docket code) or looked at something (`looked` says at what)."""

    at: datetime
    user_id: int | None
    did: str = ""
    looked: str = ""
    entry: int | None = None
    document: UUID | None = None


def audited_cases(user: User | AnonymousUser | None, *, now: datetime | None = None) -> QuerySet[Case]:
    """The cases whose audit view the user may see: holders of SEE_AUDIT, in their courts or in all."""
    courts = courts_where(user, Permission.SEE_AUDIT, now=now)
    cases = Case.objects.all()
    return (
        cases
        if courts is None
        else cases.filter(Q(court__in=courts) | Q(proceedings__court__in=courts)).distinct()
    )


def audit_of(
    case: Case, user: User | AnonymousUser | None, *, now: datetime | None = None, most: int = 1000
) -> list[AuditLine]:
    """Every action and look of the court's staff and of all others on a case, newest first; empty without right."""
    if not audited_cases(user, now=now).filter(pk=case.pk).exists():
        return []
    did: Iterator[AuditLine] = (
        AuditLine(at=at, user_id=by, did=code, entry=number)
        for at, by, code, number in DocketEntry.objects.filter(case=case)
        .order_by("-at", "-number")
        .values_list("at", "by_id", "code", "number")[:most]
    )
    looked: Iterator[AuditLine] = (
        AuditLine(at=at, user_id=who, looked=what, document=document)
        for at, who, what, document in CaseRead.objects.filter(case=case)
        .order_by("-at", "-id")
        .values_list("at", "user_id", "what", "document")[:most]
    )
    return list(islice(merge(did, looked, key=lambda line: line.at, reverse=True), most))


def possible_steps(proceeding: Proceeding, user: User | None, *, now: datetime) -> list[Transition]:
    """The steps that the user may make in this proceeding now, in the order of the table."""
    return possible(proceeding, standing(user, proceeding, now=now))


def papers_to_file(proceeding: Proceeding, user: User, *, now: datetime) -> list[Paper]:
    """The papers that the user may file in this proceeding now."""
    stands = standing(user, proceeding, now=now)
    if "registry" in stands:
        stands |= {"claim", "defence"}
    return possible_papers(proceeding.kind, proceeding.stage, proceeding.outcome, frozenset(stands))


def docket_of(
    case: Case, user: User | AnonymousUser | None, *, codes: tuple[str, ...] = ()
) -> QuerySet[DocketEntry]:
    """The entries that the user sees, newest first, of these codes if any are named."""
    rows = DocketEntry.objects.visible_to(user).filter(case=case).order_by("-number")
    return rows.filter(code__in=codes) if codes else rows


def inbox_of(user: User) -> QuerySet[Task]:
    """Open tasks of one's own and one's sections, the urgent first."""
    seen = Q(assignee=user) | Q(section__members=user, assignee__isnull=True)
    mine = Task.objects.visible_to(user).filter(seen, done_at__isnull=True).distinct()
    return mine.select_related("proceeding__case", "section", "court").order_by("priority", "due", "id")


def open_deadlines(user: User) -> QuerySet[Deadline]:
    """Running time limits that the user sees, the nearest first."""
    return Deadline.objects.visible_to(user).filter(state=Deadline.State.OPEN).order_by("due", "id")


def undecided_duplicates(case: Case) -> QuerySet[CaseLink]:
    """Links found by the system at which nobody has looked yet."""
    found = (CaseLink.Kind.DUPLICATE_OF, CaseLink.Kind.REFILED_AFTER)
    return CaseLink.objects.filter(case=case, confirmed__isnull=True, kind__in=found).select_related("other")
