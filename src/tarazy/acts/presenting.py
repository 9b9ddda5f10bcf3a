"""An act laid out for a page: its parts with headings, paragraphs, and the places where a norm is cited or
marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tarazy.acts import naming
from tarazy.acts.searching.highlights import spans
from tarazy.acts.searching.question import Clause, clauses_of
from tarazy.jurimetrics.decision import Decision, NormRef, PartName, Span

PART_NAMES = {
    PartName.INTRODUCTION: gettext_lazy("Introduction"),
    PartName.DESCRIPTION: gettext_lazy("Description"),
    PartName.REASONING: gettext_lazy("Reasoning"),
    PartName.OPERATIVE: gettext_lazy("Operative part"),
}
SNIPPET = 260
SEARCHED_FOR_SNIPPET = 60_000  # characters of an act that are looked through for a passage
_LINE = re.compile(r"[^\n]+")
_LINE_ENDS = re.compile(r"[.:;!?»)]\s*$")
_BEGINS_ANEW = re.compile(r"\s*(?:[-–—•*]|\d+[.)]|[^\W\d_]\))")
WHOLE_LINE = 70


@dataclass(frozen=True)
class Mark:
    """A range of the text to be shown apart: as a link, with a title, or as a highlight with an id."""

    start: int
    end: int
    url: str = ""
    title: str = ""
    name: str = ""


@dataclass(frozen=True)
class Piece:
    """Text of a paragraph with what it is, if anything."""

    text: str
    mark: Mark | None = None


@dataclass(frozen=True)
class Section:
    """A part of an act, or text outside of the parts (name None), as paragraphs of pieces."""

    name: PartName | None
    paragraphs: list[list[Piece]]

    @property
    def title(self) -> str:
        """The heading of the part in the reader's language."""
        return str(PART_NAMES[self.name]) if self.name else ""


def sections(decision: Decision, marks: Sequence[Mark] = ()) -> list[Section]:
    """The whole text in order; marks that overlap an earlier one are left out."""
    edges = sorted((span.start, span.end, name) for name, span in decision.parts.items())
    laid: list[Section] = []
    at = 0
    for start, end, name in edges:
        start = max(at, start)
        if end <= start:
            continue
        _lay(laid, decision.text, at, start, None, marks)
        _lay(laid, decision.text, start, end, name, marks)
        at = end
    _lay(laid, decision.text, at, len(decision.text), None, marks)
    return laid


def _lay(
    laid: list[Section], text: str, start: int, end: int, name: PartName | None, marks: Sequence[Mark]
) -> None:
    paragraphs = [_pieces(text, first, last, marks) for first, last in _paragraphs(text, start, end)]
    if paragraphs:
        laid.append(Section(name, paragraphs))


def _paragraphs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Ranges of paragraphs. A long line that ends in the middle of a sentence goes on in the next line."""
    found: list[tuple[int, int]] = []
    goes_on = False
    last = start
    for line in _LINE.finditer(text, start, end):
        words = line.group()
        if not words.strip():
            goes_on = False
            continue
        joined = goes_on and line.start() == last + 1 and not _BEGINS_ANEW.match(words)
        found.append((found.pop()[0] if joined else line.start(), line.end()))
        goes_on = len(words.strip()) >= WHOLE_LINE and not _LINE_ENDS.search(words)
        last = line.end()
    return found


def _pieces(text: str, start: int, end: int, marks: Iterable[Mark]) -> list[Piece]:
    pieces, at = [], start
    for mark in sorted(marks, key=lambda one: (one.start, -one.end)):
        first, last = max(mark.start, start), min(mark.end, end)
        if first < at or first >= last:
            continue
        if first > at:
            pieces.append(Piece(text[at:first]))
        pieces.append(Piece(text[first:last], mark))
        at = last
    if at < end:
        pieces.append(Piece(text[at:end]))
    return pieces


def norm_marks(decision: Decision) -> list[Mark]:
    """Links from the norms cited to their pages, with the edition in force on the act's date in the title."""
    on = decision.date.value if decision.date else None
    marks = []
    for found in decision.norms:
        if found.span and found.value.code:
            marks.append(
                Mark(
                    found.span.start,
                    found.span.end,
                    url=norm_url(found.value, on),
                    title=norm_title(found.value, on),
                )
            )
    return marks


def norm_url(norm: NormRef, on: Date | None) -> str:
    """The address of the norm's page, as of the day."""
    url = reverse("acts:norm", args=[norm.code, norm.article])
    return f"{url}?on={on.isoformat()}" if on else url


def norm_title(norm: NormRef, on: Date | None) -> str:
    """The full name of the code, the article and the edition on the day."""
    words = f"{naming.code_name(norm.code or '')}, {_('art. %(article)s') % {'article': norm.article}}"
    edition = edition_on(norm.code or "", on)
    return f"{words} · {_('edition of %(edition)s') % {'edition': edition}}" if edition else words


def edition_on(code: str, on: Date | None) -> str:
    """The id of the code's edition in force on the day, "" where the pack doesn't know."""
    known = naming.jurisdiction().codes_by_id.get(code)
    if known is None or on is None:
        return ""
    return next((edition.id for edition in known.editions if edition.covers(on)), "")


def snippet(text: str, query: str, language: str, clauses: Sequence[Clause] = ()) -> list[Piece]:
    """A passage around the words looked for (of `query`, or of `clauses` if given), those words marked; the beginning
    of the text where none stands.
    """
    read = text[:SEARCHED_FOR_SNIPPET]
    hits = spans(read, clauses or clauses_of(query), language)
    if not hits:
        return _trimmed(text, 0, [])
    best = _densest(read, hits)
    start = max(0, best.start - 60)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    return _trimmed(text, start, [Mark(hit.start, hit.end) for hit in hits])


def _densest(text: str, hits: Sequence[Span]) -> Span:
    """The hit from which a passage has most different words looked for, the first of the best."""
    best, most, last = hits[0], 0, 0
    for first, hit in enumerate(hits):
        while last < len(hits) and hits[last].end <= hit.start + SNIPPET:
            last += 1
        told = len({text[one.start : one.start + 5].lower() for one in hits[first:last]})
        told += sum(" " in text[one.start : one.end] for one in hits[first:last])  # a phrase says more
        if told > most:
            best, most = hit, told
    return best


def query_marks(text: str, query: str, language: str) -> list[Mark]:
    """Every place in the text where a word or phrase of the query stands."""
    return [Mark(hit.start, hit.end) for hit in spans(text, clauses_of(query), language)]


def _trimmed(text: str, start: int, marks: list[Mark]) -> list[Piece]:
    end = min(len(text), start + SNIPPET)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + SNIPPET // 2)
    flat = [mark for mark in marks if mark.start >= start and mark.end <= end]
    pieces = _pieces(text, start, end, flat)
    if start:
        pieces.insert(0, Piece("… "))
    if end < len(text):
        pieces.append(Piece(" …"))
    return [Piece(" ".join(piece.text.split("\n")), piece.mark) for piece in pieces]


def mark_of(span: Span, name: str) -> Mark:
    """A highlight of the range with an id by which a page can point to it."""
    return Mark(span.start, span.end, name=name)
