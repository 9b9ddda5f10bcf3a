"""The whole check of one file on the server, which alone decides."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tarazy.documents.kinds import MEDIA_TYPES, PICTURES, FileKind, kind_of_name
from tarazy.documents.limits import Limits
from tarazy.documents.preflight import office, ole, pdf, pictures
from tarazy.documents.preflight.content import HEAD, head_kind, refuse_mixtures
from tarazy.documents.preflight.faults import FileFault
from tarazy.documents.preflight.names import clean_name


@dataclass(frozen=True)
class Checked:
    """A file that may be filed. `pages` is None where only a word processor knows."""

    name: str
    kind: FileKind
    media_type: str
    size: int
    pages: int | None


def check_file(path: Path, name: str, limits: Limits) -> Checked:
    """Check a file by its content. Reads it in pieces; nothing of it is executed or unpacked to disk.

    Raises `FileFault` with a code: `bad_name`, `empty`, `too_large` (`size`, `limit` in bytes), `wrong_type`
    (`found`), `other_type` (`claimed`, `found`), `mixed`, `encrypted`, `restricted`, `damaged`, `too_many_pages`
    (`pages`, `limit`), `active`, `attachments`, `form`, `macros`, `remote_parts`, `bomb`, `too_many_pixels`.
    """
    cleaned = clean_name(name)
    size = path.stat().st_size
    if not size:
        raise FileFault("empty")
    if size > limits.bytes:
        raise FileFault("too_large", size=size, limit=limits.bytes)
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b" \t\r\n\0"):
        raise FileFault("empty")
    told = head_kind(head)
    refuse_mixtures(path, told, head)
    claimed = kind_of_name(cleaned)
    if claimed is None:
        raise FileFault("wrong_type", found=told)
    kind, pages = _inside(path, told, limits)
    if kind != claimed:
        raise FileFault("other_type", claimed=claimed.value, found=kind.value)
    return Checked(cleaned, kind, MEDIA_TYPES[kind], size, pages)


def _inside(path: Path, told: FileKind | str, limits: Limits) -> tuple[FileKind, int | None]:
    if told == FileKind.PDF:
        return FileKind.PDF, pdf.check(path, limits)
    if isinstance(told, FileKind) and told in PICTURES:
        return told, pictures.check(path, told, limits)
    if told == "zip":
        return office.check(path, limits), None
    if told == "ole":
        return ole.check(path), None
    raise FileFault("wrong_type", found=told)
