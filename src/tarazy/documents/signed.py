"""The signatures that stand in a document itself."""

from __future__ import annotations

from datetime import datetime

from tarazy.documents.models import Document
from tarazy.documents.signatures.reports import SignatureReport
from tarazy.documents.signatures.verifying import verifier
from tarazy.documents.store import ContentDamaged, ContentMissing, local_copy

_MARK = b"/ByteRange"


def signatures_of(document: Document, now: datetime) -> tuple[SignatureReport, ...]:
    """A report for each signature in a PDF, in the order of signing; none for other kinds and unsigned files."""
    if not document.is_pdf or not document.is_ready:
        return ()
    try:
        with local_copy(document.sha256) as path:
            content = path.read_bytes()
    except (ContentMissing, ContentDamaged):
        return ()
    return verifier().verify_pdf(content, now=now) if _MARK in content else ()
