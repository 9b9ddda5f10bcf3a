"""A scanned page as it is shown: its picture, and its text with the words to confirm."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tarazy.documents.models import Document, OcrPage
from tarazy.documents.ocr.reading import upright
from tarazy.documents.rules import Mark
from tarazy.documents.store import local_copy, workshop

SHOWN_DPI = 130


@dataclass(frozen=True)
class ShownWord:
    """A word of the page; `mark` says why it is to be confirmed, `text` is what stands in the field."""

    index: int
    text: str
    box: tuple[int, int, int, int]
    mark: Mark | None = None
    confirmed: bool = False
    valid: bool | None = None
    length: int = 4


def lines_shown(page: OcrPage) -> list[list[ShownWord]]:
    """The words of a page by lines."""
    marks = {marked.index: marked for marked in page.marked}
    confirmed = {one.word: one.text for one in page.confirmations.all()}
    lines: dict[int, list[ShownWord]] = {}
    for index, word in enumerate(page.words):
        marked = marks.get(index)
        text = confirmed.get(index, word["text"])
        shown = ShownWord(
            index=index,
            text=text,
            box=(word["left"], word["top"], word["width"], word["height"]),
            mark=marked.mark if marked else None,
            confirmed=index in confirmed,
            valid=marked.valid if marked else None,
            length=max(3, min(40, len(text) + 1)),
        )
        lines.setdefault(word["line"], []).append(shown)
    return list(lines.values())


def page_picture(document: Document, page: OcrPage) -> bytes:
    """The picture (PNG) of a page, turned as it was for reading. Raises `ReadingFailed`, `ContentMissing`."""
    folder = Path(tempfile.mkdtemp(dir=workshop()))
    try:
        with local_copy(document.sha256) as source:
            return upright(
                source, page.number, folder / "page.png", SHOWN_DPI, page.skew, page.turn
            ).read_bytes()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
