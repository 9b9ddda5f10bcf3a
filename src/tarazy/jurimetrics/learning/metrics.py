"""Figures of merit of classifiers whose answers are probabilities. Pure functions over numpy arrays.

Everywhere `truth` is an array of `n` class indices, `probabilities` an array `(n, classes)` whose rows sum to
1, and `sets` a boolean array `(n, classes)`: which classes an answer's conformal set holds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

ECE_BINS = 15


def accuracy(truth: Ints, predicted: Ints) -> float:
    """Share of answers that are right, in [0, 1]."""
    return float(np.mean(truth == predicted))


def macro_f1(truth: Ints, predicted: Ints) -> float:
    """Mean F1 over the classes that occur in `truth` or in `predicted`; a class never met counts nowhere."""
    scores = []
    for label in np.union1d(truth, predicted):
        hit = float(np.sum((truth == label) & (predicted == label)))
        wrong = float(np.sum((truth == label) ^ (predicted == label)))
        scores.append(2 * hit / (2 * hit + wrong))
    return float(np.mean(scores))


def brier(truth: Ints, probabilities: Floats) -> float:
    """Multi-class Brier score (Brier 1950): mean squared distance to the one-hot truth, in [0, 2]."""
    target = np.zeros_like(probabilities)
    known = truth >= 0
    target[np.flatnonzero(known), truth[known]] = 1.0
    return float(np.mean(np.sum((probabilities - target) ** 2, axis=1)))


def log_loss(truth: Ints, probabilities: Floats, floor: float = 1e-6) -> float:
    """Mean negative log-probability of the truth, in nats; probabilities are floored at `floor`.

    A truth of -1 (a class the model never saw) costs the floor.
    """
    of_truth = np.where(truth >= 0, probabilities[np.arange(len(truth)), np.maximum(truth, 0)], 0.0)
    return float(-np.mean(np.log(np.maximum(of_truth, floor))))


@dataclass(frozen=True)
class ReliabilityBin:
    """One bar of a reliability diagram: answers with confidence in `(low, high]`."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


def reliability(truth: Ints, probabilities: Floats, bins: int = ECE_BINS) -> list[ReliabilityBin]:
    """Confidence of the first answer against how often it is right, in `bins` bins of equal width."""
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == truth
    place = np.clip(np.ceil(confidence * bins).astype(int) - 1, 0, bins - 1)
    rows = []
    for index in range(bins):
        inside = place == index
        count = int(inside.sum())
        rows.append(
            ReliabilityBin(
                low=index / bins,
                high=(index + 1) / bins,
                count=count,
                confidence=float(confidence[inside].mean()) if count else 0.0,
                accuracy=float(right[inside].mean()) if count else 0.0,
            )
        )
    return rows


def expected_calibration_error(truth: Ints, probabilities: Floats, bins: int = ECE_BINS) -> float:
    """Expected calibration error of the first answer (Guo et al. 2017), `bins` equal-width
    bins, in [0, 1].
    """
    rows = reliability(truth, probabilities, bins)
    return float(sum(r.count * abs(r.confidence - r.accuracy) for r in rows) / max(len(truth), 1))


def coverage(truth: Ints, sets: Bools) -> float:
    """Share of rows whose set holds the truth; a truth of -1 is in no set."""
    held = np.where(truth >= 0, sets[np.arange(len(truth)), np.maximum(truth, 0)], False)
    return float(np.mean(held))


def mean_set_size(sets: Bools) -> float:
    """Mean number of classes in a set."""
    return float(np.mean(sets.sum(axis=1)))
