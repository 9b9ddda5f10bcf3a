"""Documents for programs, and for the field for files of our own pages: uploads in pieces, content, readings."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema, Status
from ninja.security import APIKeyCookie

from tarazy.documents.actions import (
    append_to_upload,
    finish_upload,
    start_ocr,
    start_upload,
    upload_of,
    upload_whole,
)
from tarazy.documents.models import Document, OcrJob, Upload
from tarazy.documents.refusals import FileRefused
from tarazy.documents.serving import content_response
from tarazy.documents.uploads import holder_of, user_of
from tarazy.people.api_auth import TokenAuth
from tarazy.people.limits import spend
from tarazy.people.paging import link_pages
from tarazy.people.refusals import NotFound

LARGEST_PIECE = 5_000_000
PAGE_SIZE = 50


class AnyVisitor(APIKeyCookie):
    """Whoever comes, signed in or not; what comes with a session needs its CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME
    admits_all = True

    def authenticate(self, request: HttpRequest, key: str | None) -> bool:
        """Everybody may ask; what they see is a question of each document. A token that was given must hold."""
        return "Authorization" not in request.headers


router = Router(tags=["documents"], auth=[TokenAuth(), AnyVisitor()])


class NewUpload(Schema):
    """What will be sent."""

    name: str = Field(max_length=255)
    size: int = Field(ge=0, le=2**53)
    sha256: str = Field(default="", pattern="^([0-9a-fA-F]{64})?$")


class UploadAnswer(Schema):
    """An upload: send the bytes from `offset` on, in pieces of no more than `largest_piece`."""

    id: UUID
    offset: int
    size: int
    expires: datetime
    largest_piece: int = LARGEST_PIECE
    document: UUID | None = None


class DocumentAnswer(Schema):
    """A document; `sha256` is that of the bytes as filed."""

    id: UUID
    name: str
    media_type: str
    size: int
    pages: int | None
    sha256: str
    status: str
    refused_code: str
    virus: str
    origin: str
    parent: UUID | None = Field(alias="parent_id")
    created: datetime


class DocumentPage(Schema):
    """A page of documents, the latest first."""

    total: int
    page: int
    documents: list[DocumentAnswer]


class ReadingAnswer(Schema):
    """The reading of a scan."""

    state: str
    pages: int
    pages_done: int
    error: str


def _upload(upload: Upload) -> dict[str, Any]:
    return {
        "id": upload.pk,
        "offset": upload.received,
        "size": upload.size,
        "expires": upload.expires,
        "document": upload.document_id,
    }


WHOLE = {
    "parameters": [
        {
            "in": "header",
            "name": "Upload-Name",
            "required": True,
            "description": "The file's name in UTF-8, percent-encoded.",
            "schema": {"type": "string", "maxLength": 2000},
        },
        {
            "in": "header",
            "name": "Upload-SHA256",
            "required": False,
            "schema": {"type": "string", "pattern": "^([0-9a-fA-F]{64})?$"},
        },
    ],
    "requestBody": {
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    },
}


@router.post("/documents/whole", response={201: DocumentAnswer}, url_name="upload_whole", openapi_extra=WHOLE)
def whole(request: HttpRequest) -> Any:
    """A file of no more than `largest_piece` in one request: the body is the file, its name stands in `Upload-Name`
    (UTF-8, percent-encoded). Checked as one sent in pieces; with an `Idempotency-Key` sent again safely.
    """
    spend("upload", request)
    if len(request.body) > LARGEST_PIECE:
        raise FileRefused("too_large", size=len(request.body), limit=LARGEST_PIECE)
    try:
        name = unquote(request.headers.get("Upload-Name", ""), errors="strict")
    except UnicodeDecodeError:
        raise FileRefused("bad_name") from None
    by = user_of(request)
    document = upload_whole(
        request.body,
        name,
        sha256=request.headers.get("Upload-SHA256", ""),
        by=by,
        holder=holder_of(request, make=by is None),
        now=timezone.now(),
    )
    return Status(201, document)


@router.post("/documents/uploads", response={201: UploadAnswer}, url_name="start_upload")
def start(request: HttpRequest, payload: NewUpload) -> Any:
    """Announce a file. Its bytes follow by PATCH; a refusal names the cure."""
    spend("upload", request)
    upload = start_upload(
        payload.name,
        payload.size,
        sha256=payload.sha256,
        by=user_of(request),
        holder=holder_of(request, make=True),
        now=timezone.now(),
    )
    return Status(201, _upload(upload))


@router.get("/documents/uploads/{upload_id}", response=UploadAnswer, url_name="upload")
def how_far(request: HttpRequest, upload_id: UUID, response: HttpResponse) -> Any:
    """How much has arrived: go on from `offset` (also in the header `Upload-Offset`)."""
    upload = upload_of(upload_id, by=user_of(request), holder=holder_of(request), now=timezone.now())
    response["Upload-Offset"] = str(upload.received)
    response["Cache-Control"] = "no-store"
    return _upload(upload)


PIECE = {
    "parameters": [
        {
            "in": "header",
            "name": "Upload-Offset",
            "required": True,
            "schema": {"type": "integer", "minimum": 0, "maximum": 2**50},
        }
    ],
    "requestBody": {
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    },
}


@router.patch(
    "/documents/uploads/{upload_id}",
    response=UploadAnswer,
    url_name="append_to_upload",
    openapi_extra=PIECE,
)
def append(request: HttpRequest, upload_id: UUID, response: HttpResponse) -> Any:
    """Append the body at the header `Upload-Offset`; 409 where it doesn't follow. Sending a piece again is safe."""
    given = request.headers.get("Upload-Offset", "")
    if not (given.isascii() and given.isdigit() and len(given) < 16):
        raise FileRefused("incomplete")
    if len(request.body) > LARGEST_PIECE:
        raise FileRefused("too_large", size=len(request.body), limit=LARGEST_PIECE)
    upload = append_to_upload(
        upload_id,
        int(given),
        request.body,
        by=user_of(request),
        holder=holder_of(request),
        now=timezone.now(),
    )
    response["Upload-Offset"] = str(upload.received)
    return _upload(upload)


@router.post(
    "/documents/uploads/{upload_id}/finish", response={201: DocumentAnswer}, url_name="finish_upload"
)
def finish(request: HttpRequest, upload_id: UUID) -> Any:
    """Check the file that has arrived and make it a document; asked again, the same document."""
    document = finish_upload(upload_id, by=user_of(request), holder=holder_of(request), now=timezone.now())
    return Status(201, document)


def _visible(request: HttpRequest, document_id: UUID) -> Document:
    visible = Document.objects.visible_to(request.user, holder_of(request))
    return get_object_or_404(visible, pk=document_id)


@router.get("/documents", response=DocumentPage, url_name="documents")
def own(request: HttpRequest, page: int = 1) -> Any:
    """The documents that the caller owns."""
    user, holder = user_of(request), holder_of(request)
    documents = Document.objects.visible_to(user, holder)
    documents = documents.filter(owner=user) if user else documents.filter(holder=holder, owner=None)
    page = min(100_000, max(1, page))
    start_at = (page - 1) * PAGE_SIZE
    total = documents.count() if user or holder else 0
    link_pages(request, page, -(-total // PAGE_SIZE))
    return {
        "total": total,
        "page": page,
        "documents": list(documents[start_at : start_at + PAGE_SIZE]) if user or holder else [],
    }


@router.get("/documents/{document_id}", response=DocumentAnswer, url_name="document")
def one(request: HttpRequest, document_id: UUID) -> Any:
    """What is known of a document; 404 unless the caller may read it."""
    return _visible(request, document_id)


BYTES = {"responses": {200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}}}


@router.get("/documents/{document_id}/content", url_name="document_content", openapi_extra=BYTES)
def content(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    """The bytes; a PDF of somebody else comes as a copy with the reader's name on every page."""
    document = _visible(request, document_id)
    return content_response(
        document, user_of(request), holder=holder_of(request), inline=False, now=timezone.now()
    )


@router.post("/documents/{document_id}/reading", response={202: ReadingAnswer}, url_name="start_reading")
def start_reading(request: HttpRequest, document_id: UUID) -> Any:
    """Read a scan by machine in the background."""
    user = user_of(request)
    if user is None:
        raise NotFound
    return Status(202, start_ocr(_visible(request, document_id), by=user, now=timezone.now()))


@router.get("/documents/{document_id}/reading", response=ReadingAnswer, url_name="reading")
def how_read(request: HttpRequest, document_id: UUID) -> Any:
    """How far the reading of a scan is."""
    return get_object_or_404(OcrJob, document=_visible(request, document_id))
