"""The cabinet for programs: filing with an idempotency key, one's filings, payments, what was served, the court's figure."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Header, Query, Router, Schema, Status
from pydantic import ConfigDict

from tarazy.cabinet.actions.file_by_api import file_by_api
from tarazy.cabinet.models import Filing, Payment
from tarazy.cabinet.queries import electronic_share, my_cases, services_for
from tarazy.cabinet.receipts import filing_number
from tarazy.cases.filing_data import ClaimData, DocumentRef, FilingData, PartyData
from tarazy.cases.models import Case
from tarazy.people.api_auth import signed_in
from tarazy.people.limits import spend
from tarazy.people.models import Language
from tarazy.people.paging import Page, page_of

router = Router(tags=["cabinet"])
for _part in ("constructor", "notices", "webhooks"):
    if find_spec(f"tarazy.cabinet.{_part}") and find_spec(f"tarazy.cabinet.{_part}.api"):
        router.add_router("", import_module(f"tarazy.cabinet.{_part}.api").router)
_CODE = r"^\d{4}$"


class Strict(Schema):
    """No unknown fields."""

    model_config = ConfigDict(extra="forbid")


class PartyIn(Strict):
    """A party. `kind`: person, company, state_body."""

    role: str = Field(max_length=30)
    name: str = Field(min_length=1, max_length=300)
    kind: str = Field(default="person", pattern="^(person|company|state_body)$")
    iin: str = Field(default="", pattern=r"^(\d{12})?$")
    bin: str = Field(default="", pattern=r"^(\d{12})?$")
    birth_date: Date | None = None
    address: str = Field(default="", max_length=300)
    phone: str = Field(default="", max_length=20)
    email: str = Field(default="", max_length=254)
    language: Language = Language.KAZAKH


class ClaimIn(Strict):
    """One demand; `party` is the place from 0 among the parties of who demands."""

    demand: str = Field(min_length=1, max_length=60)
    text: str = Field(default="", max_length=20_000)
    amount: Decimal | None = Field(default=None, ge=0, max_digits=18, decimal_places=2)
    party: int = Field(default=0, ge=0, le=99)


class DocumentIn(Strict):
    """An uploaded document (see `/documents/uploads`) and what it is."""

    id: UUID
    kind: str = Field(default="evidence", max_length=40)
    title: str = Field(default="", max_length=200)


class FilingIn(Strict):
    """A filing. The first document is the signed paper; `cms` a detached signature (base64) where it isn't a signed PDF."""

    court_code: str = Field(pattern=_CODE)
    kind: str = Field(max_length=20)
    parties: list[PartyIn] = Field(min_length=1, max_length=100)
    claims: list[ClaimIn] = Field(default_factory=list, max_length=200)
    documents: list[DocumentIn] = Field(min_length=1, max_length=200)
    category: str = Field(default="", max_length=60)
    language: Language = Language.KAZAKH
    price: Decimal | None = Field(default=None, ge=0, max_digits=18, decimal_places=2)
    related_number: str = Field(default="", max_length=40)
    cms: str = Field(default="", max_length=200_000)


class FiledAnswer(Schema):
    """What was filed; `filing` is the court's code and the place in its ledger."""

    case: UUID
    number: str | None
    court_code: str
    filed_at: datetime
    filing: str
    ledger_stream: str
    ledger_number: int
    documents: list[str]


class FilingLine(Schema):
    """One of one's own papers from the constructor."""

    id: UUID
    title: str
    filed_at: datetime | None
    filing: str
    case: UUID | None


class PaymentLine(Schema):
    """A payment of the state fee."""

    id: UUID
    amount: Decimal
    currency: str
    state: str
    priced_on: Date
    paid_at: datetime | None
    refund: str


class ServiceLine(Schema):
    """Something that was served on the caller in the cabinet."""

    id: UUID
    court_code: str
    what: str
    sent_at: datetime
    opened_at: datetime | None
    delivered_at: datetime | None
    counts_as_received_after: Date | None


class OwnCaseLine(Schema):
    """One of one's own cases with what is due next from one's side."""

    case: UUID
    number: str | None
    court_code: str
    stage: str
    due: Date | None
    limit: str


class ShareLine(Schema):
    """A month: cases filed electronically and on paper; the share in per cent."""

    month: str
    electronic: int
    paper: int
    share: Decimal | None


@router.post("/filings", response={201: FiledAnswer}, url_name="file", auth=signed_in)
def file(
    request: HttpRequest, asked: FilingIn, idempotency_key: str = Header(default="", alias="Idempotency-Key")
) -> Status:
    """File a case. The same `Idempotency-Key` with the same body gives the same answer, with another body a 422."""
    spend("filing", request)
    data = FilingData(
        court_code=asked.court_code,
        kind=asked.kind,
        parties=tuple(PartyData(**one.model_dump()) for one in asked.parties),
        claims=tuple(ClaimData(**one.model_dump()) for one in asked.claims),
        documents=tuple(DocumentRef(one.id, one.kind, one.title) for one in asked.documents),
        category=asked.category,
        language=asked.language,
        price=asked.price,
        related_number=asked.related_number,
    )
    case = file_by_api(
        data, asked.model_dump(mode="json"), idempotency_key, asked.cms, by=request.user, now=timezone.now()
    )  # fmt: skip
    return Status(201, _filed(case))


@router.get("/filings", response=list[FilingLine], url_name="filings", auth=signed_in)
def filings(request: HttpRequest, page: Query[Page]) -> list[dict[str, Any]]:
    """One's own papers from the constructor, the latest first."""
    rows = page_of(Filing.objects.visible_to(request.user).select_related("case", "entry"), page, request)
    return [
        {
            "id": one.uuid,
            "title": one.claim_data.title,
            "filed_at": one.filed_at,
            "filing": filing_number(one),
            "case": one.case.uuid if one.case else None,
        }
        for one in rows
    ]


@router.get("/payments", response=list[PaymentLine], url_name="payments", auth=signed_in)
def payments(request: HttpRequest, page: Query[Page]) -> list[dict[str, Any]]:
    """One's own payments, the latest first."""
    rows = page_of(Payment.objects.visible_to(request.user).filter(payer=request.user), page, request)
    return [
        {
            "id": one.uuid, "amount": one.amount, "currency": one.currency, "state": one.state,
            "priced_on": one.priced_on, "paid_at": one.paid_at, "refund": one.refund,
        }
        for one in rows
    ]  # fmt: skip


@router.get("/my-cases", response=list[OwnCaseLine], url_name="my_cases", auth=signed_in)
def own_cases(request: HttpRequest, page: Query[Page]) -> list[dict[str, Any]]:
    """One's own cases that go on, those with something due first."""
    return [
        {
            "case": one.case.uuid, "number": one.case.number, "court_code": one.proceeding.court_id,
            "stage": one.proceeding.stage, "due": one.due.due if one.due else None,
            "limit": one.due.limit if one.due else "",
        }
        for one in page_of(my_cases(request.user, now=timezone.now()), page, request)
    ]  # fmt: skip


@router.get("/services", response=list[ServiceLine], url_name="services", auth=signed_in)
def services(request: HttpRequest, page: Query[Page]) -> list[dict[str, Any]]:
    """What was served on the caller in the cabinet. Asking here opens nothing."""
    return [
        {
            "id": one.uuid, "court_code": one.proceeding.court_id, "what": one.what, "sent_at": one.sent_at,
            "opened_at": one.opened_at, "delivered_at": one.delivered_at, "counts_as_received_after": one.due_on,
        }
        for one in page_of(services_for(request.user, now=timezone.now()), page, request)
    ]  # fmt: skip


@router.get("/figures/electronic", response=list[ShareLine], url_name="electronic", auth=None)
def electronic(request: HttpRequest, court: str = "") -> list[dict[str, Any]]:
    """The share of electronic filings by month, of a court or of all; counts only, for everybody."""
    code = court if court.isascii() and court.isdigit() and len(court) == 4 else ""
    if court and not code:
        return []
    return [
        {
            "month": one.month.strftime("%Y-%m"),
            "electronic": one.electronic,
            "paper": one.paper,
            "share": one.share,
        }
        for one in electronic_share(code)
    ]


@router.get("/filings/cases/{case_id}", response=FiledAnswer, url_name="filed", auth=signed_in)
def filed(request: HttpRequest, case_id: UUID) -> dict[str, Any]:
    """The receipt of a case that the caller filed."""
    rows = Case.objects.visible_to(request.user).filter(filed_by=request.user)
    return _filed(get_object_or_404(rows, uuid=case_id))


def _filed(case: Case) -> dict[str, Any]:
    entry = case.docket.get(number=1)
    return {
        "case": case.uuid,
        "number": case.number,
        "court_code": case.court_id,
        "filed_at": case.filed_at,
        "filing": f"{entry.ledger_stream}-{entry.ledger_number:06d}",
        "ledger_stream": entry.ledger_stream,
        "ledger_number": entry.ledger_number,
        "documents": list(entry.documents.order_by("id").values_list("document__sha256", flat=True)),
    }
