"""Showing a document's content: to its owner as it is, to other readers as a copy that carries their name.

A signed paper is downloaded by everybody as it was signed: a mark would break the signature that makes it a proof.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from tarazy.documents.access import document_read
from tarazy.documents.models import Document
from tarazy.documents.refusals import NotReady
from tarazy.documents.rendering import CannotStamp, watermarked
from tarazy.documents.store import ContentDamaged, ContentMissing, content_store

if TYPE_CHECKING:
    from tarazy.people.models import User

# A browser's own viewer of PDFs doesn't start in a sandbox; the preflight took everything out that could act.
_CLOSED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
INLINE = frozenset(("application/pdf", "image/jpeg", "image/png"))


_SIGNED = re.compile(rb"/ByteRange\s*\[")


def is_signed(file: BinaryIO) -> bool:
    """Whether the PDF carries a signature. The file is read from its beginning afterwards."""
    file.seek(0)
    found = _SIGNED.search(file.read()) is not None
    file.seek(0)
    return found


def content_response(
    document: Document, user: User | None, *, holder: str = "", inline: bool, now: datetime
) -> HttpResponseBase:
    """The content for one reader who may read the document; the reading is told to `document_read`.

    Raises `NotReady` for a document that is refused, gone from the store or, for others than its owner, unchecked.
    """
    if document.file_id is None or document.status == Document.Status.REFUSED:
        raise NotReady
    own = (user is not None and document.owner_id == user.pk) or bool(holder and document.holder == holder)
    if not own and not document.is_ready:
        raise NotReady
    try:
        file = content_store().open(document.sha256)
    except (ContentMissing, ContentDamaged):
        raise NotReady from None
    response: HttpResponseBase
    if document.is_pdf and not own and not (not inline and is_signed(file)):
        with file:
            try:
                local = timezone.localtime(now)
                reader = user.full_name if user else ""
                marked = watermarked(file, reader, local, get_language() or "ru")
            except CannotStamp:
                raise NotReady from None
        response = HttpResponse(marked)
    else:
        response = FileResponse(file)
    shown = inline and document.media_type in INLINE
    response["Content-Type"] = document.media_type
    response["Content-Disposition"] = content_disposition_header(not shown, document.name) or "attachment"
    response["Content-Security-Policy"] = _CLOSED if document.is_pdf else f"{_CLOSED}; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    document_read.send(sender=Document, document=document, user=user, at=now)
    return response
