"""Sentences of rule tables as patterns: words, citations of norms, and slots `{name:form}`; read once, filled often."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tarazy.acts.text import NormMark, NormOf
from tarazy.law import Reference, load, parse_references

SLOT = re.compile(r"\{(?P<name>[a-z_]+(?:\.[a-z_]+)?)(?::(?P<form>[a-z_]+))?\}")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to be filled: `name` of a datum, a value of the head, `party.field`, `condition.told` or a time limit."""

    name: str
    form: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Words as they stand, and the norm that they cite if they do."""

    text: str
    norm: NormMark | None = None


Pattern = tuple[Piece | Slot, ...]


@lru_cache(maxsize=2048)
def pattern(text: str, language: str) -> Pattern:
    """The sentence read: its words, the norms cited in them, its slots."""
    pieces: list[Piece | Slot] = []
    cited = [(one.start, one.end, norm_mark(one.references[0])) for one in citations(text, language)]
    at = 0
    for slot in SLOT.finditer(text):
        pieces += _words(text, at, slot.start(), cited)
        pieces.append(Slot(slot["name"], slot["form"] or ""))
        at = slot.end()
    pieces += _words(text, at, len(text), cited)
    return tuple(pieces)


def citations(text: str, language: str, *, known_only: bool = True) -> list[Cited]:
    """The norms that a sentence cites, with their places; by wish those too whose code isn't known."""
    return [
        Cited(one.start, one.end, one.references)
        for one in parse_references(text, load("kz"), language)
        if one.references and (not known_only or all(reference.code for reference in one.references))
    ]


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation in a sentence."""

    start: int
    end: int
    references: tuple[Reference, ...]


def slots(text: str, language: str) -> Iterator[Slot]:
    """The slots of a sentence."""
    return (one for one in pattern(text, language) if isinstance(one, Slot))


def norm_mark(reference: Reference) -> NormMark:
    """The mark of a cited norm: code, article, and the places inside from the largest."""
    inside = [reference.part, reference.paragraph, reference.subparagraph]
    point = ".".join(one for one in inside if one)[:40]
    return NormMark(attrs=NormOf(code=reference.code or "", article=reference.article, point=point))


def _words(text: str, start: int, end: int, cited: list[tuple[int, int, NormMark]]) -> Iterator[Piece]:
    at = start
    for begin, stop, mark in cited:
        if begin < at or stop > end:
            continue
        if begin > at:
            yield Piece(text[at:begin])
        yield Piece(text[begin:stop], mark)
        at = stop
    if at < end:
        yield Piece(text[at:end])
