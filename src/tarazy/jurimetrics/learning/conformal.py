"""Conformal sets: which answers can't be ruled out at a stated coverage (Vovk et al. 2005).

Two scores: LAC (1 − probability of the label; Sadinle et al. 2019), the smallest sets on average, and APS
(the probability mass down to and with the label; Romano et al. 2020), sets that grow with the doubt of the
row. The quantile has the finite-sample correction ⌈(n + 1)·coverage⌉ / n, and may weigh calibration rows
(Tibshirani et al. 2019; Barber et al. 2023), so that recent rows speak louder where practice drifts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from tarazy.jurimetrics.learning.metrics import Bools, Floats, Ints

Score = Literal["lac", "aps"]


def nonconformity(probabilities: Floats, score: Score) -> Floats:
    """Score of every label of every row, `(n, classes)`; larger is stranger. APS here is not randomised."""
    if score == "lac":
        return np.asarray(1.0 - probabilities, dtype=np.float64)
    order = np.argsort(-probabilities, axis=1)
    mass = np.cumsum(np.take_along_axis(probabilities, order, axis=1), axis=1)
    scores = np.empty_like(probabilities)
    np.put_along_axis(scores, order, mass, axis=1)
    return scores


def weighted_quantile(scores: Floats, level: float, weights: Floats | None = None) -> float:
    """The smallest score below which `level` of the weight lies, one unit of weight being kept for the new
    row.

    Returns 1.0 (every label is in) where the calibration rows are too few for the level.
    """
    if not 0.0 < level < 1.0:
        raise ValueError("level must be between 0 and 1")
    weight = np.ones(len(scores)) if weights is None else np.asarray(weights, dtype=np.float64)
    if len(scores) == 0:
        return 1.0
    order = np.argsort(scores)
    mass = np.cumsum(weight[order]) / (weight.sum() + weight.max())
    place = int(np.searchsorted(mass, level - 1e-12))
    return float(scores[order][place]) if place < len(scores) else 1.0


@dataclass(frozen=True)
class ConformalSets:
    """A fitted threshold. `threshold` is of the score; labels that score at or below it are in the set."""

    coverage: float
    score: Score
    threshold: float
    support: int

    @classmethod
    def fit(
        cls,
        probabilities: Floats,
        truth: Ints,
        coverage: float = 0.9,
        score: Score = "lac",
        weights: Floats | None = None,
    ) -> ConformalSets:
        """Fit on rows whose probabilities come from a model that hasn't seen them.
        `weights` is one per row.
        """
        if len(truth) != len(probabilities):
            raise ValueError("one truth per row of probabilities")
        known = truth >= 0
        own = nonconformity(probabilities, score)[np.flatnonzero(known), truth[known]]
        kept = None if weights is None else np.asarray(weights)[known]
        return cls(coverage, score, weighted_quantile(own, coverage, kept), int(known.sum()))

    def sets(self, probabilities: Floats) -> Bools:
        """Boolean `(n, classes)`. The likeliest label is always in, so that no set is empty."""
        held = nonconformity(probabilities, self.score) <= self.threshold + 1e-12
        held[np.arange(len(held)), probabilities.argmax(axis=1)] = True
        return np.asarray(held, dtype=np.bool_)
