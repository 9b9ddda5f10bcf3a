"""Which passages of two acts match, so that a reader sees why one was found by the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from tarazy.jurimetrics.analogues.concepts import legal_lexicon
from tarazy.jurimetrics.analysis import analyser_for, sentences
from tarazy.jurimetrics.decision import Span

_MOST_SENTENCES = 250
_FEWEST_SHARED = 2


@dataclass(frozen=True)
class Passage:
    """A sentence of the query and a sentence of the act that match, and the terms that they share.

    Shared terms of acts in two languages are concepts, written `c:…`.
    """

    query: Span
    act: Span
    text: str
    matched: tuple[str, ...]


class SentenceTerms:
    """The first 250 sentences of a text with the terms of each: read once, matched with many acts."""

    def __init__(self, text: str, language: str) -> None:
        analyser = analyser_for(language)
        self.language = language
        self.spans = sentences(text, language)[:_MOST_SENTENCES]
        self._tokens = [analyser.tokens(text[start:end]) for start, end in self.spans]

    @cached_property
    def terms(self) -> list[frozenset[str]]:
        """The terms of each sentence."""
        return [frozenset(tokens) for tokens in self._tokens]

    @cached_property
    def concepts(self) -> list[frozenset[str]]:
        """The concepts of each sentence, for matching with another language."""
        lexicon = legal_lexicon()
        return [
            frozenset(f"c:{concept}" for concept in lexicon.find(tokens, self.language))
            for tokens in self._tokens
        ]


def matching_passages(
    query: SentenceTerms, act: SentenceTerms, text: str, weight: Callable[[str], float], count: int = 3
) -> tuple[Passage, ...]:
    """Up to `count` pairs of sentences that share most, each sentence used once; `text` is the act's.

    `weight` gives the weight of a term (its idf). A pair scores the weight of what it shares over the square
    root of the sentences' lengths, so that a long sentence doesn't match everything.
    """
    same = query.language == act.language
    left, right = (query.terms, act.terms) if same else (query.concepts, act.concepts)
    places: dict[str, list[int]] = defaultdict(list)
    for position, terms in enumerate(left):
        for term in terms:
            places[term].append(position)
    scored: list[tuple[float, int, int]] = []
    for theirs, terms in enumerate(right):
        shared: Counter[int] = Counter()
        scores: dict[int, float] = defaultdict(float)
        for term in terms & places.keys():
            value = weight(term) if same else 1.0
            for ours in places[term]:
                scores[ours] += value
                shared[ours] += 1
        length = len(terms) + 8
        scored.extend(
            (score / ((len(left[ours]) + 8) * length) ** 0.5, ours, theirs)
            for ours, score in scores.items()
            if shared[ours] >= _FEWEST_SHARED
        )
    chosen: list[Passage] = []
    used_ours: set[int] = set()
    used_theirs: set[int] = set()
    for _, ours, theirs in sorted(scored, reverse=True):
        if ours in used_ours or theirs in used_theirs:
            continue
        used_ours.add(ours)
        used_theirs.add(theirs)
        start, end = act.spans[theirs]
        matched = tuple(sorted(left[ours] & right[theirs], key=lambda term: -(weight(term) if same else 1.0)))
        first, last = query.spans[ours]
        chosen.append(
            Passage(Span(start=first, end=last), Span(start=start, end=end), text[start:end], matched)
        )
        if len(chosen) == count:
            break
    return tuple(chosen)
