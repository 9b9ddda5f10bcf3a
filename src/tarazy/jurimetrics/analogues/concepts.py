"""Terms that don't depend on the language of an act: norms, category, kinds of claim, and legal concepts by a
lexicon.

They let an act in Russian find its like in Kazakh without any model, and cost one more field of an index.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tarazy.jurimetrics.analysis import analyser_for
from tarazy.jurimetrics.decision import Decision, NormRef


class Lexicon:
    """Phrases of several languages, each standing for one concept.

    Phrases are matched as sequences of stems, the longest first, so `договор займа` is found in any case and
    number.
    """

    def __init__(self, concepts: dict[str, dict[str, list[str]]]) -> None:
        self._first: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = {}
        for concept, phrases in concepts.items():
            for language, variants in phrases.items():
                for phrase in variants:
                    terms = tuple(analyser_for(language).tokens(phrase))
                    if terms:
                        table = self._first.setdefault(language, {})
                        table.setdefault(terms[0], []).append((terms, concept))
        for table in self._first.values():
            for options in table.values():
                options.sort(key=lambda option: -len(option[0]))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the lexicon has phrases of."""
        return tuple(self._first)

    def find(self, terms: list[str], language: str) -> list[str]:
        """The concepts that `terms` (of the analyser of `language`) speak of, in order, repeated if
        repeated.
        """
        table = self._first.get(language)
        if not table:
            return []
        found = []
        for position in [place for place, term in enumerate(terms) if term in table]:
            for phrase, concept in table[terms[position]]:
                if len(phrase) == 1 or tuple(terms[position : position + len(phrase)]) == phrase:
                    found.append(concept)
                    break
        return found


@cache
def legal_lexicon() -> Lexicon:
    """The lexicon of `concepts.yaml`."""
    raw: dict[str, Any] = yaml.safe_load(
        files("tarazy.jurimetrics.analogues").joinpath("concepts.yaml").read_text(encoding="utf-8")
    )
    return Lexicon(
        {
            concept: {
                language: [part.strip() for part in str(phrases).split(";")]
                for language, phrases in row.items()
            }
            for concept, row in raw["concepts"].items()
        }
    )


def norm_terms(norm: NormRef) -> list[str]:
    """The terms of a cited norm: its article, and its part if named; none if the code isn't known.

    >>> norm_terms(NormRef(code="GK", article="715", part="1"))
    ['n:kz:gk:715', 'n:kz:gk:715:1']
    """
    if norm.code is None:
        return []
    article = f"n:{norm.jurisdiction}:{norm.code}:{norm.article}".lower().replace(" ", "")
    return [article, f"{article}:{norm.part}".lower().replace(" ", "")] if norm.part else [article]


def concept_terms(decision: Decision, terms: list[str]) -> list[str]:
    """All language-independent terms of an act whose facts have the `terms` of its language's analyser."""
    found = [f"c:{concept}" for concept in legal_lexicon().find(terms, decision.language)]
    for norm in decision.norms:
        found.extend(norm_terms(norm.value))
    found.extend(f"t:{claim.value.type}" for claim in decision.claims if claim.value.type != "other")
    if decision.category:
        found.append(f"k:{decision.category.value}")
    return found
