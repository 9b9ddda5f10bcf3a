"""Two texts of an act beside each other: paragraph by paragraph, and word by word where a paragraph was changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tarazy.acts.text import ActText, Part

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LIKE = 0.4  # paragraphs less alike than this are another paragraph each, not a change of one
_NEAR = 4  # how many paragraphs ahead a changed one is looked for: two texts of a book are compared in a moment too
_LONG = 400  # above it, whether two paragraphs are alike is asked of their words, not their letters


@dataclass(frozen=True)
class Piece:
    """Some words and whether they are the same in both texts."""

    text: str
    same: bool


@dataclass(frozen=True)
class Row:
    """A paragraph of the older text beside that of the newer; empty where it isn't in one of them."""

    older: tuple[Piece, ...]
    newer: tuple[Piece, ...]


@dataclass(frozen=True)
class Compared:
    """A part (`None`: the title) with what was changed in it, and how many paragraphs were not."""

    part: Part | None
    rows: tuple[Row, ...]
    same: int


def compared(older: ActText, newer: ActText) -> list[Compared]:
    """The title and the parts in which the two differ."""
    found = [_compared(None, [older.title, older.subtitle], [newer.title, newer.subtitle])]
    found += [_compared(part, _lines(older, part), _lines(newer, part)) for part in Part]
    return [one for one in found if one.rows]


def _lines(text: ActText, part: Part) -> list[str]:
    return [line for line in text.plain(part).split("\n") if line.strip()]


def _compared(part: Part | None, older: list[str], newer: list[str]) -> Compared:
    rows: list[Row] = []
    same = 0
    for tag, a, b, c, d in SequenceMatcher(None, older, newer, autojunk=False).get_opcodes():
        if tag == "equal":
            same += b - a
        else:
            rows += _paired(older[a:b], newer[c:d])
    return Compared(part, tuple(rows), same)


def _paired(older: Sequence[str], newer: Sequence[str]) -> Iterator[Row]:
    """Paragraphs that stand at the same place, beside each other where they are alike."""
    at = 0
    for line in older:
        near = range(at, min(at + _NEAR, len(newer)))
        match = next((place for place in near if _alike(line, newer[place])), None)
        if match is None:
            yield Row((Piece(line, same=False),), ())
            continue
        for added in newer[at:match]:
            yield Row((), (Piece(added, same=False),))
        yield _words(line, newer[match])
        at = match + 1
    for added in newer[at:]:
        yield Row((), (Piece(added, same=False),))


def _alike(one: str, other: str) -> bool:
    if len(one) + len(other) > _LONG:
        matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    else:
        matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= _LIKE and matcher.ratio() >= _LIKE


def _words(older: str, newer: str) -> Row:
    """Both with what differs; a blank between two changed words belongs to the change."""
    left, right = _WORDS.findall(older), _WORDS.findall(newer)
    before: list[Piece] = []
    after: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        same = tag == "equal" and not "".join(left[a:b]).isspace()
        _add(before, "".join(left[a:b]), same)
        _add(after, "".join(right[c:d]), same)
    return Row(tuple(before), tuple(after))


def _add(pieces: list[Piece], text: str, same: bool) -> None:
    if text and pieces and pieces[-1].same == same:
        pieces[-1] = Piece(pieces[-1].text + text, same)
    elif text:
        pieces.append(Piece(text, same))
