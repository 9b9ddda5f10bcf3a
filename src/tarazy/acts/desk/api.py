"""The desk for programs: which acts one is writing, one's own words while the desk is open, acts that are signed.

An access token never opens a desk: it learns that a draft is there and until when, and not a word of it.
"""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from ninja import Query, Router, Schema
from pydantic import Field

from tarazy.acts.delivery.docx import act_docx
from tarazy.acts.desk.drafting import draft_for, latest_number, text_of
from tarazy.acts.desk.keys import unlocked
from tarazy.acts.desk.models import Draft, SignedAct
from tarazy.acts.desk.queries import drafts_of, nearest_due, signed_acts_of
from tarazy.cases.reading import note_read
from tarazy.documents.serving import content_response
from tarazy.people.api_auth import signed_in
from tarazy.people.paging import Page, page_of
from tarazy.people.refusals import NotFound

if TYPE_CHECKING:
    from tarazy.documents.models import Document
    from tarazy.people.models import User

router = Router(tags=["desk"], auth=signed_in)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BYTES = {"responses": {200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}}}
Code = Annotated[str, Field(max_length=40, pattern=r"^[a-z_]*$")]


class DraftLine(Schema):
    """An act that is being written. `due` is the nearest day of the court's own time limits in the proceeding."""

    id: UUID
    case: UUID
    number: str
    code: str
    kind: str
    language: str
    state: str
    origin: str
    created_at: datetime
    changed_at: datetime
    due: Date | None


class DraftAnswer(DraftLine):
    """A draft with its words: `text` is an act of four parts in the editor's blocks; `version` its last one."""

    version: int
    text: dict[str, Any]


class SignedLine(Schema):
    """A signed act. `corrects` is the act that it changes or explains, `correction` how."""

    id: UUID
    case: UUID
    number: str
    code: str
    kind: str
    language: str
    title: str
    citation: str
    neutral: str
    sha256: str
    document: UUID
    xml: UUID | None
    announced_at: datetime | None
    signed_at: datetime
    corrects: UUID | None
    correction: str


class SignedAnswer(SignedLine):
    """A signed act with its words, as `text` of a draft, and what stood around them."""

    text: dict[str, Any]
    header: dict[str, Any]


class SignedFilters(Schema):
    """Which acts: of one case, of one kind of the registry's table."""

    case: UUID | None = None
    code: Code = ""


@router.get("/desk/drafts", response=list[DraftLine], url_name="desk_drafts")
def drafts(request: HttpRequest, page: Query[Page]) -> list[dict[str, Any]]:
    """The acts that one is writing, the latest changed first. Their words are not in lists."""
    rows = page_of(drafts_of(_user(request)), page, request)
    due = nearest_due([row.proceeding_id for row in rows])
    return [_draft(row, due.get(row.proceeding_id)) for row in rows]


@router.get("/desk/drafts/{draft_id}", response=DraftAnswer, url_name="desk_draft")
def draft(request: HttpRequest, draft_id: UUID) -> dict[str, Any]:
    """One draft with its words, in a session whose desk is open (423 `desk_locked` otherwise)."""
    found = draft_for(draft_id, _user(request))
    text = text_of(found, unlocked(request))
    due = nearest_due([found.proceeding_id]).get(found.proceeding_id)
    return _draft(found, due) | {"version": latest_number(found), "text": text.model_dump(mode="json")}


@router.get("/signed-acts", response=list[SignedLine], url_name="signed_acts")
def signed_acts(
    request: HttpRequest, filters: Query[SignedFilters], page: Query[Page]
) -> list[dict[str, Any]]:
    """Signed acts whose paper is open to the caller in its file, the latest first."""
    rows = signed_acts_of(_user(request), case=filters.case, code=filters.code)
    return [_signed(row) for row in page_of(rows, page, request)]


@router.get("/signed-acts/{act_id}", response=SignedAnswer, url_name="signed_act")
def signed_act(request: HttpRequest, act_id: UUID) -> dict[str, Any]:
    """One signed act with its words."""
    found = _open(request, act_id)
    return _signed(found) | {"text": found.text, "header": found.around}


@router.get("/signed-acts/{act_id}/pdf", url_name="signed_act_pdf", openapi_extra=BYTES)
def signed_act_pdf(request: HttpRequest, act_id: UUID) -> HttpResponseBase:
    """The signed paper, PDF/A with its signature and time stamp."""
    return _file(request, _open(request, act_id).document)


@router.get("/signed-acts/{act_id}/xml", url_name="signed_act_xml", openapi_extra=BYTES)
def signed_act_xml(request: HttpRequest, act_id: UUID) -> HttpResponseBase:
    """The act as Akoma Ntoso 3; 404 for one that was announced only."""
    found = _open(request, act_id)
    if found.xml is None:
        raise NotFound
    return _file(request, found.xml)


@router.get("/signed-acts/{act_id}/docx", url_name="signed_act_docx", openapi_extra=BYTES)
def signed_act_docx(request: HttpRequest, act_id: UUID) -> HttpResponseBase:
    """The act's words as DOCX, made when asked for; it proves nothing, the signed paper does."""
    found = _open(request, act_id)
    if not found.around:
        raise NotFound
    response = HttpResponse(act_docx(found.words, found.header, made=found.signed_at), content_type=DOCX)
    response["Content-Disposition"] = content_disposition_header(True, f"{found.pk}.docx") or "attachment"
    return response


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _open(request: HttpRequest, act_id: UUID) -> SignedAct:
    """The act, noted as looked at. Raises `NotFound`."""
    found = signed_acts_of(_user(request)).filter(pk=act_id).first()
    if found is None:
        raise NotFound
    note_read(found.proceeding.case, _user(request), "document", found.document_id)
    return found


def _file(request: HttpRequest, document: Document) -> HttpResponseBase:
    return content_response(document, _user(request), inline=False, now=timezone.now())


def _draft(row: Draft, due: Date | None) -> dict[str, Any]:
    names = ("id", "code", "kind", "language", "state", "origin", "created_at", "changed_at")
    return {name: getattr(row, name) for name in names} | {
        "case": row.proceeding.case.uuid,
        "number": row.proceeding.number or row.proceeding.case.number or "",
        "due": due,
    }


def _signed(row: SignedAct) -> dict[str, Any]:
    names = ("id", "code", "kind", "language", "sha256", "announced_at", "signed_at", "correction")
    return {name: getattr(row, name) for name in names} | {
        "case": row.proceeding.case.uuid,
        "number": row.proceeding.number or row.proceeding.case.number or "",
        "title": str(row.text.get("title", "")),
        "citation": str(row.around.get("citation", "")),
        "neutral": str(row.around.get("neutral", "")),
        "document": row.document_id,
        "xml": row.xml_id,
        "corrects": row.corrects_id,
    }
