"""Work beside the pages: scans for viruses, reading of scans."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django_tasks import task, task_backends

from tarazy.documents.actions.read_scan import read_scan
from tarazy.documents.actions.scan_document import scan_document
from tarazy.documents.models import Document
from tarazy.documents.scanner import ScannerUnavailable

LONGEST_PAUSE = timedelta(minutes=15)


@task()
def ask_scanner(document_id: str) -> str:
    """Scan one document; where the scanner gives no verdict, come back later. Returns the document's status."""
    try:
        return str(scan_document(UUID(document_id)).status)
    except Document.DoesNotExist:
        return "gone"
    except ScannerUnavailable:
        attempts = (
            Document.objects.filter(pk=document_id).values_list("scan_attempts", flat=True).first() or 1
        )
        pause = min(LONGEST_PAUSE, timedelta(seconds=15 * 2 ** min(attempts, 10)))
        if task_backends[ask_scanner.backend].supports_defer:
            ask_scanner.using(run_after=timezone.now() + pause).enqueue(document_id)
        return "waiting"


def scan_later(document_id: str) -> None:
    """Ask for the scan of a document."""
    ask_scanner.enqueue(document_id)


@task()
def read_job(job_id: int) -> str:
    """Read what is left of a scan. Returns the state of the job."""
    return str(read_scan(job_id, now=timezone.now()).state)
