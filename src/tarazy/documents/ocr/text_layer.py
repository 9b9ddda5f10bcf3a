"""Whether a PDF was typed (its text is there) or scanned (only a picture is)."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

LETTERS = 40  # on a page of text; a page number or a stamp has fewer


def has_text(path: Path) -> bool:
    """Whether every page of a PDF has text of its own. False for one that doesn't open."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return False
    try:
        return len(document) > 0 and all(
            _letters(document, number) >= LETTERS for number in range(len(document))
        )
    except pypdfium2.PdfiumError:
        return False
    finally:
        document.close()


def _letters(document: pypdfium2.PdfDocument, number: int) -> int:
    page = document[number]
    layer = page.get_textpage()
    try:
        return sum(char.isalpha() for char in layer.get_text_bounded())
    finally:
        layer.close()
        page.close()
