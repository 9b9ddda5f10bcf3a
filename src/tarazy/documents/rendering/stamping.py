"""Marks over pages of others: the stamp of registration on a copy, the reader's name on the copy that they read."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import BinaryIO

import pikepdf
from django.conf import settings
from django.utils.translation import gettext, override

from tarazy.documents.rendering.court_papers import Stamp, frame_words
from tarazy.documents.rendering.typesetting import compile_paper, qr_svg

_MILLIMETRE = 72 / 25.4
STAMP_WIDTH, STAMP_HEIGHT = 74 * _MILLIMETRE, 25 * _MILLIMETRE
_MARGIN = 6 * _MILLIMETRE
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_SMALLEST, _LARGEST = 72.0, 14_400.0


class CannotStamp(Exception):
    """The bytes are no PDF that opens."""


def stamp_pdf(source: BinaryIO, stamp: Stamp, verify_url: str, language: str) -> bytes:
    """A copy of a PDF with the stamp and its QR code at the top right of the first page. Raises `CannotStamp`."""
    values = {
        "court": stamp.court,
        "number": stamp.number,
        "date": stamp.date,
        "language": language,
        "qr": qr_svg(verify_url) if verify_url else "",
        "model_data": bool(getattr(settings, "MODEL_DATA", False)),
        "words": frame_words(language),
    }
    overlay = compile_paper("stamp", values, _EPOCH, archival=False)
    with _opened(source) as document, pikepdf.open(io.BytesIO(overlay)) as over:
        page = document.pages[0]
        left, bottom, right, top = _box(page)
        width = min(STAMP_WIDTH, (right - left) * 0.6)
        height = width * STAMP_HEIGHT / STAMP_WIDTH
        if _turned(page):  # the page is shown turned: its top right is elsewhere in its own coordinates
            width, height = height, width
        x, y = _corner(page, (left, bottom, right, top), width, height)
        page.add_overlay(over.pages[0], pikepdf.Rectangle(x, y, x + width, y + height))
        return _saved(document)


def watermarked(source: BinaryIO, reader: str, at: datetime, language: str) -> bytes:
    """A copy of a PDF with the reader's name and the time on every page. Raises `CannotStamp`."""
    with override(language):
        line = gettext("Copy for %(reader)s, %(time)s. It shows who read it; passing it on is answered for.")
    time = at.strftime("%d.%m.%Y %H:%M")
    line %= {"reader": reader, "time": time}
    forms: dict[tuple[int, int], pikepdf.Object] = {}
    with _opened(source) as document:
        for page in document.pages:
            left, bottom, right, top = _box(page)
            width, height = right - left, top - bottom
            if _turned(page):
                width, height = height, width
            size = (round(width), round(height))
            if size not in forms:
                forms[size] = _reader_form(document, size, reader, time, line, language)
            page.add_overlay(forms[size], pikepdf.Rectangle(left, bottom, right, top))
        _without_signatures(document)
        return _saved(document)


def _without_signatures(document: pikepdf.Pdf) -> None:
    """A marked copy is no signed paper: a signature that no longer fits would only frighten its reader."""
    for name in ("/DSS", "/Perms"):
        if name in document.Root:
            del document.Root[name]
    form = document.Root.get("/AcroForm")
    if form is None:
        return
    fields = form.get("/Fields", pikepdf.Array())
    form.Fields = pikepdf.Array([one for one in fields if one.get("/FT") != "/Sig"])
    if "/SigFlags" in form:
        del form["/SigFlags"]
    for page in document.pages:
        if "/Annots" in page:
            page.Annots = pikepdf.Array([one for one in page.Annots if one.get("/FT") != "/Sig"])


def _reader_form(
    document: pikepdf.Pdf, size: tuple[int, int], reader: str, time: str, line: str, language: str
) -> pikepdf.Object:
    values = {
        "reader": reader,
        "time": time,
        "line": line,
        "language": language,
        "width": size[0],
        "height": size[1],
    }
    overlay = compile_paper("reader", values, _EPOCH, archival=False)
    with pikepdf.open(io.BytesIO(overlay)) as over:
        return document.copy_foreign(over.pages[0].as_form_xobject())


def _opened(source: BinaryIO) -> pikepdf.Pdf:
    try:
        document = pikepdf.open(source)
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise CannotStamp from error
    if not len(document.pages):
        document.close()
        raise CannotStamp
    return document


def _box(page: pikepdf.Page) -> tuple[float, float, float, float]:
    one, two, three, four = (float(edge) for edge in page.cropbox)
    left, right, bottom, top = min(one, three), max(one, three), min(two, four), max(two, four)
    return (
        left,
        bottom,
        left + min(max(right - left, _SMALLEST), _LARGEST),
        bottom + min(max(top - bottom, _SMALLEST), _LARGEST),
    )


def _rotation(page: pikepdf.Page) -> int:
    return int(page.obj.get("/Rotate", 0) or 0) % 360  # add_overlay turns the overlay with the page


def _turned(page: pikepdf.Page) -> bool:
    return _rotation(page) in (90, 270)


def _corner(
    page: pikepdf.Page, box: tuple[float, float, float, float], width: float, height: float
) -> tuple[float, float]:
    left, bottom, right, top = box
    right, top, left, bottom = right - _MARGIN, top - _MARGIN, left + _MARGIN, bottom + _MARGIN
    return {
        0: (right - width, top - height),
        90: (left, top - height),
        180: (left, bottom),
        270: (right - width, bottom),
    }[_rotation(page) // 90 * 90]


def _saved(document: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    document.save(target, deterministic_id=True)
    return target.getvalue()
