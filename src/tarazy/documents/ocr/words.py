"""Words with their boxes, and the text that they make."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Word:
    """A word of a page: its box in pixels of the upright picture, the reader's confidence 0–1, its line."""

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float
    line: int
    paragraph: int

    def stored(self) -> dict[str, Any]:
        """The word as a row of JSON."""
        return asdict(self)


def words_of_tsv(tsv: str) -> list[Word]:
    """The words of tesseract's TSV output in reading order; empty ones are left out."""
    found: list[Word] = []
    lines: dict[tuple[str, ...], int] = {}
    paragraphs: dict[tuple[str, ...], int] = {}
    for row in csv.DictReader(io.StringIO(tsv), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] != "5" or not (row["text"] or "").strip():
            continue
        paragraph = (row["block_num"], row["par_num"])
        line = (*paragraph, row["line_num"])
        found.append(
            Word(
                text=row["text"].strip(),
                left=int(row["left"]),
                top=int(row["top"]),
                width=int(row["width"]),
                height=int(row["height"]),
                confidence=max(0.0, float(row["conf"])) / 100,
                line=lines.setdefault(line, len(lines)),
                paragraph=paragraphs.setdefault(paragraph, len(paragraphs)),
            )
        )
    return found


def page_text(words: Sequence[Word]) -> str:
    """The words as lines of text, an empty line between paragraphs."""
    lines: list[str] = []
    last: Word | None = None
    for word in words:
        if last is None or word.line != last.line:
            if last is not None and word.paragraph != last.paragraph:
                lines.append("")
            lines.append(word.text)
        else:
            lines[-1] += f" {word.text}"
        last = word
    return "\n".join(lines)
