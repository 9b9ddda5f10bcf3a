"""What the clock of the installation calls every few minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

from tarazy.documents.actions.purge_document import release_unused
from tarazy.documents.actions.scan_document import scan_document
from tarazy.documents.actions.upload_file import forget_uploads
from tarazy.documents.models import Document
from tarazy.documents.scanner import ScannerUnavailable


def clean_up(*, now: datetime) -> int:
    """Scan what waits, take away uploads and bytes that are over; how many."""
    waiting = Document.objects.filter(
        status=Document.Status.CHECKING, purged_at=None, created__lt=now - timedelta(minutes=1)
    ).order_by("created")
    done = 0
    for pk in list(waiting.values_list("pk", flat=True)[:100]):
        try:
            scan_document(pk)
        except ScannerUnavailable:
            break
        done += 1
    return done + forget_uploads(now) + release_unused()
