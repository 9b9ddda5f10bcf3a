"""Work beside the pages: scans for viruses, reading of scans, taking away what is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django_tasks import task, task_backends

from tarazy.documents.actions.purge_document import release_unused
from tarazy.documents.actions.read_scan import read_scan
from tarazy.documents.actions.scan_document import scan_document
from tarazy.documents.actions.upload_file import forget_uploads
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


def run_due(*, now: datetime) -> int:
    """For the clock, every few minutes: scan what waits, take away uploads and bytes that are over; how many."""
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
