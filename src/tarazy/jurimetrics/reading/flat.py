"""A one-line view of a text for matching: single spaces, spaced letters joined, with the way back to the text.

Court acts come with headings such as «Р Е Ш И Л :», with hard line breaks or with none. All patterns of the
reader run on this view, so that line breaks and double spaces can't change what is read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from tarazy.jurimetrics.decision import Span

_TOKEN = re.compile(r"[^\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_FOLD = str.maketrans(
    {
        "ё": "е",
        "–": "-",
        "—": "-",
        "‑": "-",
        "‐": "-",
        "−": "-",
        "«": '"',
        "»": '"',
        "“": '"',
        "”": '"',
        "„": '"',
        "‟": '"',
        "’": "'",
        "`": "'",
    }
)
_SPACED_MIN = 4


@dataclass(frozen=True, slots=True)
class Flat:
    """`text` is the one-line view, `low` the same in folded lower case (same length), `spaced` where joined runs begin."""

    text: str
    low: str
    spaced: frozenset[int]
    _starts: list[int] = field(repr=False)
    _origins: list[int] = field(repr=False)

    def origin(self, position: int) -> int:
        """The place in the original text of the character that stands at `position` of the view."""
        piece = bisect_right(self._starts, position) - 1
        return self._origins[piece] + position - self._starts[piece]

    def span(self, start: int, end: int) -> Span:
        """The range of the original text that `[start, end)` of the view was made from."""
        if end <= start:
            at = self.origin(start) if self._starts else 0
            return Span(start=at, end=at)
        return Span(start=self.origin(start), end=self.origin(end - 1) + 1)

    def loud(self, start: int, end: int) -> bool:
        """Whether the words at `[start, end)` stand out as a heading: in capitals or in spaced letters."""
        return start in self.spaced or self.text[start:end].isupper()


def _lowered(text: str) -> str:
    low = text.lower()
    if len(low) != len(text):
        low = "".join(one if len(one := char.lower()) == 1 else char for char in text)
    return low.translate(_FOLD)


def _spaced_run(tokens: list[re.Match[str]], first: int) -> int:
    """How many tokens from `first` make one word in spaced letters, 0 if they don't."""
    count = singles = 0
    for token in tokens[first : first + 60]:
        word = token.group()
        if len(word) == 1 and word.isalpha():
            singles += 1
        elif not (len(word) == 2 and word.isalpha() and word.isupper()):
            if len(word) == 2 and word[0].isalpha() and word[1] in ":,.;" and count >= _SPACED_MIN - 1:
                return count + 1
            break
        count += 1
    return count if count >= _SPACED_MIN and singles >= _SPACED_MIN - 1 else 0


def flatten(text: str) -> Flat:
    """Return the one-line view of `text`. Linear in the length of the text."""
    tokens = list(_TOKEN.finditer(text))
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    spaced: set[int] = set()
    length = 0
    run_end = -1
    previous_end = 0
    for index, token in enumerate(tokens):
        word = token.group()
        if index and index >= run_end:
            gap = text[previous_end : token.start()]
            if any(char.isspace() for char in gap):
                # the space keeps the origin of the gap, so that a span never reaches outside the text
                pieces.append(" ")
                starts.append(length)
                origins.append(previous_end)
                length += 1
        if index >= run_end and len(word) == 1 and word.isalpha():
            run = _spaced_run(tokens, index)
            if run:
                run_end = index + run
                spaced.add(length)
        pieces.append(word)
        starts.append(length)
        origins.append(token.start())
        length += len(word)
        previous_end = token.end()
    flat = "".join(pieces)
    return Flat(flat, _lowered(flat), frozenset(spaced), starts, origins)
