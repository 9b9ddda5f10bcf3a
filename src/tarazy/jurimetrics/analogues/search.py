"""Finding analogues: candidates by terms, by concepts and by vectors; one score; why each was found; what
became of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date as Date

import tantivy

from tarazy.jurimetrics.analogues.concepts import concept_terms
from tarazy.jurimetrics.analogues.digest import fact_digest, facts_of
from tarazy.jurimetrics.analogues.embedding import Embedder, Vectors
from tarazy.jurimetrics.analogues.filters import Filters, restricted
from tarazy.jurimetrics.analogues.fusion import relative
from tarazy.jurimetrics.analogues.passages import Passage, SentenceTerms, matching_passages
from tarazy.jurimetrics.analogues.ranker import Ranker
from tarazy.jurimetrics.analogues.schema import key_of, plain_number, tongue_of
from tarazy.jurimetrics.analogues.store import Store
from tarazy.jurimetrics.analogues.vectors import VectorStore
from tarazy.jurimetrics.analysis import UNDETERMINED, analyser_for, detect_language
from tarazy.jurimetrics.decision import Decision, Instance, Outcome, Review

_TERMS = 60
_CONCEPTS = 40
_CANDIDATES = 100  # of each kind that are compared in full
_READ_TEXTS = 300
_READ_CONCEPTS = 1000
_MOST_WORDS = 6000


@dataclass(frozen=True)
class HigherAct:
    """An act of a higher instance about the same case: what it did with the act below."""

    id: str
    instance: Instance | None
    date: Date | None
    review: Review | None


@dataclass(frozen=True)
class Analogue:
    """An act alike in situation.

    `score` in [0, 1] ranks; `components` are its parts relative to the best candidate (`text`, `concepts`,
    `vector`), those that could be had. `passages` say why, `outcome` how the case ended, `higher` what came
    of it above.
    """

    id: str
    score: float
    components: dict[str, float]
    decision: Decision
    passages: tuple[Passage, ...] = ()
    higher: tuple[HigherAct, ...] = ()

    @property
    def outcome(self) -> Outcome | None:
        """How the analogue ended."""
        return self.decision.outcome.value if self.decision.outcome else None

    @property
    def review(self) -> Review | None:
        """What the highest instance known did with it, None if nothing is known."""
        return next((act.review for act in reversed(self.higher) if act.review), None)


class Search:
    """One question to the index."""

    def __init__(self, store: Store, vectors: VectorStore, embedder: Embedder | None, ranker: Ranker) -> None:
        self._store = store
        self._vectors = vectors
        self._embedder = embedder
        self._ranker = ranker

    def run(self, query: Decision | str, filters: Filters, top: int, *, passages: bool) -> list[Analogue]:
        """See `AnalogueIndex.search`."""
        asked = query if isinstance(query, Decision) else self._told(query)
        own = {plain_number(number.value) for number in asked.case_numbers}
        if asked.reviewed and asked.reviewed.case_number:
            own.add(plain_number(asked.reviewed.case_number.value))
        found = []
        read: SentenceTerms | None = None
        for key, score, components in self._ranked(asked, filters):
            stored = self._store.stored_by_key(key)
            if stored is None:
                continue
            decision = Decision.model_validate_json(stored)
            if decision.id == asked.id or self._same_case(decision, own):
                continue
            higher = self.higher_acts(decision)
            if filters.in_force and any(act.review in (Review.CHANGED, Review.REVERSED) for act in higher):
                continue
            why: tuple[Passage, ...] = ()
            if passages:
                read = read or SentenceTerms(asked.text, asked.language)
                theirs = SentenceTerms(decision.text, decision.language)
                why = matching_passages(read, theirs, decision.text, self._weight)
            found.append(Analogue(decision.id, score, components, decision, why, higher))
            if len(found) == top:
                break
        return found

    def _told(self, text: str) -> Decision:
        """A text as a query; where its language can't be told, that of the bank which knows most of its
        words.
        """
        language = detect_language(text)
        if language == UNDETERMINED:
            known = {
                code: sum(
                    self._store.frequency("facts", term) > 0 for term in analyser_for(code).tokens(text)
                )
                for code in self._store.languages()
            }
            language = max(known, key=lambda code: known[code], default=UNDETERMINED)
        return Decision(text=text, language=language)

    def _weight(self, term: str) -> float:
        return self._store.idf("body", term)

    @staticmethod
    def _same_case(decision: Decision, own: set[str]) -> bool:
        theirs = {plain_number(number.value) for number in decision.case_numbers}
        if decision.reviewed and decision.reviewed.case_number:
            theirs.add(plain_number(decision.reviewed.case_number.value))
        return bool(theirs & own)

    def _ranked(self, asked: Decision, filters: Filters) -> list[tuple[int, float, dict[str, float]]]:
        """Candidates by key with their score and its components, best first."""
        ranked = [(key, self._ranker.score(parts), parts) for key, parts in self.components(asked, filters)]
        ranked.sort(key=lambda row: (-row[1], row[0]))
        return ranked

    def components(
        self, asked: Decision, filters: Filters | None = None
    ) -> list[tuple[int, dict[str, float]]]:
        """Candidates by key, each with the components of its likeness that can be had, in no order."""
        clauses = (filters or Filters()).clauses(self._store.schema)
        terms = analyser_for(asked.language).tokens(facts_of(asked))[:_MOST_WORDS]
        names = _names(asked)
        told = [term for term in terms if term not in names and not term.isdigit()]
        tongues: dict[int, int] = {}
        scores: dict[str, dict[int, float]] = {}
        candidates: set[int] = set()
        for name, field, words, most, read in (
            ("text", "facts", told, _TERMS, _READ_TEXTS),
            ("concepts", "concepts", concept_terms(asked, terms), _CONCEPTS, _READ_CONCEPTS),
        ):
            weighted = self._store.informative(field, words, most)
            if weighted:
                best = self._store.best(restricted(self._store.union(field, weighted), clauses), read)
                tongues.update((one.key, one.tongue) for one in best)
                scores[name] = {one.key: one.score for one in best}
                candidates.update(one.key for one in best[:_CANDIDATES])
        vector = self._asked_vector(asked)
        if vector is not None:
            # Filters are applied after the neighbours are found, so with filters more are asked for.
            near = self._vectors.nearest(vector, _CANDIDATES * (10 if clauses else 1))
            if near:
                admitted = self._store.best(restricted(self._store.among(near), clauses), len(near))
                tongues.update((one.key, one.tongue) for one in admitted)
                candidates.update(one.key for one in admitted)
        if not candidates:
            return []
        similar = self._vectors.similarity(vector, candidates) if vector is not None else {}
        shares = {name: relative(found) for name, found in scores.items()}
        # An act not among the acts read scores less than the last of them; half of that is assumed.
        rest = {
            name: min(share.values(), default=0.0) / 2 if len(share) in (_READ_TEXTS, _READ_CONCEPTS) else 0.0
            for name, share in shares.items()
        }
        own_tongue = tongue_of(asked.language)
        found = []
        for key in candidates:
            components = {name: share.get(key, rest[name]) for name, share in shares.items()}
            if tongues.get(key) != own_tongue:
                components.pop("text", None)
            if key in similar:
                components["vector"] = max(0.0, similar[key])
            found.append((key, components))
        return found

    def _asked_vector(self, asked: Decision) -> Vectors | None:
        """The vector of the query's facts, None where there is nothing to compare it with."""
        if self._embedder is None or self._vectors.embedder != self._embedder.name:
            return None
        known = self._vectors.vector(key_of(asked.id), self._embedder.dimension) if asked.id else None
        if known is not None:
            return known
        fresh = self._embedder.query(fact_digest(asked, self._store.telling))
        return self._vectors.place(fresh, asked.language)

    def higher_acts(self, decision: Decision) -> tuple[HigherAct, ...]:
        """See `AnalogueIndex.higher_acts`."""
        numbers = [plain_number(number.value) for number in decision.case_numbers]
        if not numbers:
            return ()
        query = tantivy.Query.term_set_query(self._store.schema, "reviewed", numbers)
        found = []
        for key in self._store.keys(query, 10):
            stored = self._store.stored_by_key(key)
            if stored is None:
                continue
            act = Decision.model_validate_json(stored)
            if act.id != decision.id:
                found.append(
                    HigherAct(
                        act.id,
                        act.instance.value if act.instance else None,
                        act.date.value if act.date else None,
                        act.review.value if act.review else None,
                    )
                )
        return tuple(sorted(found, key=lambda act: act.date.toordinal() if act.date else math.inf))


def _names(asked: Decision) -> set[str]:
    """The terms of the names of people and companies in an act: who they are makes no situation."""
    analyser = analyser_for(asked.language)
    written = [party.value.name for party in asked.parties]
    written += [name.value for name in (*asked.persons, *asked.judges)]
    return {term for name in written for term in analyser.tokens(name)}
