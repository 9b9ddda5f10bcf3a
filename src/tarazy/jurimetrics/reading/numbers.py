"""Case numbers: how they look, which are the act's own, and one written form for comparing them."""

from __future__ import annotations

import re

from tarazy.jurimetrics.decision import Found
from tarazy.jurimetrics.reading.flat import Flat, windows
from tarazy.jurimetrics.reading.grammar import Grammar

# Latin letters that look like Cyrillic ones; a number with Cyrillic letters may hold either
_LOOK_ALIKE = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")
_UID = re.compile(r"\d{2}[A-ZА-Я]{2}\d{4}-\d{2}-\d{4}-\d{6}-\d{2}")
# old numbers with two figures of the year; those of Kazakhstan end in an ordinal and are longer
_SHORT_YEAR = re.compile(r"(\d{1,3}[А-ЯA-Z]{0,2}-\d{1,6})/([0-3]\d)")
_SPACES = re.compile(r"\s+")
# what every number of a case has: figures around a hyphen or a slash, or the head of a unique identifier
_ANCHOR = re.compile(r"\d[^\W\d_]{0,3}\s?[-/\\]|[^\W\d_]\d\d-|\d[^\W\d_]{2}\d{4}-")
_DASHES = re.compile(r"[–—‑‐−]")


def normalise_case_number(number: str) -> str:
    """The one written form of a case number: no spaces, plain hyphens and slashes, capitals, Cyrillic look-alikes.

    A unique identifier (УИД) keeps its Latin letters. Small letters after the type digit («2а», «33а») become
    capitals too, so that forms differing only in case are equal.
    """
    text = _SPACES.sub("", _DASHES.sub("-", number)).replace("\\", "/").strip("№#:.,;()").upper()
    if text.startswith("N") and text[1:2].isdigit():
        text = text[1:]
    if re.match(r"\d{2}[A-Z]{2}\d{4}-", text):
        return text
    return text.translate(_LOOK_ALIKE)


def _written(number: str) -> str:
    """As a reader would write the number: without spaces, and letters as in the text."""
    return _SPACES.sub("", _DASHES.sub("-", number)).replace("\\", "/").strip(".,;:-/")


def find_case_numbers(flat: Flat, grammar: Grammar, start: int, end: int) -> list[tuple[str, int, int]]:
    """Return (number, start, end) of what looks like case numbers in `[start, end)` of the view, in order.

    Numbers of contracts, powers of attorney and other papers are left out by the word before them.
    """
    found: list[tuple[str, int, int, int]] = []
    anchors = [match.start() for match in _ANCHOR.finditer(flat.low, start, end)]
    places = windows(anchors, 16, 40, start, end)
    for rank in range(len(grammar.rows("case_numbers.shapes"))):
        pattern = grammar.row_pattern("case_numbers.shapes", rank)
        for low, high in places:
            for match in pattern.finditer(flat.low, low, high):
                before = flat.low[max(0, match.start() - 60) : match.start()]
                if not grammar.finds("case_numbers.not_before", before):
                    found.append((flat.text[match.start() : match.end()], match.start(), match.end(), rank))
    for match in grammar.pattern("case_numbers.labelled").finditer(flat.low, start, end):
        stop = match.start("n") + len(match["n"].rstrip(".,;:-/\\"))
        if stop > match.start("n"):
            found.append((flat.text[match.start("n") : stop], match.start("n"), stop, 99))
    found.sort(key=lambda one: (one[3], one[1]))
    kept: list[tuple[str, int, int]] = []
    for text, begin, stop, _ in found:
        if all(stop <= other[1] or begin >= other[2] for other in kept):
            kept.append((text, begin, stop))
    kept.sort(key=lambda one: one[1])
    return kept


def _one_key(number: str) -> str:
    """The key under which two spellings of one number meet: the year always with its century."""
    key = normalise_case_number(number)
    short = _SHORT_YEAR.fullmatch(key)
    return f"{short[1]}/20{short[2]}" if short else key


def _secondary(flat: Flat, grammar: Grammar, head_end: int) -> Found[str] | None:
    """A number taken only where the heading has no better one: of a material, or without a year."""
    for path in ("case_numbers.material", "case_numbers.yearless"):
        match = grammar.pattern(path).search(flat.low, 0, head_end)
        if match:
            start, end = match.span("n")
            return Found(value=_written(flat.text[start:end]), span=flat.span(start, end), confidence=0.6)
    return None


def own_case_numbers(flat: Flat, grammar: Grammar, head_end: int) -> tuple[Found[str], ...]:
    """Return the numbers of the act's heading, the act's own first, then that of the case below.

    The unique identifier of a case (УИД) is told only where no number is. Numbers that a reference system's note
    on a later review names are not the act's.
    """
    seen: dict[str, Found[str]] = {}
    identifiers: dict[str, Found[str]] = {}
    notes = [match.span() for match in grammar.pattern("later_review").finditer(flat.low, 0, head_end)]
    for text, start, end in find_case_numbers(flat, grammar, 0, head_end):
        key = _one_key(text)
        found = Found(value=_written(text), span=flat.span(start, end), confidence=0.96)
        material = grammar.pattern("case_numbers.materials").match(key.lower())
        if material or any(note[0] <= start < note[1] for note in notes):
            continue
        if _UID.match(key):
            identifiers.setdefault(key, found)
        elif key not in seen or len(found.value) > len(seen[key].value):
            seen[key] = found
    if not seen:
        second = _secondary(flat, grammar, head_end)
        if second:
            seen[second.value] = second
    if not seen:
        seen = identifiers
    if not seen:
        for text, start, end in find_case_numbers(flat, grammar, head_end, len(flat.low)):
            key = normalise_case_number(text)
            before = flat.low[max(0, start - 30) : start]
            if grammar.pattern("case_numbers.case_word").search(before):
                seen[key] = Found(value=_written(text), span=flat.span(start, end), confidence=0.6)
                break
    return tuple(seen.values())
