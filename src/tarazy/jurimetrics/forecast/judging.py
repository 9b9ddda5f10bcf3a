"""How good the forecaster is on later cases, beside the base rate: the figures on its card."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tarazy.jurimetrics.decision import Outcome, Plain
from tarazy.jurimetrics.forecast.base_rates import BaseRates
from tarazy.jurimetrics.forecast.known_before import Case
from tarazy.jurimetrics.learning import metrics
from tarazy.jurimetrics.learning.conformal import ConformalSets
from tarazy.jurimetrics.learning.metrics import Floats, Ints

LEAST_JUDGED = 15
BINS = 10


class ReliabilityPoint(Plain):
    """Claims of which the first answer was given with about probability `said`: the share `was` that came
    true.
    """

    said: float
    was: float
    n: int


@dataclass(frozen=True)
class Judged:
    """Figures over `n` later claims; `better` says for each category with enough of them whether the log-loss
    is lower than that of its base rate.
    """

    n: int
    figures: dict[str, float]
    better: dict[str, bool]
    reliability: tuple[ReliabilityPoint, ...]


def judge(
    answer: Callable[[Sequence[Case]], Floats],
    conformal: ConformalSets,
    classes: Sequence[Outcome],
    past: Sequence[Case],
    later: Sequence[Case],
    with_claim_alone: Sequence[Case],
) -> Judged:
    """Measure `answer` on `later` claims, all with known outcome; the base rates are those of `past`.

    `with_claim_alone` are the same claims as they stood before any response: `claim_…` figures are theirs.
    """
    if not later:
        return Judged(0, {}, {}, ())
    truth = np.array(
        [classes.index(case.outcome) if case.outcome in classes else -1 for case in later], dtype=np.int64
    )
    given = answer(later)
    earlier = answer(with_claim_alone)
    base = base_probabilities(BaseRates.of(past), classes, later)
    sets = conformal.sets(given)
    figures = {
        "accuracy": metrics.accuracy(truth, given.argmax(axis=1)),
        "macro_f1": metrics.macro_f1(truth, given.argmax(axis=1)),
        "brier": metrics.brier(truth, given),
        "log_loss": metrics.log_loss(truth, given),
        "ece": metrics.expected_calibration_error(truth, given),
        "coverage_90": metrics.coverage(truth, sets),
        "set_size": metrics.mean_set_size(sets),
        "claim_accuracy": metrics.accuracy(truth, earlier.argmax(axis=1)),
        "claim_log_loss": metrics.log_loss(truth, earlier),
        "base_rate_accuracy": metrics.accuracy(truth, base.argmax(axis=1)),
        "base_rate_brier": metrics.brier(truth, base),
        "base_rate_log_loss": metrics.log_loss(truth, base),
    }
    rows = metrics.reliability(truth, given, BINS)
    points = tuple(
        ReliabilityPoint(said=row.confidence, was=row.accuracy, n=row.count) for row in rows if row.count
    )
    return Judged(len(later), figures, _better(truth, given, base, later), points)


def base_probabilities(base: BaseRates, classes: Sequence[Outcome], cases: Sequence[Case]) -> Floats:
    """The base rate of each case as (cases, classes), with one claim of each class added (Laplace)."""
    rows = []
    for case in cases:
        known = base.base_rate(case.category, case.claim)
        counts = {name: share * known.n for name, share in known.shares} if known else {}
        row = np.array([counts.get(name, 0.0) + 1.0 for name in classes])
        rows.append(row / row.sum())
    return np.array(rows)


def _better(truth: Ints, given: Floats, base: Floats, later: Sequence[Case]) -> dict[str, bool]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, case in enumerate(later):
        places[case.category].append(place)
    return {
        category: metrics.log_loss(truth[own], given[own]) < metrics.log_loss(truth[own], base[own])
        for category, own in sorted(places.items())
        if len(own) >= LEAST_JUDGED
    }
