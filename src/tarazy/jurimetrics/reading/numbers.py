"""Case numbers: how they look, which are the act's own, and one written form for comparing them."""

from __future__ import annotations

import re

from tarazy.jurimetrics.decision import Found
from tarazy.jurimetrics.reading.flat import Flat, windows
from tarazy.jurimetrics.reading.grammar import Grammar

# Latin letters that look like Cyrillic ones; a number with Cyrillic letters may hold either
_LOOK_ALIKE = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")
_UID = re.compile(r"\d{2}[A-ZА-Я]{2}\d{4}-\d{2}-\d{4}-\d{6}-\d{2}")
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


def own_case_numbers(flat: Flat, grammar: Grammar, head_end: int) -> tuple[Found[str], ...]:
    """Return the numbers of the act's heading, the act's own first, then that of the case below, then the identifier."""
    seen: dict[str, Found[str]] = {}
    for text, start, end in find_case_numbers(flat, grammar, 0, head_end):
        key = normalise_case_number(text)
        if key not in seen and not grammar.pattern("case_numbers.materials").match(key.lower()):
            seen[key] = Found(value=_written(text), span=flat.span(start, end), confidence=0.96)
    if not seen:
        for text, start, end in find_case_numbers(flat, grammar, head_end, len(flat.low)):
            key = normalise_case_number(text)
            before = flat.low[max(0, start - 30) : start]
            if grammar.pattern("case_numbers.case_word").search(before):
                seen[key] = Found(value=_written(text), span=flat.span(start, end), confidence=0.6)
                break
    return tuple(found for _, found in sorted(seen.items(), key=lambda item: _UID.match(item[0]) is not None))
