"""Robotisation potential: which categories of cases are so determined that rules may draft their acts.

Four components a category, each in [0, 1] with an interval: certainty (how little the outcome varies once the
structured facts are known), sameness of the reasons' texts, rules (the absence of marks of discretion) and
stability (the share of reviewed acts that a higher court neither changed nor reversed). The score is their
weighted mean; the
weights and the marks stand in `potential.yaml`. It ranks categories for a person to look at and decides
nothing.
"""

from __future__ import annotations

import math
import random
import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from tarazy.jurimetrics.anomalies.drift import case_mix
from tarazy.jurimetrics.decision import Decision, Instance, Outcome, PartName, Plain, Review
from tarazy.jurimetrics.trace.durations import Share, wilson
from tarazy.jurimetrics.trace.links import Links

MERITS = (Outcome.GRANTED, Outcome.GRANTED_IN_PART, Outcome.DENIED)
Z95 = 1.959963984540054
FOLDS = 5
SHINGLE = 5
PAIRS = 150
WORD = re.compile(r"[^\W\d_]+")

Facts = Callable[[Decision], dict[str, float]]


class Estimate(Plain):
    """A component in [0, 1] with its 95 % interval and the sample it rests on."""

    value: float
    low: float
    high: float
    n: int


class Potential(Plain):
    """One category. `entropy` of outcomes and `entropy_given_facts` in bits (cross-validated, an upper
    estimate).

    `thin` categories have too few acts to rank: their figures are shown with that mark, after all others.
    `potential_acts` is the volume times the score: about how many acts rules might draft.
    """

    category: str
    volume: int
    score: float
    low: float
    high: float
    thin: bool
    certainty: Estimate
    sameness: Estimate
    rules: Estimate
    stability: Estimate
    entropy: float
    entropy_given_facts: float
    changed: Share
    potential_acts: float


@cache
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("potential.yaml").read_text("utf-8"))
    return loaded


def structured_facts(decision: Decision) -> dict[str, float]:
    """The mix of the case and the words of its description: what stood before the decision."""
    features = case_mix(decision)
    for word in WORD.findall(decision.part(PartName.DESCRIPTION).lower()):
        if len(word) > 3:
            features[f"word={word[:7]}"] = 0.3
    return features


def rank_potential(
    decisions: Iterable[Decision],
    links: Links | None = None,
    *,
    facts: Facts = structured_facts,
    seed: int = 0,
) -> tuple[Potential, ...]:
    """The categories of first-instance acts on the merits, most determined first, thin ones last.

    `links` tell what became of acts above; without them stability is unknown (0.5, interval [0, 1]). Acts
    without a category or an outcome on the merits are left out. `seed` fixes folds and the pairs of texts
    compared.
    """
    groups: dict[str, list[Decision]] = {}
    for decision in decisions:
        first = decision.instance is None or decision.instance.value is Instance.FIRST
        if first and decision.category and decision.outcome and decision.outcome.value in MERITS:
            groups.setdefault(decision.category.value, []).append(decision)
    changed = {name: _changed(members, links) for name, members in groups.items()}
    reviewed = sum(share.n for share in changed.values())
    common = sum(share.count for share in changed.values()) / reviewed if reviewed else 0.5
    ranked = [
        _potential(name, members, changed[name], common, facts, seed) for name, members in groups.items()
    ]
    return tuple(sorted(ranked, key=lambda one: (one.thin, -one.score, one.category)))


def _potential(
    name: str, members: Sequence[Decision], changed: Share, common: float, facts: Facts, seed: int
) -> Potential:
    entropy, conditional, certainty = outcome_certainty(members, facts, seed)
    parts = {
        "certainty": certainty,
        "sameness": text_sameness(members, seed),
        "rules": without_discretion(members),
        "stability": _stability(changed, common),
    }
    weights = _table()["weights"]
    score = sum(weights[key] * part.value for key, part in parts.items())
    half = math.sqrt(sum((weights[key] * (part.high - part.low) / 2) ** 2 for key, part in parts.items()))
    return Potential(
        category=name,
        volume=len(members),
        score=score,
        low=max(0.0, score - half),
        high=min(1.0, score + half),
        thin=len(members) < _table()["thin"],
        entropy=entropy,
        entropy_given_facts=conditional,
        changed=changed,
        potential_acts=score * len(members),
        **parts,
    )


def outcome_certainty(members: Sequence[Decision], facts: Facts, seed: int) -> tuple[float, float, Estimate]:
    """(entropy, entropy given the facts, certainty): bits, bits, and 1 - entropy given the facts / log2(3).

    The entropy is Miller-Madow corrected. That given the facts is the cross-validated log loss of a
    regularised logistic model, which is never below the true one on average, and at most the entropy itself.
    """
    labels = np.asarray([MERITS.index(one.outcome.value) for one in members if one.outcome])
    counts = np.bincount(labels, minlength=len(MERITS))
    shares = counts[counts > 0] / len(labels)
    plain = float(-(shares * np.log2(shares)).sum())
    entropy = min(plain + (len(shares) - 1) / (2 * len(labels) * math.log(2)), math.log2(len(MERITS)))
    losses = _cross_validated_losses(members, labels, facts, seed)
    own = -np.log2((counts[labels] + 1 / 3) / (len(labels) + 1))
    if losses is None or losses.mean() > own.mean():
        losses = own
    full = math.log2(len(MERITS))
    mean = float(losses.mean())
    half = Z95 * float(losses.std()) / math.sqrt(len(losses))
    bounds = [min(1.0, max(0.0, 1 - value / full)) for value in (mean + half, mean, mean - half)]
    return entropy, mean, Estimate(low=bounds[0], value=bounds[1], high=bounds[2], n=len(members))


def _cross_validated_losses(
    members: Sequence[Decision], labels: NDArray[np.int64], facts: Facts, seed: int
) -> NDArray[np.float64] | None:
    """Bits lost on each act by a model that has not seen it; None where a fold can't hold two outcomes."""
    present, counts = np.unique(labels, return_counts=True)
    if len(present) < 2 or len(labels) < 4 * FOLDS or counts.max() > len(labels) - 2:
        return None
    matrix = FeatureHasher(2**12).transform([facts(one) for one in members])
    losses = np.empty(len(labels))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    # Rare outcomes may miss from a fold's training part; they then cost what an unseen outcome costs.
    strata = np.where(np.isin(labels, present[counts >= FOLDS]), labels, present[counts.argmax()])
    for train, test in folds.split(matrix, strata):
        if len(np.unique(labels[train])) < 2:
            return None
        model = LogisticRegression(C=4.0, max_iter=300).fit(matrix[train], labels[train])
        table = np.full((len(test), len(MERITS)), 1 / (len(train) + 1))
        table[:, model.classes_] = np.maximum(table[:, model.classes_], model.predict_proba(matrix[test]))
        table /= table.sum(axis=1, keepdims=True)
        losses[test] = -np.log2(table[np.arange(len(test)), labels[test]])
    return losses


def text_sameness(members: Sequence[Decision], seed: int) -> Estimate:
    """The mean share (Jaccard) of word 5-grams that the reasons of two acts in one language share."""
    chance = random.Random(seed)
    by_language: dict[str, list[set[int]]] = {}
    for one in members:
        if grams := _shingles(one.part(PartName.REASONING) or one.text):
            by_language.setdefault(one.language, []).append(grams)
    shared: list[float] = []
    total = sum(len(texts) for texts in by_language.values())
    for texts in by_language.values():
        size = max(1, round(PAIRS * len(texts) / total))
        pairs = (
            list(combinations(range(len(texts)), 2))
            if len(texts) <= 20
            else [tuple(chance.sample(range(len(texts)), 2)) for _ in range(size)]
        )
        shared.extend(len(texts[i] & texts[j]) / len(texts[i] | texts[j]) for i, j in pairs[:size])
    return _mean(shared, total)


def _shingles(text: str) -> set[int]:
    words = WORD.findall(text.lower())
    return {
        zlib.crc32(" ".join(words[at : at + SHINGLE]).encode())
        for at in range(max(0, len(words) - SHINGLE + 1))
    }


@cache
def _marks(language: str) -> re.Pattern[str] | None:
    marks = _table()["discretion"].get(language)
    return re.compile("|".join(marks)) if marks else None


def discretion_marks(decision: Decision) -> int | None:
    """How many marks of discretion the reasons bear; None for a language without a list."""
    marks = _marks(decision.language)
    if marks is None:
        return None
    return sum(1 for _ in marks.finditer((decision.part(PartName.REASONING) or decision.text).lower()))


def without_discretion(members: Sequence[Decision]) -> Estimate:
    """The share of acts whose reasons bear no mark of discretion, with Wilson's interval."""
    counted = [marks for one in members if (marks := discretion_marks(one)) is not None]
    share = wilson(sum(marks == 0 for marks in counted), len(counted))
    return Estimate(value=share.share if counted else 0.5, low=share.low, high=share.high, n=len(counted))


def _changed(members: Sequence[Decision], links: Links | None) -> Share:
    if links is None:
        return wilson(0, 0)
    reviews = []
    for one in members:
        above = links.above.get(one.id, ())
        if above and (review := links.acts[above[-1]].review):
            reviews.append(review)
    return wilson(sum(review is not Review.UPHELD for review in reviews), len(reviews))


def _stability(changed: Share, common: float) -> Estimate:
    """One minus the share changed; with few reviews drawn towards that of all categories."""
    if changed.n == 0:
        return Estimate(value=1 - common, low=0.0, high=1.0, n=0)
    least = _table()["thin_reviews"]
    weight = max(0, least - changed.n)
    value = 1 - (changed.count + weight * common) / (changed.n + weight)
    low, high = sorted((1 - changed.high, 1 - changed.low))
    return Estimate(value=value, low=min(low, value), high=max(high, value), n=changed.n)


def _mean(values: Sequence[float], n: int) -> Estimate:
    if not values:
        return Estimate(value=0.0, low=0.0, high=1.0, n=0)
    mean = sum(values) / len(values)
    spread = math.sqrt(sum((value - mean) ** 2 for value in values) / max(len(values) - 1, 1))
    half = Z95 * spread / math.sqrt(min(len(values), n))
    return Estimate(value=mean, low=max(0.0, mean - half), high=min(1.0, mean + half), n=n)
