"""The facts of an act: which part of the text they stand in, and a digest short enough to embed."""

from __future__ import annotations

from collections.abc import Callable

from tarazy.jurimetrics.analysis import analyser_for, sentences
from tarazy.jurimetrics.decision import Decision, PartName

DIGEST_LENGTH = 300
_FACTUAL = (PartName.DESCRIPTION, PartName.REASONING)
_SHORTEST = 200
_LONGEST_SENTENCE = 220
_CONSIDERED = 60
_FEWEST_TERMS = 3
_FREE = 30  # characters that a sentence may have for nothing, so that the shortest don't win


def facts_of(decision: Decision) -> str:
    """The description and reasoning of an act, or its whole text where they weren't recognised."""
    facts = "\n".join(part for name in _FACTUAL if (part := decision.part(name)))
    return facts if len(facts) >= min(_SHORTEST, len(decision.text)) else decision.text


def fact_digest(decision: Decision, weight: Callable[[str], float], limit: int = DIGEST_LENGTH) -> str:
    """The sentences of the facts that say most in least: at most `limit` characters, in the order of the
    text.

    `weight` gives the weight of a term in the bank (0 for names and other words of hardly any act). A
    sentence counts by the weight of its different terms for its length: what stands in every act (notices,
    hearings) has little. Early sentences, where an act says what the dispute is about, count more.
    """
    text = decision.part(PartName.DESCRIPTION) or facts_of(decision)
    analyser = analyser_for(decision.language)
    weighed = []
    for position, (start, end) in enumerate(sentences(text, decision.language)[:_CONSIDERED]):
        sentence = " ".join(text[start:end].split())
        terms = {term for term in analyser.tokens(sentence) if not term.isdigit()}
        if len(terms) >= _FEWEST_TERMS:
            told = sum(weight(term) for term in terms) / (len(sentence) + _FREE) / (1 + position / 10)
            weighed.append((told, position, sentence[:_LONGEST_SENTENCE]))
    chosen: list[tuple[int, str]] = []
    left = limit
    for _, position, sentence in sorted(weighed, reverse=True):
        if len(sentence) <= left:
            chosen.append((position, sentence))
            left -= len(sentence) + 1
        if left < _FREE:
            break
    return " ".join(sentence for _, sentence in sorted(chosen)) or " ".join(text[:limit].split())
