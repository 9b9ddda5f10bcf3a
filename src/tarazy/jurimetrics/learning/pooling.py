"""Pooling of several models' answers into one calibrated answer.

A log-linear pool (Genest & Zidek 1986): `p(class) ∝ exp(Σ weight·evidence + bias)`, its weights and biases
fitted to answers that each model gave on rows it hadn't seen. With one model it is temperature scaling with
class biases (Guo et al. 2017; Kull et al. 2019): so stacking and calibration are one small convex fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize, minimize_scalar

from tarazy.jurimetrics.learning.metrics import Floats, Ints


def softmax(scores: Floats) -> Floats:
    """Rows of `scores` as probabilities."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), dtype=np.float64)


@dataclass(frozen=True)
class LogLinearPool:
    """`weights` one per model (never negative), `biases` one per class."""

    weights: tuple[float, ...]
    biases: tuple[float, ...]

    @classmethod
    def fit(
        cls,
        evidence: Floats,
        truth: Ints,
        row_weights: Floats | None = None,
        bias_penalty: float = 1.0,
        weight_penalty: float = 1.0,
    ) -> LogLinearPool:
        """Fit to `evidence` of shape `(models, n, classes)`: log-probabilities or margins.

        `bias_penalty` and `weight_penalty` (squared, in units of rows) hold biases near 0 and weights near
        their mean, so that few rows can't make a wild pool.
        """
        models, count, classes = evidence.shape
        weight = np.ones(count) if row_weights is None else row_weights * count / row_weights.sum()
        hot = np.zeros((count, classes))
        hot[np.arange(count), truth] = 1.0

        def loss(parameters: Floats) -> tuple[float, Floats]:
            own, bias = parameters[:models], parameters[models:]
            probabilities = softmax(np.tensordot(own, evidence, axes=1) + bias)
            picked = np.maximum(probabilities[np.arange(count), truth], 1e-12)
            spread = own - own.mean()
            value = float(-(weight * np.log(picked)).sum())
            value += weight_penalty * float(spread @ spread) + bias_penalty * float(bias @ bias)
            error = (probabilities - hot) * weight[:, None]
            slope = np.tensordot(evidence, error, axes=([1, 2], [0, 1])) + 2 * weight_penalty * spread
            return value, np.concatenate([slope, error.sum(axis=0) + 2 * bias_penalty * bias])

        start = np.concatenate([np.full(models, 1.0 / models), np.zeros(classes)])
        bounds = [(0.0, None)] * models + [(None, None)] * classes
        found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
        return cls(tuple(map(float, found.x[:models])), tuple(map(float, found.x[models:])))

    def cooled(self, evidence: Floats, truth: Ints, spread: float = 0.2) -> LogLinearPool:
        """The pool made as sure of itself as it was right on later rows that its models hadn't seen.

        One factor on all scores (temperature) is fitted to `evidence` of those rows, its logarithm held near
        0 as by a normal prior of standard deviation `spread`, so that a few rows don't change much.
        """
        rows = np.arange(len(truth))

        def loss(log_factor: float) -> float:
            picked = self._scaled(float(np.exp(log_factor))).probabilities(evidence)[rows, truth]
            return float(-np.log(np.maximum(picked, 1e-12)).sum()) + 0.5 * (log_factor / spread) ** 2

        found = minimize_scalar(loss, bounds=(-1.5, 1.5), method="bounded")
        return self._scaled(float(np.exp(found.x)))

    def _scaled(self, factor: float) -> LogLinearPool:
        return LogLinearPool(
            tuple(weight * factor for weight in self.weights), tuple(bias * factor for bias in self.biases)
        )

    def probabilities(self, evidence: Floats) -> Floats:
        """`(n, classes)` from evidence of shape `(models, n, classes)`."""
        return softmax(np.tensordot(np.array(self.weights), evidence, axes=1) + np.array(self.biases))

    def as_plain(self) -> dict[str, Any]:
        """Plain numbers, for a model directory."""
        return {"weights": list(self.weights), "biases": list(self.biases)}
