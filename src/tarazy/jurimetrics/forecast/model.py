"""The linear model behind the forecast: multinomial logistic regression, refitted on resampled chains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from tarazy.jurimetrics.forecast.known_before import Case
from tarazy.jurimetrics.learning.metrics import Floats, Ints, log_loss
from tarazy.jurimetrics.learning.pooling import softmax

LEAST_MET = 5  # cases in which a feature must occur to be learnt from
BAGS = 8


@dataclass(frozen=True)
class Model:
    """`vocabulary` gives a column to each feature; `weights` is (bags + 1, columns + 1, classes), the plain
    fit first, the intercept in the last column; scores are divided by `temperature`.
    """

    vocabulary: dict[str, int]
    weights: NDArray[np.float32]
    temperature: float

    def columns(self, cases: Sequence[Case]) -> sparse.csr_matrix:
        """The features of cases as (cases, columns + 1), the last column all ones."""
        return _columns(self.vocabulary, [case.features for case in cases])

    def probabilities(self, columns: sparse.csr_matrix) -> NDArray[np.float64]:
        """(bags + 1, cases, classes): the calibrated answer first, then those of the refitted models."""
        return np.stack([softmax(np.asarray(columns @ bag) / self.temperature) for bag in self.weights])

    def tempered(self, temperature: float) -> Model:
        """The same model with another temperature."""
        return Model(self.vocabulary, self.weights, temperature)


def _columns(vocabulary: dict[str, int], rows: Sequence[dict[str, float]]) -> sparse.csr_matrix:
    places, values, starts = [], [], [0]
    for features in rows:
        for name, value in features.items():
            column = vocabulary.get(name)
            if column is not None:
                places.append(column)
                values.append(value)
        places.append(len(vocabulary))
        values.append(1.0)
        starts.append(len(places))
    return sparse.csr_matrix(
        (np.asarray(values), np.asarray(places, dtype=np.int32), np.asarray(starts)),
        shape=(len(rows), len(vocabulary) + 1),
    )


def fit_model(
    cases: Sequence[Case],
    truth: Ints,
    classes: int,
    *,
    strength: float = 1.0,
    bags: int = BAGS,
    seed: int = 0,
) -> Model:
    """Fit to cases with known outcome (`truth`: class index per case). `strength` is the inverse of the
    penalty.

    The refits draw whole chains with replacement (the bootstrap of Efron 1979 over cases, not over claims).
    """
    met = Counter(name for case in cases for name in case.features)
    vocabulary = {
        name: place for place, name in enumerate(sorted(n for n, c in met.items() if c >= LEAST_MET))
    }
    columns = _columns(vocabulary, [case.features for case in cases])
    chance = np.random.default_rng(seed)
    chains = np.unique(np.array([case.chain for case in cases]), return_inverse=True)[1]
    # Many small products: threads of the linear algebra would wait for each other longer than they work.
    with threadpool_limits(1):
        weights = [_fit(columns, truth, classes, strength, None)]
        for _ in range(bags):
            drawn = np.bincount(
                chance.integers(0, chains.max() + 1, chains.max() + 1), minlength=chains.max() + 1
            )
            weights.append(_fit(columns, truth, classes, strength, drawn[chains].astype(np.float64)))
    return Model(vocabulary, np.stack(weights).astype(np.float32), 1.0)


def _fit(
    columns: sparse.csr_matrix, truth: Ints, classes: int, strength: float, weight: Floats | None
) -> Floats:
    held = np.ones(len(truth), dtype=bool) if weight is None else weight > 0
    present = np.unique(truth[held])
    full = np.zeros((columns.shape[1], classes))
    full[-1] = -8.0  # a class that was not drawn is all but ruled out in this refit
    if len(present) == 1:
        full[-1, present[0]] = 8.0
        return full
    model = LogisticRegression(C=strength, fit_intercept=False, max_iter=150, tol=1e-3)
    model.fit(columns[held], truth[held], None if weight is None else weight[held])
    if len(present) == 2:
        half = model.coef_[0] / 2
        full[:, present[0]], full[:, present[1]] = -half, half
    else:
        full[:, present] = model.coef_.T
    return full


def best_temperature(scores: Floats, truth: Ints) -> float:
    """The temperature in [0.3, 5] that makes held-out answers most likely (Guo et al. 2017)."""
    found = minimize_scalar(
        lambda log_t: log_loss(truth, softmax(scores / np.exp(log_t))), bounds=(-1.2, 1.6), method="bounded"
    )
    return float(np.exp(found.x))


def scores_of(model: Model, columns: sparse.csr_matrix) -> Floats:
    """The untempered scores of the plain fit, (cases, classes)."""
    return np.asarray(columns @ model.weights[0], dtype=np.float64)
