"""A one-line view of a text for matching: single spaces, spaced letters joined, with the way back to the text.

Court acts come with headings such as «Р Е Ш И Л :», with hard line breaks or with none. All patterns of the
reader run on this view, so that line breaks and double spaces can't change what is read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tarazy.jurimetrics.decision import Span

_HIDDEN = "\u00ad\u200b-\u200f\u2060\ufeff"
# every gap that is not one plain space
_GAP = re.compile(rf"[\s{_HIDDEN}]{{2,}}|[^\S ]|[{_HIDDEN}]")
_EDGES = re.compile(rf"[\s{_HIDDEN}]*(?P<body>.*\S)?", re.DOTALL)
# four or more single letters of one case (some pairs in capitals allowed) with gaps between
_UP = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІЇЄҐ"
_LOW = "a-zа-яёәғқңөұүһіїєґ"
_SPACED = re.compile(
    rf"(?:(?<![{_UP}])(?:[{_UP}]{{1,2}}[\s{_HIDDEN}]+){{3,60}}[{_UP}]|(?<!\S)(?:[{_LOW}][\s{_HIDDEN}]+){{3,60}}[{_LOW}])"
    r"(?=[:,.;]?(?:\s|$)|[А-ЯЁ][а-яё]|\d)"
)
_SPACED_MIN = 4
# where a page's conversion lost a line break: figures or small letters before capitals, capitals before figures,
# a word in small letters before a name. Each pattern begins with a set of letters, which is found fast.
_CAPITAL = "А-ЯЁӘҒҚҢӨҰҮҺІ"
_GLUED = (
    re.compile(rf"[{_LOW}\d](?=[{_CAPITAL}]{{5}})"),
    re.compile(rf"[{_CAPITAL}](?=\d)(?<=[{_CAPITAL}]{{6}})"),
    re.compile(r"[а-яё](?=[А-ЯЁ][а-яё]{2})(?<=[а-яё]{4})"),
    re.compile(r"[яей](?=г\.\s?[А-ЯЁ])(?<=ия|ие|ой)"),
)
_LONGEST_WORD = 60
_SMALL_WORD = re.compile(r"[а-яё]+")
# in a text without lines also a word in small letters before a capital, a heading before a word, a stop before one
_GLUED_FLAT = re.compile(
    r"(?<=[а-яёәғқңөұүһі\d])(?=[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]{2})"
    r"|(?:(?<=[а-яё]{4}[.;:)])|(?<=\sг\.)|(?<=\d\.)|(?<=\s\.)|(?<=[>|]))(?=[А-ЯЁӘҒҚҢӨҰҮҺІ])|(?<=[А-ЯЁӘҒҚҢӨҰҮҺІ]{6})(?=[а-яё]{2}|г\.)"
    r"|(?<=[А-ЯЁӘҒҚҢӨҰҮҺІ]{4})(?=[А-ДЖИ-ЯӘҒҚҢӨҰҮҺІ][а-яё]{2}|ИМЕНЕМ\s|РЕШЕНИЕ|ОПРЕДЕЛЕНИЕ|ПОСТАНОВЛЕНИЕ|ПРИГОВОР)"
    r"|(?:(?<=ЕНИЕ)|(?<=ПРИКАЗ)|(?<=ПРИГОВОР))(?=[а-яёА-ЯЁ][а-яё.]{2})|(?<=[а-яё]{2})(?=в\sсоставе)|(?<=\d)(?=[а-яё]{2,12}\s)"
    r"|(?<=[а-яё]{4})(?=\d{1,2}\s[а-яё]{3,8}\s(?:19|20)\d\d)"
)
_LINE_LETTERS = 1500
# a page that sets one letter a line: this share of its lines
_LETTERWISE = 0.8
_FOLDED = (
    ("ё", "е"),
    *((dash, "-") for dash in "–—‑‐−"),
    *((quote, '"') for quote in "«»“”„‟"),
    *((mark, "'") for mark in "’`"),
)


@dataclass(frozen=True, slots=True)
class Flat:
    """`text` is the one-line view, `low` the same in folded lower case and of the same length.

    `spaced` holds the places where words begin that stood in spaced letters. A blank that the view put where a
    line break was lost leads back to the letter it stands before. `lines` are the places where lines of the text begin.
    """

    text: str
    low: str
    spaced: frozenset[int]
    _starts: list[int] = field(repr=False)
    _origins: list[int] = field(repr=False)
    lines: tuple[int, ...] = field(default=(0,), repr=False)

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


def fold(text: str) -> str:
    """`text` in lower case with plain dashes and quotes and «е» for «ё»; the length stays the same."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(one if len(one := char.lower()) == 1 else char for char in text)
    for written, plain in _FOLDED:
        low = low.replace(written, plain)
    return low


def _is_letterwise(text: str) -> bool:
    """Whether nearly every line holds a single letter, as on pages whose columns were taken apart."""
    lines = [line for line in text.splitlines() if line and not line.isspace()]
    return len(lines) >= 40 and sum(len(line.strip()) == 1 for line in lines) >= _LETTERWISE * len(lines)


def _filler(gap: str, letterwise: bool) -> str:
    """What stands in the view for a gap of the text."""
    if letterwise and gap.count("\n") == 1 and not gap.strip("\r\n"):
        return ""
    return " " if any(char.isspace() for char in gap) else ""


def _glued(text: str, begin: int, end: int) -> Iterator[int]:
    """The places inside words where a line break was lost. Names inside quotation marks are left as they are."""
    lined = text.count("\n") * _LINE_LETTERS >= len(text)
    patterns = _GLUED if lined else (*_GLUED, _GLUED_FLAT)
    places = sorted({match.end() for pattern in patterns for match in pattern.finditer(text, begin, end)})
    for place in places:
        word = place
        while word > max(begin, place - _LONGEST_WORD) and not text[word - 1].isspace():
            word -= 1
        before = text[word:place]
        if before.rfind("«") > before.rfind("»") or before[0] in '"“„':
            continue
        # «СтройИнвест» is a name, «номерСоветский» is not
        named = text[place].isupper() and text[place + 1 : place + 2].islower()
        if not (lined and named and _SMALL_WORD.fullmatch(before) is None):
            yield place


def _run_edges(text: str, runs: list[re.Match[str]]) -> Iterator[int]:
    """The ends of spaced words that the text before or after them is stuck to."""
    for run in runs:
        if run.start() and text[run.start() - 1].isalnum():
            yield run.start()
        if text[run.end() : run.end() + 1].isalnum():
            yield run.end()


def _spaced_runs(text: str) -> Iterator[re.Match[str]]:
    for match in _SPACED.finditer(text):
        words = match.group().split()
        singles = sum(len(word) == 1 for word in words)
        if singles >= _SPACED_MIN - 1:
            yield match


def flatten(text: str) -> Flat:
    """Return the one-line view of `text`. Linear in the length of the text."""
    edges = _EDGES.match(text)
    if edges is None or edges["body"] is None:
        return Flat("", "", frozenset(), [], [])
    begin, end = edges.span("body")
    letterwise = _is_letterwise(text)
    runs = [] if letterwise else list(_spaced_runs(text))
    cuts: list[tuple[int, int, str]] = [
        (m.start(), m.end(), _filler(m.group(), letterwise)) for m in _GAP.finditer(text, begin, end)
    ]
    glued = {*_glued(text, begin, end), *_run_edges(text, runs)}
    if glued:
        cuts = sorted([*cuts, *((place, place, " ") for place in glued)])
    if runs:
        inside = [
            (run.start() + gap.start(), run.start() + gap.end())
            for run in runs
            for gap in re.finditer(rf"[\s{_HIDDEN}]+", run.group())
        ]
        taken = set(inside)
        cuts = [cut for cut in cuts if (cut[0], cut[1]) not in taken]
        cuts = sorted([*cuts, *((start, stop, "") for start, stop in inside)])
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    length = 0
    lines = [0]
    at = begin
    for start, stop, filler in cuts:
        if start > at:
            pieces.append(text[at:start])
            starts.append(length)
            origins.append(at)
            length += start - at
        if filler:
            pieces.append(" ")
            starts.append(length)
            origins.append(start)
            length += 1
            if "\n" in text[start:stop]:
                lines.append(length)
        at = stop
    pieces.append(text[at:end])
    starts.append(length)
    origins.append(at)
    flat = "".join(pieces)
    spaced = frozenset(_position(starts, origins, run.start()) for run in runs)
    return Flat(flat, fold(flat), spaced, starts, origins, tuple(lines))


def _position(starts: list[int], origins: list[int], origin: int) -> int:
    piece = bisect_right(origins, origin) - 1
    return starts[piece] + origin - origins[piece]


def windows(places: Iterable[int], before: int, after: int, start: int, end: int) -> list[tuple[int, int]]:
    """Ranges of `[start, end)` around the places (in order), overlapping ones joined: where a pattern is worth trying."""
    found: list[tuple[int, int]] = []
    for place in places:
        low, high = max(start, place - before), min(end, place + after)
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return found
