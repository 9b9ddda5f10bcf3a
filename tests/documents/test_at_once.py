"""Taking in and purging the same bytes at once: what a document has is always there (PostgreSQL, real locks)."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection
from django.utils import timezone

from tarazy.documents.actions import (
    add_document,
    append_to_upload,
    finish_upload,
    purge_document,
    start_upload,
)
from tarazy.documents.models import Document, StoredFile
from tarazy.documents.store import content_store
from tests.documents import files
from tests.people.factories import a_user
from tests.postgres import postgres, postgres_url  # noqa: F401


def test_the_same_bytes_come_and_go_at_once_and_no_document_loses_its_file(postgres: Any) -> None:  # noqa: F811
    def come_and_go(number: int) -> None:
        try:
            for turn in range(4):
                document = add_document(io.BytesIO(files.pdf()), "a.pdf", by=None, now=timezone.now())
                if (number + turn) % 2:
                    purge_document(document, by=None, now=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(come_and_go, range(6)))
    kept = Document.objects.filter(purged_at=None)
    assert kept.count() == 12 and StoredFile.objects.count() == 1
    assert content_store().has(kept[0].sha256)
    for document in kept:
        purge_document(document, by=None, now=timezone.now())
    assert not StoredFile.objects.exists()


def test_an_upload_finished_twice_at_once_is_one_document(postgres: Any) -> None:  # noqa: F811
    owner, content = a_user(), files.pdf(5)
    upload = start_upload("a.pdf", len(content), by=owner, holder="", now=timezone.now())
    append_to_upload(upload.pk, 0, content, by=owner, holder="", now=timezone.now())

    def finish(number: int) -> Any:
        try:
            return finish_upload(upload.pk, by=owner, holder="", now=timezone.now()).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as threads:
        found = set(threads.map(finish, range(5)))
    assert len(found) == 1 and Document.objects.visible_to(owner).select_for_update(of=("self",)) is not None
    assert Document.objects.visible_to(owner).count() == 1
