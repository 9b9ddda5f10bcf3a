"""Uploads: a small file whole, a larger one in pieces in the spirit of tus 1.0 (start, append, ask how far, finish)."""

from __future__ import annotations

import hashlib
import io
import os
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tarazy.documents.actions.add_document import add_document, keep
from tarazy.documents.kinds import kind_of_name
from tarazy.documents.limits import limits
from tarazy.documents.models import Document, Upload
from tarazy.documents.preflight import FileFault, check_file, clean_name
from tarazy.documents.refusals import FileRefused, TooManyUploads, UploadGone, WrongOffset
from tarazy.documents.store import Draft, hash_of

if TYPE_CHECKING:
    from tarazy.people.models import User

MOST_OPEN = 50


def start_upload(
    name: str, size: int, *, by: User | None, holder: str, now: datetime, sha256: str = ""
) -> Upload:
    """The saved upload that waits for its bytes. Raises `FileRefused` for what the name and size tell already,
    `TooManyUploads`.
    """
    name = _announced(name, size)
    with transaction.atomic():
        mine = Q(owner=by) if by else Q(holder=holder, owner=None)
        if Upload.objects.filter(mine, document=None, expires__gt=now).count() >= MOST_OPEN:
            raise TooManyUploads
        return Upload.objects.create(
            name=name, size=size, sha256=sha256.lower(), owner=by, holder="" if by else holder, created=now,
            expires=None,
        )  # fmt: skip


def upload_whole(
    content: bytes, name: str, *, by: User | None, holder: str, now: datetime, sha256: str = ""
) -> Document:
    """The document of a file that came in one request: looked at, checked and kept as one that came in pieces.

    Raises `FileRefused` (`hash_differs` where other bytes arrived than `sha256`, in hex, says); nothing is kept then.
    """
    name = _announced(name, len(content))
    if sha256 and hashlib.sha256(content).hexdigest() != sha256.lower():
        raise FileRefused("hash_differs")
    return add_document(io.BytesIO(content), name, by=by, holder=holder, now=now)


def _announced(name: str, size: int) -> str:
    """The name, cleaned. Raises `FileRefused` for what it and the size tell before any byte is read."""
    try:
        name = clean_name(name)
        if not size:
            raise FileFault("empty")
        if size > limits().bytes:
            raise FileFault("too_large", size=size, limit=limits().bytes)
        if kind_of_name(name) is None:
            raise FileFault("wrong_type", found="unknown")
    except FileFault as fault:
        raise FileRefused.of(fault) from None
    return name


def upload_of(upload_id: UUID, *, by: User | None, holder: str, now: datetime, lock: bool = False) -> Upload:
    """Somebody's own upload. Raises `UploadGone`, whatever the reason."""
    mine = Q(owner=by) if by else Q(holder=holder, owner=None)
    if not by and not holder:
        raise UploadGone
    uploads = Upload.objects.filter(mine, pk=upload_id, expires__gt=now)
    if lock:
        uploads = uploads.select_for_update()
    upload = uploads.first()
    if upload is None:
        raise UploadGone
    return upload


def append_to_upload(
    upload_id: UUID, offset: int, piece: bytes, *, by: User | None, holder: str, now: datetime
) -> Upload:
    """The upload with the piece safe on the disk.

    A piece that was received already, sent again, changes nothing. Raises `UploadGone`, `WrongOffset` (`offset`)
    for one that leaves a gap, `FileRefused` for one beyond the declared size.
    """
    with transaction.atomic():
        upload = upload_of(upload_id, by=by, holder=holder, now=now, lock=True)
        if offset > upload.received or (offset < upload.received and not _repeats(upload, offset, piece)):
            raise WrongOffset(offset=upload.received)
        if offset < upload.received or not piece:
            return upload
        if offset + len(piece) > upload.size:
            raise FileRefused("hash_differs")
        upload.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Bytes that a killed process wrote beyond `received` are written over.
        with open(os.open(upload.path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            file.seek(offset)
            file.write(piece)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
        upload.received = offset + len(piece)
        upload.save(update_fields=["received"])
    return upload


def _repeats(upload: Upload, offset: int, piece: bytes) -> bool:
    if offset + len(piece) > upload.received or not upload.path.exists():
        return False
    with upload.path.open("rb") as file:
        file.seek(offset)
        return file.read(len(piece)) == piece


def finish_upload(
    upload_id: UUID,
    *,
    by: User | None,
    holder: str,
    now: datetime,
    origin: Document.Origin = Document.Origin.UPLOADED,
    kind: str = "",
) -> Document:
    """The document of an upload that is complete; asked again, the same one.

    Raises `UploadGone`, `FileRefused` (`incomplete`: send the rest; anything else: the upload is gone).
    """
    upload = upload_of(upload_id, by=by, holder=holder, now=now)
    if upload.document is not None:
        return upload.document
    if upload.received < upload.size:
        raise FileRefused("incomplete")
    with upload.path.open("rb") as file:
        sha256 = hash_of(file)
    try:
        if (upload.sha256 and upload.sha256 != sha256) or upload.path.stat().st_size != upload.size:
            raise FileFault("hash_differs")
        checked = check_file(upload.path, upload.name, limits())
    except FileFault as fault:
        _forget(upload)
        raise FileRefused.of(fault) from None
    with transaction.atomic():
        locked = upload_of(upload_id, by=by, holder=holder, now=now, lock=True)
        if locked.document is not None:  # the same request twice at once
            return locked.document
        draft = Draft(upload.path, sha256, upload.size)
        locked.document = keep(draft, checked, by=by, now=now, holder=holder, origin=origin, kind=kind)
        locked.save(update_fields=["document"])
        transaction.on_commit(lambda: upload.path.unlink(missing_ok=True))
    return locked.document


def forget_uploads(now: datetime) -> int:
    """Take away uploads whose time is over, with their bytes; how many."""
    over = list(Upload.objects.filter(expires__lte=now))
    for upload in over:
        _forget(upload)
    return len(over)


def _forget(upload: Upload) -> None:
    upload.path.unlink(missing_ok=True)
    Upload.objects.filter(pk=upload.pk).delete()
