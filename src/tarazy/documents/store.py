"""Where bytes are kept: under their own SHA-256, written whole or not at all, and verified when read."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote, urlparse

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files import File
from django.core.files.storage import Storage, storages

PIECE = 1 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


class ContentMissing(Exception):
    """The store has no bytes under this hash."""


class ContentDamaged(Exception):
    """The bytes under this hash have another hash: a disk lost or changed something."""


@dataclass(frozen=True)
class Draft:
    """Bytes on the way into the store: hashed and on the disk, not yet under their name."""

    path: Path
    sha256: str
    size: int

    def discard(self) -> None:
        """Forget the draft; nothing happens where it was kept."""
        self.path.unlink(missing_ok=True)


class ContentStore(Protocol):
    """Bytes by their SHA-256 (lower-case hex)."""

    def keep(self, draft: Draft) -> None:
        """Put a draft's bytes under their hash, durably; bytes that are there already stay, the draft too."""

    def open(self, sha256: str) -> BinaryIO:
        """The bytes from their beginning, verified. Raises `ContentMissing`, `ContentDamaged`."""

    def has(self, sha256: str) -> bool:
        """Whether there are bytes under this hash."""

    def remove(self, sha256: str) -> None:
        """Take the bytes out; nothing happens where there are none."""


def make_draft(source: BinaryIO, folder: Path) -> Draft:
    """Copy `source` in pieces into `folder`, hashing on the way, and sync it to the disk."""
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    path = folder / f"draft-{secrets.token_hex(12)}"
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            while piece := source.read(PIECE):
                digest.update(piece)
                size += len(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Draft(path, digest.hexdigest(), size)


def hash_of(file: BinaryIO) -> str:
    """SHA-256 of a file from where it stands, in pieces."""
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _place(sha256: str) -> str:
    if not _SHA256.match(sha256):
        raise ValueError("not a SHA-256 in lower-case hex")
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _verified(file: BinaryIO, sha256: str) -> BinaryIO:
    if hash_of(file) != sha256:
        file.close()
        raise ContentDamaged(sha256)
    file.seek(0)
    return file


class FolderStore:
    """A folder with two levels of folders in it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def keep(self, draft: Draft) -> None:
        """See `ContentStore`."""
        target = self.root / _place(draft.sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            return
        try:
            os.link(draft.path, target)
        except FileExistsError:
            return
        except OSError:  # another disk, or one without links: copy beside the target first
            with draft.path.open("rb") as source:
                copied = make_draft(source, target.parent)
            os.replace(copied.path, target)
        for folder in (target.parent, target.parent.parent, self.root):
            _sync(folder)

    def open(self, sha256: str) -> BinaryIO:
        """See `ContentStore`."""
        try:
            file = (self.root / _place(sha256)).open("rb")
        except FileNotFoundError:
            raise ContentMissing(sha256) from None
        return _verified(file, sha256)

    def has(self, sha256: str) -> bool:
        """See `ContentStore`."""
        return (self.root / _place(sha256)).is_file()

    def remove(self, sha256: str) -> None:
        """See `ContentStore`."""
        path = self.root / _place(sha256)
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            _sync(path.parent)


class DjangoStore:
    """Any storage of Django's `STORAGES`, for example S3."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def keep(self, draft: Draft) -> None:
        """See `ContentStore`."""
        place = _place(draft.sha256)
        if not self.storage.exists(place):
            with draft.path.open("rb") as file:
                saved = self.storage.save(place, File(file))
            if saved != place:  # another process was first; its bytes are the same
                self.storage.delete(saved)

    def open(self, sha256: str) -> BinaryIO:
        """See `ContentStore`. The bytes come to a file of this machine first."""
        place = _place(sha256)
        if not self.storage.exists(place):
            raise ContentMissing(sha256)
        copy = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
        with self.storage.open(place) as source:
            for piece in source.chunks(PIECE):
                copy.write(piece)
        copy.seek(0)
        return _verified(copy, sha256)  # type: ignore[arg-type]

    def has(self, sha256: str) -> bool:
        """See `ContentStore`."""
        return self.storage.exists(_place(sha256))

    def remove(self, sha256: str) -> None:
        """See `ContentStore`."""
        self.storage.delete(_place(sha256))


def content_store() -> ContentStore:
    """The store that `STORAGE_URL` names. Raises `ImproperlyConfigured` for an address it can't use."""
    address = getattr(settings, "STORAGE_URL", "") or ""
    if not address:
        return FolderStore(Path(settings.TARAZY_HOME) / "files")
    parts = urlparse(address)
    if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
        return FolderStore(Path(unquote(parts.path)))
    if parts.scheme == "storages" and parts.netloc:
        return DjangoStore(storages[parts.netloc])
    raise ImproperlyConfigured("STORAGE_URL must be file:///folder or storages://alias")


def workshop() -> Path:
    """The folder for what is on its way: drafts, uploads, pages being read. On the disk of the home folder."""
    folder = Path(settings.TARAZY_HOME) / "documents"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


@contextmanager
def local_copy(sha256: str) -> Iterator[Path]:
    """A path with the verified bytes, for programs that want one. Raises `ContentMissing`, `ContentDamaged`."""
    store = content_store()
    with store.open(sha256) as file:
        if isinstance(store, FolderStore):
            yield store.root / _place(sha256)
            return
        copied = make_draft(file, workshop() / "drafts")
    try:
        yield copied.path
    finally:
        copied.discard()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
