"""Where in a text the words of a search stand: the same whichever engine found it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from tarazy.acts.searching.question import SHORTEST_BEGINNING, Clause
from tarazy.jurimetrics.analysis import analyser_for
from tarazy.jurimetrics.analysis.analyser import Token, fold
from tarazy.jurimetrics.decision import Span

STEM_DIFFERS = 3


def spans(text: str, clauses: Sequence[Clause], language: str) -> list[Span]:
    """Ranges of `text` that fulfil a wanted clause, in order, none within another; a phrase is one range."""
    wanted = [clause for clause in clauses if not clause.unwanted]
    tokens = _tokens(text, wanted, language) if wanted else []
    firsts: dict[str, list[tuple[str, ...]]] = {}
    for clause in wanted:
        for option in clause.options:
            firsts.setdefault(option[0], []).append(option)
    beginnings = tuple(
        option[0]
        for clause in wanted
        if clause.beginning
        for option in clause.options
        if len(option) == 1 and len(option[0]) >= SHORTEST_BEGINNING
    )
    found: list[Span] = []
    reached = 0
    for place, token in enumerate(tokens):
        options = firsts.get(token.term)
        length = _longest(tokens, place, options) if options else 0
        if not length and beginnings and token.term.startswith(beginnings):
            length = 1
        if length and token.start >= reached:
            reached = tokens[place + length - 1].end
            found.append(Span(start=token.start, end=reached))
    return found


def _tokens(text: str, wanted: Sequence[Clause], language: str) -> Sequence[Token]:
    """The tokens of the text; where only words are looked for, those alone that may be one of them.

    A page shows twenty passages, and analysing whole acts for a few words would take most of its time.
    """
    options = [option for clause in wanted for option in clause.options]
    analyser = analyser_for(language)
    if any(len(option) > 1 or option[0][0].isdigit() for option in options):
        return analyser.analyse_with_offsets(text)
    # A stem and its word begin alike; what differs (құқық – құқығы, happi – happy) are the last letters.
    beginnings = frozenset(option[0][: max(2, len(option[0]) - STEM_DIFFERS)] for option in options)
    found = []
    for match in _beginning_with(beginnings).finditer(fold(text)):
        for term in analyser.tokens(match.group()):
            found.append(Token(term, match.start(), match.end()))
    return found


@lru_cache(maxsize=256)
def _beginning_with(beginnings: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(beginnings)))})\w*")


def _longest(tokens: Sequence[Token], place: int, options: Sequence[tuple[str, ...]]) -> int:
    """How many tokens from `place` on are the longest option that stands there, 0 for none."""
    return max(
        (
            len(option)
            for option in options
            if all(
                place + step < len(tokens) and tokens[place + step].term == term
                for step, term in enumerate(option)
            )
        ),
        default=0,
    )
