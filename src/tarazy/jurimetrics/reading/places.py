"""The region of a court: from the jurisdiction pack where it knows its regions, else from the court's own name."""

from __future__ import annotations

import re
from functools import cache

from tarazy.jurimetrics.decision import Found, Stage
from tarazy.jurimetrics.reading.flat import fold
from tarazy.jurimetrics.reading.grammar import Grammar
from tarazy.law import available, load

_COURT_CODE = re.compile(r"\d{4}-\d{2}-")


@cache
def _known(country: str, language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The regions of a pack with the pattern of their names in a language, the longest name first."""
    if country not in available():
        return ()
    patterns: list[tuple[str, str, str]] = []
    for region in load(country).regions:
        for stem in region.stems.get(language, ()):
            source = r"\s".join(re.escape(word).replace(r"\*", r"\w*") for word in fold(stem).split())
            patterns.append((stem, region.id, rf"(?<!\w){source}(?!\w)"))
    patterns.sort(key=lambda one: -len(one[0]))
    return tuple((name, re.compile(source)) for _, name, source in patterns)


@cache
def _by_prefix(country: str) -> dict[str, str]:
    """The region that each prefix of a court's code belongs to."""
    if country not in available():
        return {}
    return {prefix: region.id for region in load(country).regions for prefix in region.court_prefixes}


def read_region(
    court: Found[str] | None, numbers: tuple[Found[str], ...], country: str, grammar: Grammar
) -> Found[str] | None:
    """Return the id of the court's region in the pack of its country, or its name where the pack has no regions.

    Without a telling name the code of the court at the head of the case number says the region.
    """
    if court is None:
        return None
    low = fold(court.value)
    for name, pattern in _known(country, grammar.language):
        if pattern.search(low):
            return Found(value=name, span=court.span, confidence=0.9, available_from=Stage.CLAIM)
    for number in numbers:
        region = _by_prefix(country).get(number.value[:2]) if _COURT_CODE.match(number.value) else None
        if region:
            return Found(value=region, span=number.span, confidence=0.7, available_from=Stage.CLAIM)
    match = grammar.pattern("courts.regions").search(low)
    if match is None:
        return None
    written = court.value[match.start() : match.end()]
    for source, ending in grammar.rows("courts.regions_nominative"):
        turned, count = re.subn(source, ending, written)
        if count:
            written = turned
            break
    return Found(value=written, span=court.span, confidence=0.85, available_from=Stage.CLAIM)
