"""The facts of an act: which part of the text they stand in, and a digest short enough to embed."""

from __future__ import annotations

from tarazy.jurimetrics.analogues.concepts import legal_lexicon
from tarazy.jurimetrics.analysis import analyser_for, sentences
from tarazy.jurimetrics.decision import Decision, PartName

DIGEST_LENGTH = 300
_FACTUAL = (PartName.DESCRIPTION, PartName.REASONING)
_SHORTEST = 200
_LONGEST_SENTENCE = 220
_CONSIDERED = 60


def facts_of(decision: Decision) -> str:
    """The description and reasoning of an act, or its whole text where they weren't recognised."""
    facts = "\n".join(part for name in _FACTUAL if (part := decision.part(name)))
    return facts if len(facts) >= min(_SHORTEST, len(decision.text)) else decision.text


def fact_digest(decision: Decision, limit: int = DIGEST_LENGTH) -> str:
    """The sentences of the facts that say most in least: at most `limit` characters, in the order of the
    text.

    A sentence weighs by its different legal concepts and amounts for its length; early sentences, where an
    act says what the dispute is about, weigh more.
    """
    text = decision.part(PartName.DESCRIPTION) or facts_of(decision)
    analyser = analyser_for(decision.language)
    weighed = []
    for position, (start, end) in enumerate(sentences(text, decision.language)[:_CONSIDERED]):
        sentence = " ".join(text[start:end].split())[:_LONGEST_SENTENCE]
        terms = analyser.tokens(sentence)
        if len(terms) < 3:
            continue
        concepts = set(legal_lexicon().find(terms, decision.language))
        numbers = sum(term.isdigit() and len(term) > 3 for term in terms)
        weight = (1 + 2 * len(concepts) + min(numbers, 2)) / (40 + len(sentence)) / (1 + position / 12)
        weighed.append((weight, position, sentence))
    chosen: list[tuple[int, str]] = []
    left = limit
    for _, position, sentence in sorted(weighed, reverse=True):
        if len(sentence) <= left:
            chosen.append((position, sentence))
            left -= len(sentence) + 1
        if left < 40:
            break
    return " ".join(sentence for _, sentence in sorted(chosen)) or " ".join(text[:limit].split())
