"""Finding cases: everybody among public cards, a person among the files open to them.

A prefix of each word is enough. Nothing is counted and nothing is sorted that isn't shown: a page costs the same
whether the registry has a hundred cases or a million.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from tarazy.cases.models import (
    Assignment,
    Case,
    CaseTerm,
    Proceeding,
    PublicCard,
    StaffAssignment,
)
from tarazy.cases.public import name_words, number_key
from tarazy.cases.visibility import cases_open_to, own_parties
from tarazy.people.permissions import Permission, courts_where

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User

    Viewer = User | AnonymousUser

PAGE_SIZE = 20
MOST_WORDS = 5
MOST_CANDIDATES = 300
SHORTEST_WORD = 2


@dataclass(frozen=True)
class CaseSearch:
    """What is looked for; everything empty means the latest. `after` is where the page before ended."""

    text: str = ""
    court: str = ""
    judge: UUID | None = None
    since: Date | None = None
    until: Date | None = None
    stage: str = ""
    kind: str = ""
    after: tuple[datetime, int] | None = None


@dataclass(frozen=True)
class FoundCards:
    """A page of public cards; `after` begins the next one, "" if there is none; `too_many` if a word was too short
    or too common for all to be looked through."""

    cards: list[PublicCard]
    after: str = ""
    too_many: bool = False


@dataclass(frozen=True)
class FoundCases:
    """As `FoundCards`, of files that are open to the person."""

    cases: list[Case]
    after: str = ""
    too_many: bool = False
    stands: dict[int, Proceeding] = field(default_factory=dict)  # the latest proceeding of each case


def find_cards(asked: CaseSearch) -> FoundCards:
    """Public cards, the latest first. Names of people can't be searched for: the law shows them shortened."""
    cards = PublicCard.objects.public().select_related("court", "judge")
    too_many = False
    if asked.text.strip():
        ids, too_many = _candidates([Arm(Q(), Q(audience=CaseTerm.Audience.EVERYBODY))], asked.text)
        cards = cards.filter(case__in=ids)
    if asked.court:
        cards = cards.filter(court=asked.court)
    if asked.judge:
        cards = cards.filter(judge__uuid=asked.judge)
    if asked.stage:
        cards = cards.filter(stage=asked.stage)
    if asked.kind:
        cards = cards.filter(kind=asked.kind)
    cards = cards.filter(_in_time(asked))
    found = list(cards.order_by("-filed_at", "-id")[: PAGE_SIZE + 1])
    return FoundCards(found[:PAGE_SIZE], _after(found), too_many)


def find_cases(user: Viewer, asked: CaseSearch, *, now: datetime | None = None) -> FoundCases:
    """Files that `user` may open, the latest first, by full names too."""
    now = now or timezone.now()
    if not user.is_authenticated:
        return FoundCases([])
    cases = Case.objects.select_related("court")
    too_many = False
    if asked.text.strip():
        ids, too_many = _candidates(_arms(user, now), asked.text)
        seen = Case.objects.filter(cases_open_to(user, now=now, case=ids), pk__in=ids).order_by()
        cases = cases.filter(pk__in=list(seen.values_list("pk", flat=True)))
    else:
        cases = cases.filter(cases_open_to(user, now=now))
    of_case = Proceeding.objects.filter(case=OuterRef("pk"))
    if asked.court:
        cases = cases.filter(Q(court=asked.court) | Exists(of_case.filter(court=asked.court)))
    if asked.judge:
        sits = Assignment.objects.filter(
            proceeding__case=OuterRef("pk"), judge__uuid=asked.judge, until__isnull=True
        )
        cases = cases.filter(Exists(sits))
    if asked.stage:
        cases = cases.filter(Exists(of_case.filter(stage=asked.stage)))
    if asked.kind:
        cases = cases.filter(kind=asked.kind)
    cases = cases.filter(_in_time(asked))
    found = list(cases.order_by("-filed_at", "-id")[: PAGE_SIZE + 1])
    page = found[:PAGE_SIZE]
    return FoundCases(page, _after(found), too_many, latest_proceedings(page))


def latest_proceedings(cases: list[Case]) -> dict[int, Proceeding]:
    """The latest proceeding of each of these cases, by the case's row number."""
    rows = Proceeding.objects.filter(case__in=[case.pk for case in cases]).order_by("filed_at", "id")
    return {row.case_id: row for row in rows.select_related("court")}


def read_after(text: str) -> tuple[datetime, int] | None:
    """The place that an address names, `None` if it names none."""
    at, _, row = text.partition("~")
    try:
        moment = parse_datetime(at)
    except ValueError:
        return None
    if moment is None or timezone.is_naive(moment) or not (row.isascii() and row.isdigit() and len(row) < 19):
        return None
    return moment, int(row)


@dataclass(frozen=True)
class Arm:
    """A set of words that may be looked through: `cases` narrows the cases, `words` each word of theirs."""

    cases: Q
    words: Q


def _arms(user: Viewer, now: datetime) -> list[Arm]:
    """Where the person's words are looked for: their courts' registries, the cases they work on, their own."""
    arms: list[Arm] = []
    read = courts_where(user, Permission.READ_COURT_CASES, now=now)
    for permission, sealed in ((Permission.READ_COURT_CASES, False), (Permission.READ_SEALED_CASES, True)):
        courts = courts_where(user, permission, now=now)
        if courts is None:
            arms.append(Arm(Q(case__sealed=sealed), Q()))
        elif courts:
            arms.append(Arm(Q(case__sealed=sealed), Q(court_code__in=courts)))
    # What a registry read by the person has already isn't looked for once more: thousands of cases of a judge.
    beyond = Q() if read is None else ~Q(proceeding__court__in=read) | Q(proceeding__case__sealed=True)
    working = (
        Assignment.objects.filter(beyond, judge__user_id=user.pk, until__isnull=True)
        .values("proceeding__case")
        .union(
            StaffAssignment.objects.filter(beyond, user_id=user.pk, until__isnull=True).values(
                "proceeding__case"
            )
        )
    )
    arms.append(Arm(Q(case__in=working), Q()))
    unregistered = (
        Case.objects.filter(filed_by_id=user.pk, registered_at__isnull=True).order_by().values("pk")
    )
    own = own_parties(user, now=now).order_by().values("case").union(unregistered)
    arms.append(Arm(Q(case__in=own), ~Q(audience=CaseTerm.Audience.COURT)))
    return arms


def _candidates(arms: list[Arm], text: str) -> tuple[list[int], bool]:
    """Ids of cases that have every word, at most so many an arm; whether there may be more."""
    key = number_key(text[:100])
    words = [key] if key else name_words(text[:200])[:MOST_WORDS]
    words = sorted((word for word in words if key or len(word) >= SHORTEST_WORD), key=len, reverse=True)
    if not words:
        return [], True
    found: set[int] = set()
    too_many = False
    for arm in arms:
        rows = CaseTerm.objects.filter(arm.words, arm.cases, term__begins=words[0])
        for word in words[1:]:
            beside = CaseTerm.objects.filter(
                arm.words, case=OuterRef("case"), court_code=OuterRef("court_code"), term__begins=word
            )
            rows = rows.filter(Exists(beside))
        ids = list(rows.values_list("case", flat=True)[: MOST_CANDIDATES + 1])
        too_many = too_many or len(ids) > MOST_CANDIDATES
        found.update(ids[:MOST_CANDIDATES])
    return sorted(found), too_many


def _in_time(asked: CaseSearch) -> Q:
    condition = Q()
    if asked.since:
        condition &= Q(filed_at__gte=_start(asked.since))
    if asked.until:
        condition &= Q(filed_at__lt=_start(asked.until + timedelta(days=1)))
    if asked.after:
        at, row = asked.after
        condition &= Q(filed_at__lte=at) & (Q(filed_at__lt=at) | Q(pk__lt=row))
    return condition


def _start(day: Date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _after(found: list[PublicCard] | list[Case]) -> str:
    if len(found) <= PAGE_SIZE:
        return ""
    last = found[PAGE_SIZE - 1]
    return f"{last.filed_at.isoformat()}~{last.pk}"
