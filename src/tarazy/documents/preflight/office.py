"""Word and Excel files that are ZIP archives (OOXML): whole, without macros, bombs and parts from elsewhere."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from tarazy.documents.kinds import FileKind
from tarazy.documents.limits import Limits
from tarazy.documents.preflight.faults import FileFault

MOST_ENTRIES = 5_000
MOST_UNPACKED = 12  # times the size limit of a file
STEEPEST = 200  # unpacked to packed, for entries that unpack to over a megabyte
_PIECE = 1_000_000
_MAIN = {"word/document.xml": FileKind.DOCX, "xl/workbook.xml": FileKind.XLSX}
_MACROS = re.compile(
    r"(?:^|/)(?:vbaproject\.bin|vbadata\.xml|macrosheets/|dialogsheets/|activex/)", re.IGNORECASE
)
_NESTED = re.compile(
    r"\.(?:zip|rar|7z|gz|jar|exe|dll|js|vbs|bat|cmd|ps1|hta|html?|svg|docm|xlsm|bin\.exe)\Z", re.IGNORECASE
)
_PACKAGER = re.compile(r"/embeddings/[^/]+\.bin\Z", re.IGNORECASE)
_REMOTE = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External)(?![^>]*/(?:hyperlink)[\"'])[^>]*>",
    re.IGNORECASE,
)
_DDE = re.compile(rb"\bDDE(?:AUTO)?\s+\S", re.IGNORECASE)


def check(path: Path, limits: Limits) -> FileKind:
    """DOCX or XLSX. Raises `FileFault` as `check_file` says."""
    try:
        with zipfile.ZipFile(path) as archive:
            kind = _entries(archive, limits)
            _parts(archive)
            return kind
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise FileFault("damaged") from None


def _entries(archive: zipfile.ZipFile, limits: Limits) -> FileKind:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise FileFault("bomb")
    names = [entry.filename for entry in entries]
    kind = next((kind for part, kind in _MAIN.items() if part in names), None)
    if kind is None:
        raise FileFault("wrong_type", found="zip")
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileFault("encrypted")
    if len(set(names)) != len(names):  # two parts under one name: each program sees another
        raise FileFault("mixed")
    for entry in entries:
        name = entry.filename
        if name.startswith(("/", "\\")) or ".." in name.split("/") or "\\" in name or ":" in name:
            raise FileFault("mixed")
        if entry.file_size > _PIECE and entry.file_size > STEEPEST * max(1, entry.compress_size):
            raise FileFault("bomb")
        if _MACROS.search(name):
            raise FileFault("macros")
        if _NESTED.search(name) or _PACKAGER.search(name):
            raise FileFault("attachments")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED * limits.bytes:
        raise FileFault("bomb")
    return kind


def _parts(archive: zipfile.ZipFile) -> None:
    """Read every part once: its checksum holds, it is no longer than it says, its XML is plain."""
    for entry in archive.infolist():
        is_xml = entry.filename.lower().endswith((".xml", ".rels"))
        read, overlap = 0, b""
        with archive.open(entry) as part:
            while piece := part.read(_PIECE):
                read += len(piece)
                if read > entry.file_size:
                    raise FileFault("bomb")
                if not read - len(piece) and not is_xml and piece.startswith((b"MZ", b"Rar!", b"7z\xbc\xaf")):
                    raise FileFault("attachments")
                if is_xml:
                    _xml(entry.filename, overlap + piece)
                    overlap = piece[-2000:]


def _xml(name: str, text: bytes) -> None:
    if b"<!ENTITY" in text or b"<!DOCTYPE" in text:
        raise FileFault("active")
    if name == "[Content_Types].xml" and b"macroEnabled" in text:
        raise FileFault("macros")
    if name.endswith(".rels") and _REMOTE.search(text):
        raise FileFault("remote_parts")
    if name.startswith("word/") and b"instrText" in text and _DDE.search(text):
        raise FileFault("active")
