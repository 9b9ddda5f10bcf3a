"""PDF: opens without a password, is whole, shows pages and does nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from tarazy.documents.limits import Limits
from tarazy.documents.preflight.content import tail
from tarazy.documents.preflight.faults import FileFault

MOST_OBJECTS = 400_000
_DEEPEST = 24
_END = 2048
_ACTS = frozenset(
    (
        "/JavaScript",
        "/Launch",
        "/ImportData",
        "/SubmitForm",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/GoToE",
        "/RichMediaExecute",
    )
)
_PLAYS = frozenset(("/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"))


def check(path: Path, limits: Limits) -> int:
    """The number of pages. Raises `FileFault` as `check_file` says."""
    try:
        with pikepdf.open(path) as document:
            if document.is_encrypted:
                raise FileFault("restricted")
            if b"%%EOF" not in tail(path, _END):
                raise FileFault("damaged")
            pages = len(document.pages)
            if pages > limits.pages:
                raise FileFault("too_many_pages", pages=pages, limit=limits.pages)
            if len(document.objects) > MOST_OBJECTS:
                raise FileFault("bomb")
            _look_through(document, limits)
    except pikepdf.PasswordError:
        raise FileFault("encrypted") from None
    except (pikepdf.PdfError, RuntimeError, ValueError, RecursionError):
        raise FileFault("damaged") from None
    if not pages or _pages_that_open(path) != pages:
        raise FileFault("damaged")
    return pages


def _pages_that_open(path: Path) -> int:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return 0
    try:
        return len(document)
    finally:
        document.close()


def _look_through(document: pikepdf.Pdf, limits: Limits) -> None:
    for one in document.objects:
        _look_at(one, limits, 0)


def _look_at(one: Any, limits: Limits, depth: int) -> None:
    """Direct objects inside one another; indirect ones come in their own turn."""
    if depth > _DEEPEST:
        raise FileFault("bomb")
    if isinstance(one, pikepdf.Array):
        for child in one:
            if isinstance(child, pikepdf.Dictionary | pikepdf.Array) and not child.is_indirect:
                _look_at(child, limits, depth + 1)
        return
    if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        return
    for key, value in one.items():
        if (key == "/S" and str(value) in _ACTS) or key == "/JS" or key == "/JavaScript":
            raise FileFault("active")
        if key in ("/EF", "/EmbeddedFiles", "/RF"):
            raise FileFault("attachments")
        if key == "/XFA":
            raise FileFault("form")
        if key == "/Subtype" and str(value) in _PLAYS:
            raise FileFault("active")
        if key == "/Subtype" and value == "/FileAttachment":
            raise FileFault("attachments")
        if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
            _look_at(value, limits, depth + 1)
    if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image":
        width, height = one.get("/Width", 0), one.get("/Height", 0)
        if not isinstance(width, int) or not isinstance(height, int):
            raise FileFault("damaged")
        if width * height > limits.pixels:
            raise FileFault("too_many_pixels", pixels=width * height, limit=limits.pixels)
