"""Where sentences begin and end in a court's text, which is full of stops that end nothing (ст. 15 п. 2)."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_STOP = re.compile(r"[.!?…]+[\"»”’)\]]*(?=\s)|\n[ \t\r]*\n\s*|\n")
_WORD_BEFORE = re.compile(r"[\w№][\w.№-]*$")
_YEAR_BEFORE = re.compile(r"\b(?:1[89]|20)\d\d\s*$")
_WRAPPED = 60  # a line of a wrapped paragraph is rarely shorter than this


@cache
def _abbreviations(language: str) -> tuple[frozenset[str], frozenset[str]]:
    raw: dict[str, dict[str, Any]] = yaml.safe_load(
        files("tarazy.jurimetrics.analysis").joinpath("abbreviations.yaml").read_text(encoding="utf-8")
    )
    never = set(str(raw["common"]["never"]).split())
    rarely = set(str(raw["common"]["rarely"]).split())
    # An act in Kazakh quotes Russian and an unknown language may be either, so both lists then hold.
    for code in {language, "ru"} if language in ("kk", "ky", "und", "be") else {language}:
        if code in raw:
            never |= set(str(raw[code]["never"]).split())
            rarely |= set(str(raw[code]["rarely"]).split())
    return frozenset(never), frozenset(rarely)


def sentences(text: str, language: str) -> list[tuple[int, int]]:
    """The sentences of `text` as half-open character ranges, in order, without the white space around them.

    Every character that is not white space is in exactly one sentence. Stops after abbreviations of the
    language, initials, list numbers and inside dates and numbers end nothing; a blank line always ends a
    sentence, a line's end does unless the line looks wrapped.
    """
    never, rarely = _abbreviations(language)
    found: list[tuple[int, int]] = []
    start = 0
    for match in _STOP.finditer(text):
        stop = match.group()
        if "\n" in stop:
            ends = stop.count("\n") > 1 or _line_ends(text, start, match, never)
        else:
            ends = _ends(text, start, match, never, rarely)
        if ends:
            _append(found, text, start, match.end())
            start = match.end()
    _append(found, text, start, len(text))
    return found


def _append(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        begin = start + piece.index(stripped[0])
        found.append((begin, begin + len(stripped)))


def _line_ends(text: str, start: int, match: re.Match[str], never: frozenset[str]) -> bool:
    """Whether the single line break of `match` ends the sentence that began at `start`."""
    at, after = match.span()
    line_start = max(text.rfind("\n", 0, at) + 1, start)
    line = text[line_start:at].rstrip()
    following = text[after : after + 40].lstrip()
    if not line or not following:
        return True
    if line[-1] in ".!?…:;":
        return (
            line[-1] in ":;" or following[0].isupper() or following[0].isdigit() or following[0] in '«"(—–-•'
        )
    return not (len(line) >= _WRAPPED or following[0].islower())


def _ends(text: str, start: int, match: re.Match[str], never: frozenset[str], rarely: frozenset[str]) -> bool:
    """Whether the stop of `match` ends the sentence that began at `start`."""
    following = text[match.end() : match.end() + 40].lstrip()
    if not following:
        return True
    first = following[0]
    if first.islower():
        return False
    if match.group()[0] != ".":
        return True
    before = text[max(start, match.start() - 30) : match.start()]
    word = _WORD_BEFORE.search(before)
    if word is None:
        return True
    last = word.group().lower()
    if before.strip() == word.group() and len(before.strip()) <= 4 and (last[-1].isdigit() or len(last) == 1):
        return False  # the number of an item in a list: "1. Взыскать"
    capital = first.isupper()
    if last in rarely and (last not in never or _YEAR_BEFORE.search(before[: word.start()])):
        return capital and not _is_acronym(following)
    if last in never or (len(last) == 1 and last.isalpha()):
        return False
    return not (re.fullmatch(r"(?:\w\.)+\w", last) and not last[-1].isdigit())


def _is_acronym(following: str) -> bool:
    word = re.match(r"\w+", following)
    return word is not None and len(word.group()) > 1 and word.group().isupper()
