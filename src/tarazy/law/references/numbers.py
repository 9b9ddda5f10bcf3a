"""The numbers of a citation: «226, 228-230», «133-2», «152¹», «1) и 3)», «перв…», «а»."""

from __future__ import annotations

import re

WIDEST_RANGE = 60
"""A range wider than this is taken for its two ends: «статьи 1-1124» is a code, not a thousand articles."""
LONGEST_LIST = 60
"""More numbers than this are read as a new list, so that hostile text can't make work without bound."""

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_UP = "[⁰¹²³⁴⁵⁶⁷⁸⁹]"
NUMBER = rf"\d{{1,4}}(?:\.\d{{1,3}}(?![\d.]))*(?:{_UP}{{1,3}})?(?!\d)"
BRACKETED = rf"{NUMBER}(?:\(\d{{1,3}}(?:-\d{{1,2}})?\)){{0,3}}"
DASH = r"\s?[-–—−]\s?"

_TOKEN = re.compile(
    rf"(?P<number>{BRACKETED})|(?P<dash>\s*[-–—−]\s*)|[«\"'“„](?P<quoted>\w)[»\"'”“]|(?P<letter>\b\w(?=\)))|(?P<word>\w+)"
)
_PLAIN = re.compile(r"\d+\Z")
_HYPHENED = re.compile(r"(\d+)-(\d+)\Z")
_SUFFIX = re.compile(rf"({_UP}+)")


def read_numbers(text: str, ordinals: list[tuple[re.Pattern[str], str]]) -> list[str]:
    """Each number of a list as written, ranges spelled out, superscripts after «^»: "133-2", "152^1", "а"."""
    items: list[tuple[str, bool]] = []  # value, and whether a range runs from the item before to it
    dash: str | None = None
    merged = False
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "dash":
            dash = token["dash"]
            continue
        if kind == "number":
            value = _SUFFIX.sub(lambda found: "^" + found[1].translate(SUPERSCRIPTS), token["number"])
        elif kind == "quoted":
            value = token["quoted"]
        elif kind == "letter":
            value = token["letter"]
        else:
            value = next((number for word, number in ordinals if word.fullmatch(token["word"])), "")
            if not value:
                continue
        tight = dash is not None and dash == dash.strip()
        if tight and items and not merged and _is_suffix(items[-1][0], value):
            items[-1] = (f"{items[-1][0]}-{value}", items[-1][1])
            merged = True
        else:
            items.append((value, dash is not None and bool(items)))
            merged = False
        dash = None
    return list(dict.fromkeys(_spell_out(items)))


def _is_suffix(before: str, value: str) -> bool:
    """«133-2» is one article: the second number is smaller. «228-230» is a range."""
    bare = value.split("(", 1)[0]
    return bool(_PLAIN.match(before) and _PLAIN.match(bare)) and int(bare) < int(before) and len(bare) <= 2


def _spell_out(items: list[tuple[str, bool]]) -> list[str]:
    numbers: list[str] = []
    for value, ranged in items:
        if ranged:
            numbers.extend(_between(numbers[-1], value))
        numbers.append(value)
    return numbers


def _between(first: str, last: str) -> list[str]:
    """The numbers strictly between two ends of a range; none where it can't be told or would be too many."""
    prefix = ""
    left, right = _HYPHENED.match(first), _HYPHENED.match(last)
    if left and right and left[1] == right[1]:
        prefix, first, last = f"{left[1]}-", left[2], right[2]
    if not (_PLAIN.match(first) and _PLAIN.match(last)) or not 0 < int(last) - int(first) <= WIDEST_RANGE:
        return []
    return [f"{prefix}{number}" for number in range(int(first) + 1, int(last))]
