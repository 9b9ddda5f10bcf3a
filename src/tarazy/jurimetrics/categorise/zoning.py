"""Where an act says what it is about: the demand in its introduction, the claims as told,
the operative part.
"""

from __future__ import annotations

from dataclasses import dataclass

from tarazy.jurimetrics.categorise.answer import Zone
from tarazy.jurimetrics.categorise.patterns import Zones

_INTRODUCTION = 6000
_UNMARKED_INTRODUCTION = 2500
_PARTIES = 600
_DEMAND_LENGTH = 220
_TOLD = 3500
_STORY = 1500
_SENTENCE_LENGTH = 450
_OPERATIVE = 2500


@dataclass(frozen=True)
class Stretch:
    """A half-open range of characters and the zone that it belongs to."""

    zone: Zone
    start: int
    end: int


def find_stretches(text: str, zones: Zones | None) -> list[Stretch]:
    """Stretches of a lower-case text, the telling ones first, the whole as "body" last.

    Without zone marks (an unknown language, a bare claim) the first 2,500 characters count as told by the
    parties. Who sues whom, just before the first demand, belongs to the story.
    """
    body = Stretch("body", 0, len(text))
    if zones is None:
        return [Stretch("demand", 0, min(_UNMARKED_INTRODUCTION, len(text))), body]
    marks = [m for e in zones.established for m in e.finditer(text, 0, _INTRODUCTION)]
    found = []
    if marks:
        head_end, told = marks[0].start(), marks[0].end()
        found += _demands(text, zones, 0, head_end)
        titles = list(found)
        asked = _told(text, zones, told, min(told + _TOLD, len(text)))
        if not titles:
            found += [title for at in asked for title in _demands(text, zones, at.start, at.end)][:1]
        found += asked
        found.append(Stretch("story", told, min(told + _STORY, len(text))))
        if titles:
            found.append(Stretch("story", max(0, titles[0].start - _PARTIES), titles[0].end))
    else:
        head = min(_UNMARKED_INTRODUCTION, len(text))
        found += _demands(text, zones, 0, head)
        found.append(Stretch("demand", 0, head))
    decided = [m.end() for e in zones.decided for m in e.finditer(text)]
    if decided:
        found.append(Stretch("operative", max(decided), min(max(decided) + _OPERATIVE, len(text))))
    return [*found, body]


def _demands(text: str, zones: Zones, start: int, end: int) -> list[Stretch]:
    """What the introduction says the case is about: each demand until a word that ends it."""
    found: list[Stretch] = []
    at = start
    while match := zones.demands.search(text, at, end):
        limit = min(match.start() + max(_DEMAND_LENGTH, match.end() - match.start()), end)
        stop = zones.stops.search(text, match.end(), limit)
        until = stop.start() if stop else limit
        found.append(Stretch("title", match.start(), until))
        at = max(until, match.end())
    return found


def _told(text: str, zones: Zones, start: int, end: int) -> list[Stretch]:
    """The sentences in which a party asks, the first three."""
    found: list[Stretch] = []
    at = start
    while len(found) < 3 and (match := zones.asked.search(text, at, end)):
        stop = text.find(".\n", match.end(), match.start() + _SENTENCE_LENGTH)
        until = stop if stop >= 0 else min(match.start() + _SENTENCE_LENGTH, len(text))
        found.append(Stretch("demand", match.start(), until))
        at = until
    return found
