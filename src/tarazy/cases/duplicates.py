"""Finding the same dispute filed twice: electronically and on paper, or again after withdrawal, return or refusal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from tarazy.cases import docket, tasks
from tarazy.cases.models import Case, CaseLink, Outcome, Party, Proceeding, Side, Stage
from tarazy.cases.refusals import RefilingBarred
from tarazy.cases.rules import Disputant, Dispute, normal_name, same_dispute
from tarazy.people.models import User

MOST = 20
ENDED_EARLY = frozenset({Stage.WITHDRAWN, Stage.RETURNED})


def fingerprint(dispute: Dispute) -> str:
    """64 hexadecimal digits of who disputes with whom about what; the same for another writing of the names."""
    sides = [sorted(normal_name(one.name) for one in side) for side in (dispute.claim, dispute.defence)]
    text = "\n".join([dispute.category, "|".join(sides[0]), "|".join(sides[1])])
    return hashlib.sha256(text.encode()).hexdigest()


def dispute_of(case: Case, parties: Iterable[Party]) -> Dispute:
    """The case as the rule of comparison sees it."""
    named = list(parties)
    claim, defence = (
        tuple(Disputant(one.name, one.iin or one.bin) for one in named if one.side == side)
        for side in (Side.CLAIM, Side.DEFENCE)
    )
    return Dispute(claim=claim, defence=defence, category=case.category, amount=case.price)


def candidates(case: Case, dispute: Dispute) -> list[Case]:
    """Earlier cases that could be the same dispute: the same names and category, or numbers on both sides."""
    numbers = [[one.number for one in side if one.number] for side in (dispute.claim, dispute.defence)]
    # Each way by an index of its own, joined afterwards: as one condition with OR it reads every case of the country.
    same = Case.objects.filter(fingerprint=case.fingerprint).order_by().values("pk")
    if all(numbers):
        claim, defence = (
            Party.objects.filter(Q(iin__in=known) | Q(bin__in=known), side=side)
            for known, side in zip(numbers, (Side.CLAIM, Side.DEFENCE), strict=True)
        )
        both = defence.filter(Exists(claim.filter(case=OuterRef("case"))))
        same = same.union(both.order_by().values("case"))
    found = Case.objects.filter(pk__in=same, filed_at__lte=case.filed_at).exclude(pk=case.pk)
    return list(found.order_by("-filed_at").prefetch_related("parties", "proceedings")[:MOST])


def look(case: Case, *, now: datetime) -> list[CaseLink]:
    """Link the case to those that seem the same dispute, unconfirmed, each with its evidence; the clerk decides.

    Norm: GPK 151–152 (a refusal bars filing again, a return doesn't).
    """
    dispute = dispute_of(case, case.parties.all())
    links = []
    for other in candidates(case, dispute):
        evidence = same_dispute(dispute, dispute_of(other, other.parties.all()))
        if not evidence:
            continue
        first = min(other.proceedings.all(), key=lambda one: one.pk, default=None)
        ended = first is not None and first.stage in ENDED_EARLY
        refused = first is not None and first.outcome == Outcome.REFUSED_ACCEPTANCE
        kind = CaseLink.Kind.REFILED_AFTER if ended or refused else CaseLink.Kind.DUPLICATE_OF
        said = [*evidence, {"code": "stage", "stage": first.stage if first else ""}]
        if other.origin != case.origin:
            said.append({"code": "other_origin", "origin": other.origin})
        if refused:
            said.append({"code": "acceptance_refused"})
        link, made = CaseLink.objects.get_or_create(
            case=case, other=other, kind=kind, defaults={"found_at": now, "evidence": said}
        )
        if made:
            links.append(link)
    return links


def tell(
    case: Case, proceeding: Proceeding, links: list[CaseLink], *, by: User | None, now: datetime
) -> None:
    """An entry for the court and a task for the registry about what `look` found."""
    for link in links:
        docket.record(
            case, "duplicate_found", by=None, at=now, proceeding=proceeding,
            params={"other": str(link.other), "kind": link.kind}, visibility="court",
        )  # fmt: skip
    if links:
        tasks.ask(
            proceeding, "review_duplicate", to="registry", by=by, at=now,
            params={"others": [str(link.other) for link in links]},
        )  # fmt: skip


def bar(case: Case) -> None:
    """Raises `RefilingBarred` once the clerk confirmed that acceptance of this very claim was refused before."""
    refused = CaseLink.objects.filter(
        case=case, confirmed=True, other__proceedings__outcome=Outcome.REFUSED_ACCEPTANCE
    )
    if refused.exists():
        raise RefilingBarred
