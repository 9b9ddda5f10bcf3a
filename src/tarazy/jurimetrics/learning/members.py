"""The linear models of an ensemble: each gives every class a score, and every score can be taken apart into
terms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from tarazy.jurimetrics.learning.metrics import Floats, Ints

Kind = Literal["logistic", "margin", "ratio"]
_LEAST_LOG = float(np.log(1e-6))
_UNSEEN_MARGIN = -2.0


@dataclass(frozen=True)
class Recipe:
    """How a member is made.

    `logistic`: multinomial logistic regression. `margin`: linear support vector machine, one class against
    the rest. `ratio`: the same on columns scaled by log-count ratios (Wang & Manning 2012, NB-SVM). `views`
    are positions of the views it sees; `strength` is scikit-learn's C; `balanced` weighs classes inversely to
    their size.
    """

    name: str
    kind: Kind
    views: tuple[int, ...]
    strength: float
    balanced: bool


@dataclass(frozen=True)
class Member:
    """A fitted member: `weights` `(classes, columns)` over the columns of its views, `biases` one a class."""

    recipe: Recipe
    weights: NDArray[np.float32]
    biases: Floats

    def evidence(self, columns: sparse.csr_matrix | Floats) -> Floats:
        """`(n, classes)`: log-probabilities of a logistic member, margins of the others."""
        scores = np.asarray(columns @ self.weights.T, dtype=np.float64) + self.biases
        if self.recipe.kind != "logistic":
            return scores
        shifted = scores - scores.max(axis=1, keepdims=True)
        logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        return np.asarray(np.maximum(logs, _LEAST_LOG), dtype=np.float64)


def fit_member(
    recipe: Recipe,
    columns: sparse.csr_matrix | Floats,
    truth: Ints,
    classes: int,
    row_weights: Floats | None,
    seed: int,
) -> Member:
    """Fit one member. A class without a row in `truth` gets a score that never wins."""
    balance = "balanced" if recipe.balanced else None
    if len(np.unique(truth)) < 2:
        raise ValueError("a model needs at least two classes")
    if recipe.kind == "logistic":
        model = LogisticRegression(C=recipe.strength, class_weight=balance, max_iter=400, tol=1e-3)
        model.fit(columns, truth, sample_weight=row_weights)
        weights, biases = model.coef_, model.intercept_
        if len(weights) == 1:
            weights, biases = np.vstack([np.zeros_like(weights), weights]), np.array([0.0, biases[0]])
        return _spread(recipe, weights, biases, model.classes_, classes, -50.0)
    if recipe.kind == "margin":
        model = LinearSVC(C=recipe.strength, class_weight=balance, random_state=seed)
        model.fit(columns, truth, sample_weight=row_weights)
        weights, biases = model.coef_, model.intercept_
        if len(weights) == 1:
            weights, biases = np.vstack([-weights, weights]), np.array([-biases[0], biases[0]])
        return _spread(recipe, weights, biases, model.classes_, classes, _UNSEEN_MARGIN)
    found = np.unique(truth)
    rows, starts = [], []
    for label in found:
        ratio = _log_count_ratio(columns, truth == label)
        model = LinearSVC(C=recipe.strength, class_weight=balance, random_state=seed)
        model.fit(columns @ sparse.diags(ratio), truth == label, sample_weight=row_weights)
        rows.append(model.coef_[0] * ratio)
        starts.append(model.intercept_[0])
    return _spread(recipe, np.array(rows), np.array(starts), found, classes, _UNSEEN_MARGIN)


def _log_count_ratio(columns: sparse.csr_matrix, positive: NDArray[np.bool_]) -> Floats:
    present = (columns > 0).astype(np.float64)
    inside = 1.0 + np.asarray(present[positive].sum(axis=0)).ravel()
    outside = 1.0 + np.asarray(present[~positive].sum(axis=0)).ravel()
    return np.asarray(np.log((inside / inside.sum()) / (outside / outside.sum())), dtype=np.float64)


def _spread(
    recipe: Recipe, weights: Floats, biases: Floats, seen: Ints, classes: int, unseen_bias: float
) -> Member:
    """Put the rows of the classes that were seen in their places among all classes."""
    full = np.zeros((classes, weights.shape[1]), dtype=np.float32)
    shift = np.full(classes, unseen_bias)
    full[seen] = weights
    shift[seen] = biases
    return Member(recipe, full, shift)
