"""Taking a document away: hidden (sealed) or gone (purged), bytes too when nobody else has them."""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tarazy.documents.models import Document, OcrJob, StoredFile
from tarazy.documents.store import content_store, workshop

if TYPE_CHECKING:
    from tarazy.people.models import User


def seal_document(document: Document, *, by: User | None, now: datetime) -> Document:
    """The document, from now on seen by those only whom a provider for sealed documents names.

    Whether `by` may is for the room above that seals (a case, a party, a document).
    """
    with transaction.atomic():
        sealed = Document.objects.select_for_update().get(pk=document.pk)
        if sealed.sealed_at is None:
            sealed.sealed_at = now
            sealed.save(update_fields=["sealed_at"])
            OcrJob.objects.filter(document=sealed, searchable__isnull=False).update(searchable=None)
            for made in Document.objects.filter(parent=sealed, sealed_at=None, purged_at=None):
                seal_document(made, by=by, now=now)
    return sealed


def purge_document(document: Document, *, by: User | None, now: datetime) -> Document:
    """The document without its name, text and bytes, with what was made from it; its hash stays.

    The bytes go when no other document has them. Whether `by` may is for the room above that purges.
    """
    with transaction.atomic():
        purged = Document.objects.select_for_update().get(pk=document.pk)
        if purged.purged_at is not None:
            return purged
        for made in Document.objects.filter(parent=purged, purged_at=None):
            purge_document(made, by=by, now=now)
        OcrJob.objects.filter(document=purged).delete()
        purged.purged_at, purged.name, purged.file, purged.holder = now, "", None, ""
        purged.save(update_fields=["purged_at", "name", "file", "holder"])
        pages = workshop() / "ocr" / str(purged.pk)
        transaction.on_commit(lambda: (shutil.rmtree(pages, ignore_errors=True), release(purged.sha256)))
    return purged


def release(sha256: str) -> bool:
    """Remove bytes that no document has; whether they went. Safe to repeat after a stop at any moment."""
    with transaction.atomic():
        file = StoredFile.objects.select_for_update().filter(pk=sha256).first()
        if file is None or file.documents.exists():
            return False
        content_store().remove(sha256)
        file.delete()
    return True


def release_unused() -> int:
    """Remove all bytes that no document has (a stop came between purging and removing); how many."""
    unused = StoredFile.objects.filter(documents=None).values_list("pk", flat=True)
    return sum(release(sha256) for sha256 in list(unused))
