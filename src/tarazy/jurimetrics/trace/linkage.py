"""Probabilistic record linkage: weights of agreement by EM, and the probability of each candidate of a
reference.

Fellegi, Sunter (1969), "A theory for record linkage"; Winkler (1988) for EM. `u` is taken from pairs drawn at
random, `m` by EM over the candidates, both kept near their documented starting values by a Dirichlet prior.
A reference has at most one act, so its candidates and "none of the collection" share one unit of probability:
P(i) = L_i / (sum_j L_j + n (1 - s) / s), with L the likelihood ratio, n the acts that could be meant and s
the share of references whose act is in the collection.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tarazy.jurimetrics.trace.compare import FEATURES, MISSING, starting_weights

Levels = tuple[str, ...]


@dataclass(frozen=True)
class Weights:
    """m and u for each feature and level, and the share of references whose act is in the collection."""

    m: dict[str, dict[str, float]]
    u: dict[str, dict[str, float]]
    linked_share: float

    def log2(self, levels: Levels) -> tuple[float, ...]:
        """The weight of each feature, in bits (log2 m/u); 0 where the level is missing."""
        return tuple(
            0.0 if level == MISSING else math.log2(self.m[name][level] / self.u[name][level])
            for name, level in zip(FEATURES, levels, strict=True)
        )

    def ratio(self, levels: Levels) -> float:
        """The likelihood ratio of the levels."""
        return float(2.0 ** min(sum(self.log2(levels)), 200.0))


@dataclass(frozen=True)
class Candidates:
    """The candidates of one reference: their levels, and how many acts of the collection could be meant."""

    levels: tuple[Levels, ...]
    eligible: int


def starting() -> Weights:
    """The documented starting weights."""
    features = starting_weights()["features"]
    return Weights(
        {name: {level: pair[0] for level, pair in levels.items()} for name, levels in features.items()},
        {name: {level: pair[1] for level, pair in levels.items()} for name, levels in features.items()},
        starting_weights()["linked_share"],
    )


def posterior(weights: Weights, candidates: Candidates) -> tuple[float, ...]:
    """The probability of each candidate; what is missing to 1 is that none of the candidates is meant."""
    ratios = [weights.ratio(levels) for levels in candidates.levels]
    absent = max(candidates.eligible, 1) * (1 - weights.linked_share) / weights.linked_share
    total = sum(ratios) + absent
    return tuple(ratio / total for ratio in ratios)


def _shares(
    counts: dict[str, Counter[str]], prior: dict[str, dict[str, float]], strength: float
) -> dict[str, dict[str, float]]:
    shares = {}
    for name, start in prior.items():
        seen = counts.get(name, Counter())
        total = sum(seen[level] for level in start) + strength
        shares[name] = {level: (seen[level] + strength * start[level]) / total for level in start}
    return shares


def estimate(
    references: Sequence[Candidates],
    random_pairs: Sequence[Levels],
    rounds: int = 25,
    tolerance: float = 1e-4,
) -> Weights:
    """Weights for a collection: u from `random_pairs`, m and the linked share by EM over `references`.

    With few pairs the starting values remain; they count for `strength` pairs each (`weights.yaml`).
    """
    first = starting()
    strength = starting_weights()["strength"]
    unrelated: dict[str, Counter[str]] = {name: Counter() for name in FEATURES}
    for levels in random_pairs:
        for name, level in zip(FEATURES, levels, strict=True):
            unrelated[name][level] += 1
    weights = Weights(first.m, _shares(unrelated, first.u, strength["u"]), first.linked_share)
    for _ in range(rounds):
        expected: dict[str, Counter[str]] = {name: Counter() for name in FEATURES}
        linked = 0.0
        for candidates in references:
            for levels, probability in zip(candidates.levels, posterior(weights, candidates), strict=True):
                if probability < 1e-6:
                    continue
                linked += probability
                for name, level in zip(FEATURES, levels, strict=True):
                    expected[name][level] += probability  # type: ignore[assignment]
        share = (linked + strength["m"] * first.linked_share) / (len(references) + strength["m"])
        following = Weights(_shares(expected, first.m, strength["m"]), weights.u, min(share, 0.999))
        change = max(
            abs(following.m[name][level] - weights.m[name][level])
            for name in FEATURES
            for level in following.m[name]
        )
        weights = following
        if change < tolerance:
            break
    return weights
