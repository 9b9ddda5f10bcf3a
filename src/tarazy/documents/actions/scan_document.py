"""Asking the virus scanner about one document."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from tarazy.documents.actions.purge_document import release
from tarazy.documents.models import Document
from tarazy.documents.scanner import ScannerUnavailable, Verdict, scanner
from tarazy.documents.store import content_store


def scan_document(document_id: UUID) -> Document:
    """The document after its scan: `ready`, or `refused` with its bytes gone.

    Raises `ScannerUnavailable`: the document stays `checking`, seen by its owner alone, until it is asked again.
    `Document.DoesNotExist` where it is gone.
    """
    document = Document.objects.get(pk=document_id)
    if document.status != Document.Status.CHECKING:
        return document
    asked = scanner()
    if asked is None:
        verdict = None
    else:
        try:
            with content_store().open(document.sha256) as file:
                verdict = asked.scan(file)
        except ScannerUnavailable:
            Document.objects.filter(pk=document_id).update(scan_attempts=document.scan_attempts + 1)
            raise
    return _decide(document_id, verdict)


def _decide(document_id: UUID, verdict: Verdict | None) -> Document:
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=document_id)
        if document.status != Document.Status.CHECKING or document.purged_at:
            return document
        if verdict is None:
            document.status, document.virus = Document.Status.READY, Document.Virus.NOT_SCANNED
        elif verdict.clean:
            document.status, document.virus = Document.Status.READY, Document.Virus.CLEAN
        else:
            document.status, document.virus = Document.Status.REFUSED, Document.Virus.FOUND
            document.refused_code = "virus"
            document.file = None
            transaction.on_commit(lambda: release(document.sha256))
        document.save(update_fields=["status", "virus", "refused_code", "file"])
    return document
