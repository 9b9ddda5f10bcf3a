"""Which words of a scan a person must confirm: those that the reader doubts, and all on which a case turns.

A paper that was scanned is taken for what its author wrote only when a person of the court has looked at numbers,
dates and sums (the project's own rule: the reader's confidence says nothing of whether a digit is right).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tarazy.law import is_bin, is_iin

CONFIDENCE_LIMIT = 0.80


class Mark(StrEnum):
    """Why a word is marked."""

    DOUBTFUL = "doubtful"
    IDENTIFIER = "identifier"
    SUM = "sum"
    DATE = "date"
    NUMBER = "number"


@dataclass(frozen=True)
class Marked:
    """A word to confirm: its place among the page's words, why, and for identifiers whether the control holds."""

    index: int
    mark: Mark
    valid: bool | None = None


_DIGIT_LIKE = re.compile(r"[0-9OОоoЗзlIІBВ]")
_EDGES = "«»\"'“”„()[]<>.,;:!?№#_—–-"
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\Z|\d{4}[./-]\d{1,2}[./-]\d{1,2}\Z")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_MONTH = re.compile(
    r"(?:январ|феврал|март|апрел|ма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр"
    r"|қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан)",
    re.IGNORECASE,
)
_MONEY = re.compile(r"(?:тенге|теңге|тг\b|₸|kzt|тиын|рубл|доллар)", re.IGNORECASE)
_REACH = 4  # words between a figure and the word that says what it is


def marked_words(texts: Sequence[str], confidences: Sequence[float]) -> list[Marked]:
    """The words that a person must confirm, in reading order. `confidences` are 0–1, one for each word.

    Every word with a digit is among them. Raises `ValueError` if the two differ in length.
    """
    if len(texts) != len(confidences):
        raise ValueError("one confidence for each word")
    bare = [text.strip(_EDGES) for text in texts]
    found: list[Marked] = []
    for index, (text, confidence) in enumerate(zip(bare, confidences, strict=True)):
        mark = _mark(index, text, bare, texts)
        if mark is not None:
            found.append(Marked(index, mark, _valid(text) if mark is Mark.IDENTIFIER else None))
        elif confidence < CONFIDENCE_LIMIT and any(char.isalnum() for char in text):
            found.append(Marked(index, Mark.DOUBTFUL))
    return found


def _mark(index: int, text: str, bare: Sequence[str], texts: Sequence[str]) -> Mark | None:
    digits = sum(char.isdigit() for char in text)
    if not digits:
        return Mark.DATE if _MONTH.match(text) and _figure_beside(index, bare) else None
    if digits >= 10 and len(_DIGIT_LIKE.findall(text)) >= len(text) - 1 and 11 <= len(text) <= 13:
        return Mark.IDENTIFIER
    if _DATE.match(text):
        return Mark.DATE
    after = bare[index + 1 : index + 1 + _REACH]
    if _MONEY.search(text) or any(_MONEY.match(word) for word in _through_figures(after)):
        return Mark.SUM
    if "₸" in texts[index] or any("₸" in word for word in texts[index + 1 : index + 2]):
        return Mark.SUM
    near = bare[max(0, index - 1) : index + 2]
    if (len(text) <= 2 or _YEAR.match(text)) and any(_MONTH.match(word) for word in near):
        return Mark.DATE
    if _YEAR.match(text) and bare[index + 1 : index + 2] and re.match(r"г\b|год|ж\b|жыл", bare[index + 1]):
        return Mark.DATE
    return Mark.NUMBER


def _through_figures(words: Sequence[str]) -> list[str]:
    """The words up to and including the first that is no figure (1 250 000 тенге is four words)."""
    taken: list[str] = []
    for word in words:
        taken.append(word)
        if not word.isdigit():
            break
    return taken


def _figure_beside(index: int, bare: Sequence[str]) -> bool:
    return any(any(char.isdigit() for char in word) for word in bare[max(0, index - 1) : index + 2])


def _valid(text: str) -> bool:
    return is_iin(text) or is_bin(text)
