"""Reading a scan by machine, page after page; what is read stays read when the process stops."""

from __future__ import annotations

import shutil
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from tarazy.documents.access import may_read
from tarazy.documents.actions.add_document import make_copy
from tarazy.documents.kinds import MEDIA_TYPES, FileKind
from tarazy.documents.models import Document, OcrJob, OcrPage
from tarazy.documents.ocr import PageRead, ReaderMissing, ReadingFailed, read_page, reader_version
from tarazy.documents.ocr.text_layer import has_text
from tarazy.documents.refusals import NotAScan, NotReady, ReaderNotInstalled
from tarazy.documents.store import ContentDamaged, ContentMissing, local_copy, workshop
from tarazy.people.refusals import NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User


def start_ocr(document: Document, *, by: User, now: datetime) -> OcrJob:
    """The saved job that reads a scan in the background; asked again, the same one (a failed one begins anew).

    Raises `NotFound`, `NotReady`, `NotAScan` (no picture, or a PDF that has its text), `ReaderNotInstalled`.
    """
    if not may_read(by, document):
        raise NotFound
    if not document.is_ready:
        raise NotReady
    if not (document.is_pdf or document.is_picture):
        raise NotAScan
    try:
        version = reader_version()
    except ReaderMissing:
        raise ReaderNotInstalled from None
    if document.is_pdf:
        try:
            with local_copy(document.sha256) as path:
                if has_text(path):
                    raise NotAScan
        except (ContentMissing, ContentDamaged):
            raise NotReady from None
    with transaction.atomic():
        job, made = OcrJob.objects.select_for_update().get_or_create(
            document=document, defaults={"pages": document.pages or 1, "reader": version[:60], "created": now}
        )
        if job.state == OcrJob.State.FAILED:
            job.state, job.error, made = OcrJob.State.WAITING, "", True
            job.save(update_fields=["state", "error", "updated"])
        if made:
            transaction.on_commit(partial(_read_later, job.pk))
    return job


def read_scan(job_id: int, *, now: datetime, most_pages: int | None = None) -> OcrJob:
    """The job after reading what is left of it (no more than `most_pages` pages).

    A page that can't be read is kept empty and `error` says so; the job fails if that is true of all of them.
    """
    job = OcrJob.objects.select_related("document").get(pk=job_id)
    if job.over:
        return job
    OcrJob.objects.filter(pk=job_id).update(state=OcrJob.State.READING)
    folder = workshop() / "ocr" / str(job.document_id)
    last = job.pages if most_pages is None else min(job.pages, job.pages_done + most_pages)
    try:
        with local_copy(job.document.sha256) as source:
            for number in range(job.pages_done, last):
                _read_one(job, source, number, folder)
    except (ReaderMissing, ContentMissing, ContentDamaged) as error:
        code = "reader_missing" if isinstance(error, ReaderMissing) else "document_missing"
        OcrJob.objects.filter(pk=job_id).update(state=OcrJob.State.FAILED, error=code)
    job.refresh_from_db()
    if not job.over and job.pages_done >= job.pages:
        _complete(job, folder, now)
    return job


def _read_one(job: OcrJob, source: Path, number: int, folder: Path) -> None:
    try:
        read = read_page(source, number, folder)
    except ReadingFailed as failed:
        read = PageRead(1, 1, 0, 0.0, [])
        OcrJob.objects.filter(pk=job.pk).update(error=failed.code)
    sure = [word.confidence for word in read.words]
    with transaction.atomic():
        OcrPage.objects.update_or_create(
            job=job,
            number=number,
            defaults={
                "width": read.width,
                "height": read.height,
                "turn": read.turn,
                "skew": read.skew,
                "words": [word.stored() for word in read.words],
                "confidence": round(sum(sure) / len(sure), 4) if sure else 0.0,
            },
        )
        OcrJob.objects.filter(pk=job.pk).update(pages_done=Greatest(F("pages_done"), number + 1))


def _complete(job: OcrJob, folder: Path, now: datetime) -> None:
    read = any(page.words for page in job.read_pages.all())
    with transaction.atomic():
        locked = OcrJob.objects.select_for_update().select_related("document").get(pk=job.pk)
        if locked.over:
            return
        locked.state = OcrJob.State.DONE if read else OcrJob.State.FAILED
        locked.error = locked.error if read else (locked.error or "no_words")
        if read and not locked.document.purged_at:
            locked.searchable = _searchable(locked.document, folder, locked.pages, now)
        locked.save(update_fields=["state", "error", "searchable", "updated"])
    shutil.rmtree(folder, ignore_errors=True)
    job.refresh_from_db()


def _searchable(document: Document, folder: Path, pages: int, now: datetime) -> Document | None:
    """One PDF of the pages as read; None where a page is missing (it was read before a crash of the disk)."""
    parts = [folder / f"page-{number}.pdf" for number in range(pages)]
    if not all(part.is_file() for part in parts):
        return None
    target = folder / "searchable.pdf"
    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(part) as page:
                whole.pages.extend(page.pages)
        whole.save(target, deterministic_id=True)
    stem = document.name.rsplit(".", 1)[0]
    with target.open("rb") as content:
        return make_copy(
            document,
            content,
            f"{stem}.pdf",
            MEDIA_TYPES[FileKind.PDF],
            owner=document.owner,
            now=now,
            pages=pages,
            kind="searchable",
            language=document.language,
        )


def _read_later(job_id: int) -> None:
    from tarazy.documents.tasks import read_job

    read_job.enqueue(job_id)
