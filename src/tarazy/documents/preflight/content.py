"""What kind of file the content is, whatever its name says."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from tarazy.documents.kinds import FileKind
from tarazy.documents.preflight.faults import FileFault

HEAD = 4096
TAIL = 65_536
_PDF_SEARCH = 1024  # readers look for the header of a PDF in the first 1,024 bytes
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|script|svg|iframe|body|\?php)", re.IGNORECASE)
_FOREIGN = (
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"GIF8", "gif"),
    (b"RIFF", "media"),
    (b"{\\rtf", "rtf"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"BM", "bmp"),
    (b"#!", "program"),
)


def head_kind(head: bytes) -> FileKind | str:
    """The kind by the first bytes: a `FileKind`, or a word for a kind that isn't taken.

    `zip` and `ole` are containers: what they hold is told by `office`.
    """
    if head.startswith(b"%PDF-"):
        return FileKind.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if head.startswith((b"II*\x00", b"MM\x00*")):
        return FileKind.TIFF
    for signature, found in _FOREIGN:
        if head.startswith(signature):
            return found
    if _MARKUP.search(head[:HEAD]) or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        return "html"
    return "text" if b"\0" not in head else "unknown"


def refuse_mixtures(path: Path, kind: FileKind | str, head: bytes) -> None:
    """Raise `FileFault` `mixed` for a file that is two things at once, each seen by another program."""
    if kind != FileKind.PDF and b"%PDF-" in head[:_PDF_SEARCH]:
        raise FileFault("mixed")
    if kind == FileKind.PDF and _MARKUP.search(head[:_PDF_SEARCH]):
        raise FileFault("mixed")
    if kind != "zip" and zipfile.is_zipfile(path):
        raise FileFault("mixed")
    if isinstance(kind, FileKind) and kind != FileKind.PDF and _MARKUP.search(tail(path)):
        raise FileFault("mixed")


def tail(path: Path, size: int = TAIL) -> bytes:
    """The last `size` bytes of a file."""
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - size))
        return file.read()
