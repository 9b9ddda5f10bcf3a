"""A stamped copy of a PDF; the original stays as it was filed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tarazy.documents.actions.add_document import make_copy
from tarazy.documents.models import Document
from tarazy.documents.refusals import NotReady, NotStampable
from tarazy.documents.rendering import CannotStamp, Stamp, stamp_pdf
from tarazy.documents.store import content_store

if TYPE_CHECKING:
    from tarazy.people.models import User


def stamp_copy(
    document: Document,
    stamp: Stamp,
    verify_url: str,
    language: str,
    *,
    owner: User | None,
    now: datetime,
    kind: str = "stamped",
) -> Document:
    """The saved copy with the stamp, whose parent is the original. Raises `NotReady`, `NotStampable`."""
    if not document.is_ready:
        raise NotReady
    if not document.is_pdf:
        raise NotStampable
    with content_store().open(document.sha256) as source:
        try:
            content = stamp_pdf(source, stamp, verify_url, language)
        except CannotStamp:
            raise NotStampable from None
    return make_copy(
        document,
        content,
        document.name,
        document.media_type,
        owner=owner,
        now=now,
        pages=document.pages,
        kind=kind,
        language=document.language,
    )
