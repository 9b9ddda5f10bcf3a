"""Whom a notice is for: the people of the parties, each only if they may see what it is about.

Staff get no notices: what they have to do is a task in their inbox.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from tarazy.cabinet.models import ServiceOfDocument
from tarazy.cabinet.notices.models import Notice, Subject
from tarazy.cases.models import Case, Deadline, DocketEntry, Party, Representation
from tarazy.cases.visibility import deadlines_open_to, docket_open_to, own_parties
from tarazy.people.models import Membership, User


def people_of(parties: QuerySet[Party], now: datetime) -> list[User]:
    """The accounts of these parties: themselves, heads of organisations, who represents them now."""
    day = timezone.localdate(now)
    present = parties.filter(left_at__isnull=True)
    heads = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day), is_head=True, since__lte=day,
        organisation__in=present.values("organisation"),
    )  # fmt: skip
    acting = Representation.objects.filter(
        Q(until__isnull=True) | Q(until__gt=now), since__lte=now, party__in=present.values("pk")
    )
    return list(
        User.objects.filter(
            Q(pk__in=present.filter(user__isnull=False).values("user"))
            | Q(pk__in=heads.values("user"))
            | Q(pk__in=acting.values("representative")),
            is_active=True,
        ).order_by("pk")
    )


def of_entry(entry: DocketEntry, now: datetime) -> list[User]:
    """Who is told of a docket entry: everybody of the parties that sees it, but not who did it."""
    people = people_of(Party.objects.filter(case=entry.case_id), now)
    return [one for one in people if one.pk != entry.by_id and sees_entry(one, entry)]


def of_service(service: ServiceOfDocument, now: datetime) -> list[User]:
    """The people of the party that is served."""
    people = people_of(Party.objects.filter(pk=service.party_id), now)
    return [one for one in people if own_parties(one, now=now).filter(pk=service.party_id).exists()]


def of_deadline(deadline: Deadline, now: datetime) -> list[User]:
    """The people of the side (or the party) whose time limit it is."""
    parties = Party.objects.filter(case=deadline.proceeding.case_id)
    if deadline.party_id:
        parties = parties.filter(pk=deadline.party_id)
    elif deadline.whose != Deadline.For.EVERYBODY:
        parties = parties.filter(side=deadline.whose)
    return [one for one in people_of(parties, now) if sees_deadline(one, deadline)]


def sees_entry(user: User, entry: DocketEntry) -> bool:
    """Whether the entry is open to the user now."""
    return DocketEntry.objects.filter(docket_open_to(user, case=entry.case), pk=entry.pk).exists()


def sees_deadline(user: User, deadline: Deadline) -> bool:
    """Whether the time limit is open to the user now."""
    case = deadline.proceeding.case
    return Deadline.objects.filter(deadlines_open_to(user, case=case), pk=deadline.pk).exists()


def still_sees(notice: Notice, now: datetime) -> bool:
    """Whether what the notice is about is still open to its person; asked again before anything leaves the house."""
    user = notice.user
    if not user.is_active:
        return False
    if notice.subject == Subject.DOCKET:
        entry = DocketEntry.objects.select_related("case").filter(pk=notice.subject_id).first()
        return entry is not None and sees_entry(user, entry)
    if notice.subject == Subject.SERVICE:
        service = ServiceOfDocument.objects.filter(pk=notice.subject_id).first()
        return service is not None and own_parties(user, now=now).filter(pk=service.party_id).exists()
    deadline = Deadline.objects.select_related("proceeding__case").filter(pk=notice.subject_id).first()
    return deadline is not None and deadline.state == Deadline.State.OPEN and sees_deadline(user, deadline)


def seen_cases(user: User, cases: Iterable[int]) -> set[int]:
    """Those of these cases whose file the user may open now."""
    from tarazy.cases.visibility import cases_open_to

    ids = set(cases)
    if not ids:
        return set()
    return set(Case.objects.filter(cases_open_to(user, case=ids), pk__in=ids).values_list("pk", flat=True))
