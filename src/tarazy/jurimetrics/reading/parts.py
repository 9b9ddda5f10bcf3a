"""The four parts of an act by the words that open them: «установил», «решил» and their like in each language."""

from __future__ import annotations

from typing import NamedTuple

from tarazy.jurimetrics.decision import PartName, Span
from tarazy.jurimetrics.reading.flat import Flat
from tarazy.jurimetrics.reading.grammar import Grammar
from tarazy.jurimetrics.reading.outcomes import sentence_start

_HEAD_LIMIT = 7000
_RUN_GAP = 400
_SENTENCE = 600


class Marker(NamedTuple):
    """A word that opens a part, at `[start, end)` of the view."""

    word: str
    start: int
    end: int


def _past_colon(flat: Flat, at: int) -> int:
    """The place after the colon or dots that follow a marker."""
    while at < len(flat.low) and flat.low[at] in " :.":
        at += 1
    return at


class Layout(NamedTuple):
    """Where the parts stand in the one-line view. A part that was not recognised has start == end.

    `head_end` ends the introduction, or where it would end if no marker says so; `operative_word` is the verb
    that opened the operative part, "" if the part was found by another way.
    """

    head_end: int
    description: tuple[int, int]
    reasoning: tuple[int, int]
    operative: tuple[int, int]
    operative_word: str
    sure: float


def _markers(flat: Flat, grammar: Grammar, name: str, start: int = 0) -> tuple[list[Marker], list[Marker]]:
    """The markers of a part that stand out as headings, and those that only might open it."""
    loud: list[Marker] = []
    quiet: list[Marker] = []
    for match in grammar.pattern(f"markers.{name}").finditer(flat.low, start):
        glued = match.start() > 0 and flat.low[match.start() - 1].isalpha()
        capitals = (
            flat.text[match.start() : match.end()].isupper() and not flat.text[match.start() - 1].isupper()
        )
        if glued and not capitals:
            # the word before may be glued by a page's conversion; only capitals stand out of it
            continue
        marker = Marker(match.group(), match.start(), match.end())
        if flat.loud(match.start(), match.end()):
            loud.append(marker)
        elif flat.low[match.end() : match.end() + 2].strip()[:1] == ":":
            quiet.append(marker)
    return loud, quiet


def find_layout(flat: Flat, grammar: Grammar) -> Layout:
    """Return where the four parts stand. Linear in the text."""
    size = len(flat.low)
    loud, quiet = _markers(flat, grammar, "description")
    first = min((m for m in (*loud[:1], *quiet[:1])), key=lambda m: m.start, default=None)
    operative, word, sure = _operative(flat, grammar, first.end if first else 0)
    if first is not None and first.start > operative[0]:
        first = None
    body = first.end if first else min(_HEAD_LIMIT, operative[0])
    if first is None:
        opened = grammar.pattern("markers.body_opens").search(flat.low, 0, body)
        ended = grammar.pattern("outcome.cut").search(flat.low, 0, body)
        head_end = min(opened.start() if opened else 3500, ended.start() if ended else body, body)
    else:
        head_end = first.start
    description_start = min(_past_colon(flat, first.end) if first else head_end, operative[0])
    turn = _turn(flat, grammar, description_start, operative[0])
    return Layout(
        min(head_end, operative[0]),
        (description_start, turn),
        (turn, operative[0]),
        (_past_colon(flat, operative[1]), size),
        word,
        sure,
    )


def _operative(flat: Flat, grammar: Grammar, after: int) -> tuple[tuple[int, int], str, float]:
    """Where the operative part's marker stands (start, end), its word and how sure that is."""
    size = len(flat.low)
    loud, quiet = _markers(flat, grammar, "operative", after)
    for found, sure in ((loud, 0.97), (quiet, 0.9)):
        if found:
            chosen = found[-1]
            opening = flat.low[chosen.end : chosen.end + 120].lstrip(" :")
            for earlier in found[:-1]:
                # an act followed by its own operative part once more: the first is meant
                if flat.low[earlier.end : earlier.end + 120].lstrip(" :")[:90] == opening[:90]:
                    chosen = earlier
                    break
            return (chosen.start, chosen.end), chosen.word, sure
    if after:
        loud, quiet = _markers(flat, grammar, "operative")
        if loud:
            return (loud[-1].start, loud[-1].end), loud[-1].word, 0.7
    leads = [match.start() for match in grammar.pattern("markers.lead").finditer(flat.low, size // 3)]
    if leads:
        begin = _sentence_of(flat, grammar, leads[-1], after)
        return (begin, begin), "", 0.5
    opened = _unheaded(flat, grammar, max(after, size // 2))
    return ((opened, opened), "", 0.4) if opened >= 0 else ((size, size), "", 0.0)


def _unheaded(flat: Flat, grammar: Grammar, after: int) -> int:
    """Where the last run of deciding sentences begins, in an act whose headings were dropped; -1 if there is none.

    Sentences that only tell what someone asks for don't belong to it.
    """
    begin = -1
    deciding = [
        match
        for match in grammar.pattern("markers.operative_opens").finditer(flat.low, after)
        if not grammar.finds("markers.only_asked", flat.low[max(0, match.start() - 70) : match.start()])
    ]
    for match in reversed(deciding):
        if begin >= 0 and begin - match.end() > _RUN_GAP:
            break
        begin = match.start()
    return begin


def _turn(flat: Flat, grammar: Grammar, start: int, end: int) -> int:
    """Where the reasons begin inside `[start, end)`; the end if no words say so."""
    match = grammar.pattern("markers.reasoning").search(flat.low, start, end)
    return _sentence_of(flat, grammar, match.start(), start) if match else end


def _sentence_of(flat: Flat, grammar: Grammar, at: int, least: int) -> int:
    """The beginning of the sentence that holds `at`, so that no part begins inside one; `at` where a text has no stops."""
    begin = sentence_start(flat, grammar, at, max(least, at - _SENTENCE))
    return begin if begin > at - _SENTENCE else at


def as_spans(layout: Layout, flat: Flat) -> dict[PartName, Span]:
    """The recognised parts as ranges of the original text."""
    places = {
        PartName.INTRODUCTION: (0, layout.head_end),
        PartName.DESCRIPTION: layout.description,
        PartName.REASONING: layout.reasoning,
        PartName.OPERATIVE: layout.operative,
    }
    return {name: flat.span(start, end) for name, (start, end) in places.items() if end > start}
