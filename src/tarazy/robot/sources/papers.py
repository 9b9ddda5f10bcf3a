"""A proceeding as a material: what its papers say, as signed and confirmed by people, and what the registry knows.

The data of papers are true as of the filing; those of the registry as of now. A scan with words that nobody confirmed
makes the papers doubtful, a scan not read yet makes them missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date as Date
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from tarazy.cabinet.models import Payment
from tarazy.cases.models import (
    Assignment,
    Case,
    CaseDocument,
    CaseLink,
    DocketEntry,
    Party,
    PartyRole,
    Proceeding,
    Side,
)
from tarazy.cases.rulings import LANGUAGES
from tarazy.documents.models import Document, OcrJob
from tarazy.documents.texts import unconfirmed
from tarazy.law.identifiers import birth_date
from tarazy.robot.facts import Datum
from tarazy.robot.sources.orders import order_form
from tarazy.robot.sources.seam import Material

PAPERS, REGISTRY = "papers", "registry"
ADULT = 18
_CLAIMING = (PartyRole.BAILIFF, PartyRole.CREDITOR, PartyRole.CLAIMANT, PartyRole.APPLICANT)
_ANSWERING = (PartyRole.DEBTOR, PartyRole.DEFENDANT, PartyRole.ACCUSED, PartyRole.INTERESTED)
# Papers of the other side that say that there is a dispute.
AGAINST = frozenset(
    {"response", "objection", "order_objection", "counterclaim", "motion_recusal", "private_complaint"}
)


def with_papers(rows: QuerySet[Proceeding]) -> QuerySet[Proceeding]:
    """Proceedings with everything that `material_of` reads, in few queries however many they are."""
    documents = CaseDocument.objects.select_related("document__ocr").order_by("id")
    return rows.select_related("case", "court").prefetch_related(
        Prefetch("case__parties", Party.objects.filter(left_at__isnull=True)),
        Prefetch("case__documents", documents),
        Prefetch("case__docket", DocketEntry.objects.only("case", "code", "party", "at", "number")),
        Prefetch("case__links", CaseLink.objects.only("case", "kind", "confirmed", "evidence")),
        Prefetch("case__payments", Payment.objects.filter(state=Payment.State.PAID)),
    )


def material_of(proceeding: Proceeding, table: str, now: datetime) -> Material:
    """The material; nothing is asked of anybody here."""
    case = proceeding.case
    claiming = _party(case, _CLAIMING, Side.CLAIM)
    answering = _party(case, _ANSWERING, Side.DEFENCE)
    form = _form(case)
    person = str(form.get("person_iin") or (answering.iin if answering else ""))
    asked = {
        "enforcement_number": str(form.get("enforcement_number") or ""),
        "person_iin": person,
        "entity_bin": str(form.get("entity_bin") or (answering.bin if answering else "")),
        "signer_iin": _signer(case, claiming),
    }
    told = (
        *_papers(case, form, asked, claiming, answering),
        *_registry(proceeding, answering, claiming, now),
    )
    return Material(str(proceeding.uuid), table, proceeding.filed_at, asked, tuple(told))


def header_values(proceeding: Proceeding, now: datetime, judge: Assignment | None = None) -> dict[str, Any]:
    """The head of an act, see `drafting.head`: number, court, judge, day. The presiding judge is looked up unless
    given."""
    seat = judge or presiding(proceeding)
    return {
        "number": proceeding.number or proceeding.case.number or "",
        "date": timezone.localdate(now),
        "court_kk": proceeding.court.name_kk,
        "court_ru": proceeding.court.name_ru,
        "judge": seat.judge.full_name if seat is not None else "",
    }


def act_language(case: Case) -> str:
    """The language in which acts of the case are written: kk or ru."""
    return case.language if case.language in LANGUAGES else LANGUAGES[0]


def presiding(proceeding: Proceeding) -> Assignment | None:
    """The presiding judge's seat, if somebody sits there."""
    seats = proceeding.assignments.select_related("judge")
    return seats.filter(until__isnull=True, seat=Assignment.Seat.PRESIDING).first()


def _form(case: Case) -> dict[str, Any]:
    """What the person who filed typed and signed: the material's own form, or the constructor's claim."""
    data = case.claim_data or {}
    form = dict(data.get("material") or {}) or order_form(data)
    if form:
        return form
    demands = data.get("demands") or []
    form = {
        "definition": data.get("definition", ""),
        "category": data.get("category", case.category),
        "demands": [one.get("code", "") for one in demands],
        "sum": str(case.price) if case.price is not None else None,
        "facts": " ".join(data.get("facts") or ()),
        "pretrial": (data.get("pretrial") or {}).get("status", ""),
    }
    for one in demands:
        if one.get("period_from"):
            form |= {"period_from": one["period_from"], "period_until": one.get("period_until")}
    fee = data.get("fee") or {}
    return form | {"fee": fee.get("total"), "fee_exemption": fee.get("exemption", "")}


def _papers(
    case: Case,
    form: Mapping[str, Any],
    asked: Mapping[str, Any],
    claiming: Party | None,
    answering: Party | None,
) -> Iterator[Datum]:
    doubt = _doubt_of_scans(case)

    def datum(name: str, value: Any, missing: bool = False) -> Datum:
        said = doubt or ("missing" if missing and value in (None, "") else "")
        return Datum(f"{PAPERS}.{name}", value, PAPERS, case.filed_at, said)

    yield Datum(f"{PAPERS}.readable", not doubt, PAPERS, case.filed_at, doubt)
    for key, value in form.items():
        yield datum(f"form.{key}", value, missing=True)
    data = case.claim_data or {}
    attached = {one.get("code", "") for one in data.get("attachments") or () if one.get("document_ids")} | {
        one.kind for one in case.documents.all()
    }
    for code in sorted(attached):
        yield datum(f"attached.{code}", True)
    yield datum("attached", sorted(attached))
    yield datum("documents", len(case.documents.all()))
    yield datum("signed", case.origin == Case.Origin.ELECTRONIC and "claim" in attached)
    yield datum("person_iin", asked["person_iin"], missing=True)
    yield datum("debtor_is_entity", bool(answering and answering.kind != Party.Kind.PERSON))
    yield datum("debtor_number", (answering.iin or answering.bin) if answering else "", missing=True)
    yield datum("debtor_name", answering.name if answering else "", missing=True)
    yield datum("debtor_address", answering.address if answering else "", missing=True)
    yield datum("claimant_name", claiming.name if claiming else "", missing=True)
    yield datum("claimant_number", (claiming.iin or claiming.bin) if claiming else "", missing=True)
    yield datum("claimant_kind", claiming.kind if claiming else "", missing=True)


def _registry(
    proceeding: Proceeding, answering: Party | None, claiming: Party | None, now: datetime
) -> Iterator[Datum]:
    case = proceeding.case

    def datum(name: str, value: Any) -> Datum:
        return Datum(f"{REGISTRY}.{name}", value, REGISTRY, now)

    entries = list(case.docket.all())
    links = [one for one in case.links.all() if one.confirmed is not False]
    paid = sum((one.amount for one in case.payments.all()), Decimal(0))
    yield datum("code", proceeding.court_id)
    yield datum("region", proceeding.court.region)
    yield datum("kind", proceeding.court.kind)
    yield datum("stage", proceeding.stage)
    yield datum("received_on", timezone.localdate(proceeding.filed_at).isoformat())
    yield datum("today", timezone.localdate(now).isoformat())
    yield datum("language", case.language)
    yield datum("category", case.category)
    yield datum("claim_value", str(case.price) if case.price is not None else None)
    yield datum("dispute", any(one.code in AGAINST for one in entries))
    yield datum("duplicate", any(one.kind == CaseLink.Kind.DUPLICATE_OF for one in links))
    yield datum("filed_before", any(one.kind == CaseLink.Kind.REFILED_AFTER for one in links))
    yield datum("fee_paid", str(paid))
    days = [timezone.localdate(one.paid_at).isoformat() for one in case.payments.all() if one.paid_at]
    yield datum("fee_paid_on", max(days, default=None))
    yield datum("court_by_address", (case.claim_data or {}).get("court_code") or None)
    refused = any(
        one.kind == CaseLink.Kind.REFILED_AFTER
        and any(said.get("code") == "acceptance_refused" for said in one.evidence)
        for one in links
    )
    yield datum("decided_before", refused)
    yield datum("minor", _minor(case.parties.all(), now))
    yield datum("parties", len(case.parties.all()))
    yield datum("represented", False)
    yield datum("debtor_kind", answering.kind if answering else "")
    yield datum("claimant_state_body", bool(claiming and claiming.kind == Party.Kind.STATE_BODY))


def _minor(parties: Iterable[Party], now: datetime) -> bool:
    """Whether a party is under age, by the birth date or by the IIN."""
    today = timezone.localdate(now)
    for one in parties:
        born = one.birth_date or (birth_date(one.iin) if one.iin else None)
        if born is not None and _age(born, today) < ADULT:
            return True
    return False


def _age(born: Date, today: Date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _doubt_of_scans(case: Case) -> str:
    for one in case.documents.all():
        document: Document = one.document
        job: OcrJob | None = getattr(document, "ocr", None)
        if job is None:
            if document.origin == Document.Origin.SCANNED:
                return "missing"
            continue
        if job.state != OcrJob.State.DONE:
            return "missing"
        pages = job.read_pages.prefetch_related("confirmations")
        if any(unconfirmed(page) for page in pages):
            return "low_confidence"
    return ""


def _party(case: Case, roles: tuple[str, ...], side: str) -> Party | None:
    parties = list(case.parties.all())
    named = [one for role in roles for one in parties if one.role == role]
    return next(iter(named), None) or next((one for one in parties if one.side == side), None)


def _signer(case: Case, claiming: Party | None) -> str:
    if claiming is not None and claiming.iin:
        return claiming.iin
    return case.filed_by.iin or "" if case.filed_by_id and case.filed_by else ""
