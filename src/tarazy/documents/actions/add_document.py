"""Taking a file in: hashed, checked, put into the store; and making one document from another."""

from __future__ import annotations

import io
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from django.db import DatabaseError, transaction

from tarazy.documents.limits import limits
from tarazy.documents.models import Document, StoredFile
from tarazy.documents.preflight import Checked, FileFault, check_file, clean_name
from tarazy.documents.refusals import FileRefused
from tarazy.documents.scanner import scanner
from tarazy.documents.store import Draft, content_store, make_draft, workshop

if TYPE_CHECKING:
    from tarazy.people.models import User


def add_document(
    source: BinaryIO,
    name: str,
    *,
    by: User | None,
    now: datetime,
    holder: str = "",
    origin: Document.Origin = Document.Origin.UPLOADED,
    kind: str = "",
    language: str = "",
) -> Document:
    """The saved document of a file that somebody gives; `ready`, or `checking` while a virus scanner has its turn.

    `holder` stands for somebody without an account. The file is read in pieces. Raises `FileRefused`; then
    nothing is kept.
    """
    draft = make_draft(source, workshop() / "drafts")
    try:
        try:
            checked = check_file(draft.path, name, limits())
        except FileFault as fault:
            raise FileRefused.of(fault) from None
        return keep(
            draft, checked, by=by, now=now, holder=holder, origin=origin, kind=kind, language=language
        )
    finally:
        draft.discard()


def make_copy(
    parent: Document | None,
    content: bytes | BinaryIO,
    name: str,
    media_type: str,
    *,
    owner: User | None,
    now: datetime,
    pages: int | None = None,
    kind: str = "",
    language: str = "",
) -> Document:
    """The saved document of what the system itself made (a stamped copy, a rendered paper): `ready` at once."""
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    draft = make_draft(source, workshop() / "drafts")
    try:
        with transaction.atomic():
            file = _store(draft)
            return Document.objects.create(
                file=file,
                sha256=draft.sha256,
                size=draft.size,
                name=clean_name(name),
                media_type=media_type,
                pages=pages,
                kind=kind,
                language=language,
                owner=owner,
                origin=Document.Origin.MADE,
                parent=parent,
                status=Document.Status.READY,
                created=now,
            )
    finally:
        draft.discard()


def keep(
    draft: Draft,
    checked: Checked,
    *,
    by: User | None,
    now: datetime,
    holder: str = "",
    origin: Document.Origin = Document.Origin.UPLOADED,
    kind: str = "",
    language: str = "",
) -> Document:
    """The saved document of a draft that passed the preflight; its scan for viruses is asked for."""
    waits = scanner() is not None
    with transaction.atomic():
        file = _store(draft)
        document = Document.objects.create(
            file=file,
            sha256=draft.sha256,
            size=draft.size,
            name=checked.name,
            media_type=checked.media_type,
            pages=checked.pages,
            kind=kind,
            language=language,
            owner=by,
            holder="" if by else holder,
            origin=origin,
            status=Document.Status.CHECKING if waits else Document.Status.READY,
            virus=Document.Virus.WAITING if waits else Document.Virus.NOT_SCANNED,
            created=now,
        )
        if waits:
            transaction.on_commit(partial(_ask_scanner, str(document.pk)))
    return document


def _store(draft: Draft) -> StoredFile:
    """The row first, then the bytes: who takes bytes away holds that row's lock while doing so."""
    for _ in range(3):
        StoredFile.objects.bulk_create(
            [StoredFile(sha256=draft.sha256, size=draft.size)], ignore_conflicts=True
        )
        file = StoredFile.objects.select_for_update().filter(pk=draft.sha256).first()
        if file is not None:  # else it was released between the two
            content_store().keep(draft)
            return file
    raise DatabaseError("the row of a file goes as often as it comes")


def _ask_scanner(document_id: str) -> None:
    from tarazy.documents.tasks import scan_later

    scan_later(document_id)
