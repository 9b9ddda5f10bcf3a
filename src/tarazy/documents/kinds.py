"""The kinds of files that a court takes: PDF, Word and Excel as the Court Cabinet, and pictures of paper (FACTS 9)."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class FileKind(StrEnum):
    """A kind of file that is taken."""

    PDF = "pdf"
    DOCX = "docx"
    DOC = "doc"
    XLSX = "xlsx"
    XLS = "xls"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"


class _Kind(NamedTuple):
    media_type: str
    extensions: tuple[str, ...]


_OOXML = "application/vnd.openxmlformats-officedocument"
_KINDS = {
    FileKind.PDF: _Kind("application/pdf", (".pdf",)),
    FileKind.DOCX: _Kind(f"{_OOXML}.wordprocessingml.document", (".docx",)),
    FileKind.DOC: _Kind("application/msword", (".doc",)),
    FileKind.XLSX: _Kind(f"{_OOXML}.spreadsheetml.sheet", (".xlsx",)),
    FileKind.XLS: _Kind("application/vnd.ms-excel", (".xls",)),
    FileKind.JPEG: _Kind("image/jpeg", (".jpg", ".jpeg")),
    FileKind.PNG: _Kind("image/png", (".png",)),
    FileKind.TIFF: _Kind("image/tiff", (".tif", ".tiff")),
}
MEDIA_TYPES = {kind: entry.media_type for kind, entry in _KINDS.items()}
EXTENSIONS = {extension: kind for kind, entry in _KINDS.items() for extension in entry.extensions}
PICTURES = frozenset((FileKind.JPEG, FileKind.PNG, FileKind.TIFF))


def kind_of_media_type(media_type: str) -> FileKind | None:
    """The kind with this media type, None for a foreign one."""
    return next((kind for kind, entry in _KINDS.items() if entry.media_type == media_type), None)


def kind_of_name(name: str) -> FileKind | None:
    """The kind that a name's ending claims, None for a foreign or missing ending."""
    dot = name.rfind(".")
    return EXTENSIONS.get(name[dot:].lower()) if dot >= 0 else None
