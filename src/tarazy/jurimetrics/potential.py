"""Robotisation potential: which categories of cases are so determined that rules may draft their acts.

Four components a category, each in [0, 1] with an interval: certainty (how little the outcome varies once the
facts that the court found are known), sameness of the reasons' texts, rules (the absence of marks of
discretion) and stability (the share of reviewed acts that a higher court neither changed nor reversed). The
score is their
weighted mean; the
weights and the marks stand in `potential.yaml`. It ranks categories for a person to look at and decides
nothing.
"""

from __future__ import annotations

import math
import random
import re
import zlib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from tarazy.jurimetrics.anomalies.expectation import OUTCOMES, cases_of, expect_outcomes, findings
from tarazy.jurimetrics.decision import Decision, PartName, Plain, Review
from tarazy.jurimetrics.trace.durations import Share, wilson
from tarazy.jurimetrics.trace.links import Links

LEAST_FITTED = 30
Z95 = 1.959963984540054
SHINGLE = 5
PAIRS = 150
WORD = re.compile(r"[^\W\d_]+")


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


def rank_potential(
    decisions: Iterable[Decision], links: Links | None = None, *, seed: int = 0
) -> tuple[Potential, ...]:
    """The categories of first-instance judgments on the merits, most determined first, thin ones last.

    `links` tell what became of acts above; without them stability is unknown (interval [0, 1]). Acts without
    a category or an outcome on the merits are left out. `seed` fixes folds and the pairs of texts compared.
    """
    acts = [one for one in decisions if one.category and one.category.value]
    cases = cases_of(acts)
    by_id = {one.id: one for one in acts}
    expected = expect_outcomes(cases, findings(cases), LEAST_FITTED, seed) if cases else np.empty((0, 3))
    places: dict[str, list[int]] = {}
    for place, case in enumerate(cases):
        places.setdefault(case.category, []).append(place)
    groups = {name: [by_id[cases[place].id] for place in mine] for name, mine in places.items()}
    changed = {name: _changed(members, links) for name, members in groups.items()}
    reviewed = sum(share.n for share in changed.values())
    common = sum(share.count for share in changed.values()) / reviewed if reviewed else 0.5
    ranked = []
    for name, mine in places.items():
        outcomes = np.asarray([cases[place].outcome for place in mine])
        certain = outcome_certainty(outcomes, expected[mine])
        ranked.append(_potential(name, groups[name], certain, changed[name], common, seed))
    return tuple(sorted(ranked, key=lambda one: (one.thin, -one.score, one.category)))


def _potential(
    name: str,
    members: Sequence[Decision],
    certain: tuple[float, float, Estimate],
    changed: Share,
    common: float,
    seed: int,
) -> Potential:
    entropy, given_facts, certainty = certain
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
        entropy_given_facts=given_facts,
        changed=changed,
        potential_acts=score * len(members),
        **parts,
    )


def outcome_certainty(
    outcomes: NDArray[np.int64], expected: NDArray[np.float64]
) -> tuple[float, float, Estimate]:
    """(entropy, entropy given the facts, certainty): bits, bits, and 1 - entropy given the facts / log2(3).

    `outcomes` (n) are places in `OUTCOMES`, `expected` (n, 3) their cross-fitted probabilities (NaN: no
    model). The entropy is Miller-Madow corrected. That given the facts is the mean cross-fitted log loss,
    never below the true
    one on average; where no model beats the category's own shares, theirs.
    """
    counts = np.bincount(outcomes, minlength=len(OUTCOMES))
    shares = counts[counts > 0] / len(outcomes)
    plain = float(-(shares * np.log2(shares)).sum())
    full = math.log2(len(OUTCOMES))
    entropy = min(plain + (len(shares) - 1) / (2 * len(outcomes) * math.log(2)), full)
    losses = -np.log2((counts[outcomes] + 1 / 3) / (len(outcomes) + 1))
    if np.isfinite(expected).all():
        modelled = -np.log2(np.clip(expected[np.arange(len(outcomes)), outcomes], 1e-6, 1.0))
        losses = modelled if modelled.mean() < losses.mean() else losses
    mean = float(losses.mean())
    half = Z95 * float(losses.std()) / math.sqrt(len(losses))
    low, value, high = (min(1.0, max(0.0, 1 - bits / full)) for bits in (mean + half, mean, mean - half))
    return entropy, mean, Estimate(value=value, low=low, high=high, n=len(outcomes))


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
