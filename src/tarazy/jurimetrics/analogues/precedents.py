"""Which acts of a corpus an act leans on: passages against passages, then the whole texts, with learned
weights.

An act that relies on another speaks of its matter around the reference, often in its very words. So the text
around each reference is matched with every passage of every other act, by the rare terms and pairs of terms
in both; three such places together say more than the likeness of the whole texts. (Passage evidence: Callan
1994; contexts of citations: Ritchie et al. 2006, "How to find better index terms through citations".)
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from tarazy.jurimetrics.analogues.citing import citing_contexts
from tarazy.jurimetrics.analogues.termspace import Ids, TermSpace, windows
from tarazy.jurimetrics.analysis import analyser_for, detect_language

Scores = npt.NDArray[np.float64]

#: Terms in an act's passages, and characters before and after a reference that are matched with them.
_VIEWS = ((240, 1000, 2000), (60, 350, 700))
FEATURES = (*(f"passages_{view[0]}" for view in _VIEWS), "whole", "length")
_TOO_COMMON = 0.2  # a term of more than a fifth of the acts says nothing of a passage
_BEST_PLACES = 3
_UNMARKED = 120
_SAMPLE = 50
_HARDLY_A_WORD = 20
_FARTHEST = 3.0  # standard deviations; beyond it more says no more


class PrecedentFinder:
    """Holds a corpus in memory (about fifteen times its text) and ranks all of it for a query.

    For the acts that a judgment cites or should have looked at, among up to some ten thousand; a bank of more
    is first narrowed by `AnalogueIndex`.
    """

    def __init__(self, texts: Sequence[str], weights: Mapping[str, float] | None = None) -> None:
        self._weights = dict(weights) if weights is not None else learned()["weights"]
        self.language = detect_language("\n".join(text[:2000] for text in texts[:_SAMPLE]))
        analyser = analyser_for(self.language)
        self._space = TermSpace([analyser.tokens(text) for text in texts])
        rows, count = self._space.rows, len(texts)
        lengths = np.array([row.shape[1] for row in rows], np.float64)
        # An act with hardly a word is not short-and-to-the-point: it counts as one of usual length.
        usual = float(np.median(lengths)) if count else 0.0
        self._lengths = np.where(lengths < _HARDLY_A_WORD, usual, lengths)
        frequency = self._space.frequency
        self._smooth_idf = np.log((1 + count) / (1 + frequency)) + 1
        rare = frequency <= max(2, count * _TOO_COMMON)
        self._idf = np.where(rare, np.log(max(count, 2) / frequency), 0.0).astype(np.float32)
        self._whole = self._unit(self._space.matrix(rows)).T.tocsr()
        self._views = []
        for length, before, after in _VIEWS:
            pieces = [windows(row, length) for row in rows]
            starts = np.concatenate([[0], np.cumsum([len(one) for one in pieces])[:-1]]).astype(np.int64)
            passages = self._present(self._space.matrix([piece for one in pieces for piece in one]))
            passages.data = self._idf[passages.indices]
            self._views.append((passages.T.tocsr(), starts, before, after))

    @staticmethod
    def _present(matrix: sp.csr_matrix) -> sp.csr_matrix:
        matrix.data = np.ones_like(matrix.data)
        return matrix

    def _unit(self, matrix: sp.csr_matrix) -> sp.csr_matrix:
        """Sublinear TF-IDF rows of length 1."""
        matrix.data = ((1 + np.log(matrix.data)) * self._smooth_idf[matrix.indices]).astype(np.float32)
        norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
        return (sp.diags((1 / np.maximum(norms, 1e-9)).astype(np.float32)) @ matrix).tocsr()

    def features(self, query: str) -> Scores:
        """`(acts, len(FEATURES))`: each feature in standard deviations over the acts of the corpus."""
        tokens = analyser_for(self.language).tokens(query)
        row = self._space.read(tokens)
        columns = [self._passages(query, row, view) for view in range(len(_VIEWS))]
        columns.append((self._unit(self._space.matrix([row])) @ self._whole).toarray().ravel())
        columns.append(np.log1p(self._lengths))
        found = np.stack(columns, axis=1).astype(np.float64)
        standard: Scores = (found - found.mean(axis=0)) / (found.std(axis=0) + 1e-9)
        standard[:, -1] = np.clip(standard[:, -1], -_FARTHEST, _FARTHEST)
        return standard

    def _passages(self, query: str, row: Ids, view: int) -> Scores:
        """For each act, ln(1 + idf shared with its best passage), mean of the three best places of the
        query.
        """
        passages, starts, before, after = self._views[view]
        contexts = citing_contexts(query, self.language, before, after)
        analyser = analyser_for(self.language)
        places = [self._space.read(analyser.tokens(context)) for context in contexts] or windows(
            row, _UNMARKED
        )
        shared = (self._present(self._space.matrix(places)) @ passages).toarray()
        best = np.maximum.reduceat(shared, starts, axis=1)
        kept = min(_BEST_PLACES, len(best))
        top = np.partition(best, len(best) - kept, axis=0)[-kept:]
        return np.asarray(np.log1p(top.mean(axis=0)), np.float64)

    def scores(self, query: str) -> Scores:
        """A score for each act of the corpus, in its order; higher is likelier to be leaned on."""
        return self.combine(self.features(query))

    def combine(self, features: Scores) -> Scores:
        """Features into one score by the weights."""
        return np.asarray(features @ np.array([self._weights[name] for name in FEATURES]), np.float64)

    def whole_text_scores(self, query: str) -> Scores:
        """Cosine of TF-IDF of terms and pairs of the whole texts: the plain way, for comparison."""
        row = self._space.read(analyser_for(self.language).tokens(query))
        return np.asarray((self._unit(self._space.matrix([row])) @ self._whole).toarray().ravel(), np.float64)


def learn_weights(features: Sequence[Scores], relevant: Sequence[npt.NDArray[np.bool_]]) -> dict[str, float]:
    """Weights of `FEATURES` by logistic regression on the features and judgements of some queries."""
    rows = np.concatenate(list(features))
    model = LogisticRegression(C=0.05, max_iter=500).fit(rows, np.concatenate(list(relevant)))
    return {name: round(float(value), 4) for name, value in zip(FEATURES, model.coef_[0], strict=True)}


def learned() -> dict[str, Any]:
    """The weights that come with the program, with where they were learned and how they did on queries kept
    out.
    """
    file = files("tarazy.jurimetrics.analogues").joinpath("precedents.json")
    card: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return card


def weights_card(weights: dict[str, float], learned_on: str, kept_out: dict[str, float]) -> dict[str, Any]:
    """What stands in `precedents.json`."""
    return {
        "weights": weights,
        "learned_on": learned_on,
        "date": datetime.now(UTC).date().isoformat(),
        "cross_validated": kept_out,
    }
