"""Filing and registering a case."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from tarazy.cases import docket, duplicates, signals
from tarazy.cases.actions.acting_for import linked_users, must_act_for_claim
from tarazy.cases.filing_data import FIRST_INSTANCE_KINDS, FilingData, PartyData
from tarazy.cases.models import Case, CaseLink, Claim, Party, PartyRole, Proceeding, Representation, Side
from tarazy.cases.moving import Step, begin, move
from tarazy.cases.numbers import next_number
from tarazy.cases.refusals import DocumentNotReady, KeyUsedForAnother
from tarazy.cases.signing import SIGNED
from tarazy.cases.standing import opened, standing
from tarazy.courts.models import Court, Instance
from tarazy.documents.models import Document
from tarazy.people.models import User
from tarazy.people.permissions import Permission, may, require
from tarazy.people.refusals import Invalid

if TYPE_CHECKING:
    from uuid import UUID


def file_case(data: FilingData, *, by: User | None, now: datetime) -> Case:
    """File a case: parties, claims, documents, first entry of the docket, the registry's task, the search for doubles.

    All or nothing, in one transaction. The same person's same `idempotency_key` gives the case filed first. Returns
    the saved case at the stage `filed`. Raises `Invalid`, `NotActingFor`, `NotPermitted`, `DocumentNotReady`,
    `KeyUsedForAnother`. Norm: GPK 148–149.
    """
    _check(data)
    on_paper = data.origin == Case.Origin.PAPER
    if on_paper:
        require(by, Permission.SCAN_PAPERS, data.court_code, now=now)
    elif by is not None:
        must_act_for_claim(data.parties, by, now=now)
    key = f"{by.pk if by else 0}:{data.idempotency_key}" if data.idempotency_key else None
    content = docket.digest(docket.plain(dataclasses.asdict(data)))
    if key and (filed := _filed_before(key, content)):
        return filed
    try:
        with transaction.atomic():
            return _file(data, by=by, now=now, key=key, content=content)
    except IntegrityError:
        if key and (filed := _filed_before(key, content)):
            return filed  # the same request came twice at once
        raise


def register_case(case_id: int, *, by: User | None, now: datetime) -> Case:
    """Give the case its number. Returns the saved case; one that has its number already comes back as it is.

    Raises `NotFound`, `NotYours`, `NotPossibleNow`, `RefilingBarred`.
    """
    with transaction.atomic():
        case = opened(case_id, by, now=now)
        proceeding = case.proceedings.select_related("court").order_by("id").first()
        assert proceeding is not None  # filing made it
        proceeding.case = case
        if case.number and may(by, Permission.REGISTER_CASES, case.court_id, now=now):
            return case
        duplicates.bar(case)
        stands = standing(by, proceeding, now=now)
        number_now = timezone.localdate(now)
        links = duplicates.look(case, now=now)
        proceeding.registered_at = case.registered_at = now
        step = Step("register", by, now, stands)
        from tarazy.cases.moving import allowed

        allowed(proceeding, "register", stands)
        case.number = proceeding.number = next_number(
            case.court_id, proceeding.kind, proceeding.instance, number_now
        )
        step.params["number"] = case.number
        case.save(update_fields=["number", "registered_at"])
        move(proceeding, step)
        duplicates.tell(case, proceeding, links, by=by, now=now)
        transaction.on_commit(lambda: signals.case_registered.send_robust(Case, case=case))
    return case


def _file(data: FilingData, *, by: User | None, now: datetime, key: str | None, content: str) -> Case:
    if by is not None and any(ref.kind in SIGNED for ref in data.documents):
        raise Invalid({"kind": ", ".join(sorted(SIGNED))})
    _own(tuple(ref.id for ref in data.documents), by)
    case = Case(
        court_id=data.court_code,
        kind=data.kind,
        category=data.category,
        language=data.language,
        origin=data.origin,
        filed_at=now,
        filed_by=by,
        price=data.price,
        currency=data.currency,
        claim_data=docket.plain(data.claim_data),
        extraterritorial=data.extraterritorial,
        filing_key=key,
    )
    parties = add_parties(case, data.parties, now=now)
    dispute = duplicates.dispute_of(case, parties)
    case.fingerprint = duplicates.fingerprint(dispute)
    case.save(force_insert=True)
    save_parties(case, parties, data.parties, now=now)
    Claim.objects.bulk_create(
        Claim(
            case=case,
            party=parties[claim.party],
            number=number,
            demand=claim.demand,
            text=claim.text,
            amount=claim.amount,
            currency=claim.currency,
            filed_at=now,
        )
        for number, claim in enumerate(data.claims, start=1)
    )
    proceeding = Proceeding.objects.create(
        case=case,
        court_id=data.court_code,
        instance=Instance.FIRST,
        kind=data.kind,
        stage_since=now,
        filed_at=now,
    )
    filer = next((party for party in parties if party.side == Side.CLAIM), None)
    begin(
        proceeding,
        Step(
            "file", by, now, (), {"origin": data.origin, "content": content}, data.documents, party=filer
        ),
    )  # fmt: skip
    _relate(case, data.related_number, now)
    duplicates.tell(case, proceeding, duplicates.look(case, now=now), by=by, now=now)
    transaction.on_commit(lambda: signals.case_filed.send_robust(Case, case=case))
    return case


def add_parties(case: Case, parties: tuple[PartyData, ...], *, now: datetime) -> list[Party]:
    """Unsaved parties of a case; accounts and organisations are found by their numbers.

    The claim's side may read at once; the others once the court opens the file to them.
    """
    users, organisations = linked_users(parties)
    return [
        Party(
            case=case,
            role=one.role,
            side=one.stands_on,
            kind=one.kind,
            user_id=one.user_id or users.get(one.iin),
            organisation_id=one.organisation_id or organisations.get(one.bin),
            name=one.name,
            iin=one.iin,
            bin=one.bin,
            birth_date=one.birth_date,
            address=one.address,
            phone=one.phone,
            email=one.email,
            language=one.language,
            joined_at=now,
            access_since=now if one.stands_on == Side.CLAIM else None,
        )
        for one in parties
    ]


def save_parties(case: Case, parties: list[Party], named: tuple[PartyData, ...], *, now: datetime) -> None:
    """Save the parties of a saved case and who acts for them."""
    for party in parties:
        party.case = case
    Party.objects.bulk_create(parties)
    Representation.objects.bulk_create(
        Representation(
            party=party,
            representative_id=one.representative_id,
            ground=one.ground,
            power_id=one.power_id,
            since=now,
        )
        for party, one in zip(parties, named, strict=True)
        if one.representative_id
    )


def _check(data: FilingData) -> None:
    wrong = {}
    if data.kind not in FIRST_INSTANCE_KINDS:
        wrong["kind"] = data.kind
    if not Court.objects.filter(pk=data.court_code).exists():
        wrong["court_code"] = data.court_code
    if not any(party.stands_on == Side.CLAIM for party in data.parties):
        wrong["parties"] = ""
    for party in data.parties:
        if party.role not in PartyRole.values or not party.name.strip():
            wrong["parties"] = party.role
    if any(not 0 <= claim.party < len(data.parties) for claim in data.claims):
        wrong["claims"] = ""
    if data.price is not None and data.price < 0:
        wrong["price"] = str(data.price)
    if data.extraterritorial not in ("", "agreement", "claimant_choice"):
        wrong["extraterritorial"] = data.extraterritorial
    if wrong:
        raise Invalid(wrong)


def _own(ids: tuple[UUID, ...], by: User | None) -> None:
    """Nobody files a document that they couldn't read. Raises `DocumentNotReady`."""
    if by is None or not ids:
        return
    seen = set(Document.objects.filter(Q(owner=by), pk__in=ids).values_list("pk", flat=True))
    if left := set(ids) - seen:
        seen |= set(Document.objects.visible_to(by).filter(pk__in=left).values_list("pk", flat=True))
    if left := set(ids) - seen:
        raise DocumentNotReady(names=", ".join(sorted(str(one) for one in left)))


def _filed_before(key: str, content: str) -> Case | None:
    case = Case.objects.filter(filing_key=key).first()
    if case is None:
        return None
    first = case.docket.filter(number=1).first()
    if first is None or first.params.get("content") != content:
        raise KeyUsedForAnother
    return case


def _relate(case: Case, number: str, now: datetime) -> None:
    other = Case.objects.filter(number=number).first() if number else None
    if other is not None:
        CaseLink.objects.get_or_create(
            case=case, other=other, kind=CaseLink.Kind.RELATED,
            defaults={"found_at": now, "evidence": [{"code": "named_in_filing"}]},
        )  # fmt: skip
