"""Courts or regions whose outcomes depart after the mix of their cases is taken into account.

A logistic model of how far claims are granted, on what was known before the decision (category, types and sum
of the claims, kinds of the parties, year), gives the expected outcomes. What a court has beyond them is its
effect in
logits, quasi-binomial, shrunken by an empirical Bayes mixture: most courts share a small spread, a few depart
(Efron 2010, "Large-Scale Inference", local false discovery rate). Judges' identities are never read.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from tarazy.jurimetrics.anomalies.card import AnomalyCard, AnomalyKind
from tarazy.jurimetrics.decision import Decision, Instance, Outcome, Plain, Stage
from tarazy.jurimetrics.trace.normal import case_number

GRANTED = {Outcome.GRANTED: 1.0, Outcome.GRANTED_IN_PART: 0.5, Outcome.DENIED: 0.0}
LEAST_ACTS = 15
LEAST_EFFECT = 0.25
Z95 = 1.959963984540054

Array = NDArray[np.float64]


class Unit(StrEnum):
    """Between what drift is looked for."""

    COURT = "court"
    REGION = "region"


class Effect(Plain):
    """One court or region, `key` telling it apart (a court's code in case numbers, or its name). `raw` and
    `effect` (shrunken) in logits beyond the case mix, 95 % interval low-high.

    `expected` and `observed` are mean shares granted. `local_fdr`: the probability that the unit is one of
    the common run, given its figures.
    """

    unit: str
    key: str
    acts: int
    expected: float
    observed: float
    raw: float
    effect: float
    low: float
    high: float
    local_fdr: float


class Drift(Plain):
    """All effects, the largest departures first. `common_spread` is the standard deviation among common
    units.
    """

    by: Unit
    effects: tuple[Effect, ...]
    common_spread: float
    departing_share: float

    def cards(self, local_fdr: float = 0.2, least_effect: float = LEAST_EFFECT) -> tuple[AnomalyCard, ...]:
        """Cards of the units that depart: local false discovery rate at most that, effect at least that."""
        return tuple(
            AnomalyCard(
                kind=AnomalyKind.COURT_DRIFT,
                code="grants_more" if one.effect > 0 else "grants_less",
                params={
                    "unit": one.unit,
                    "key": one.key,
                    "acts": one.acts,
                    "expected": round(one.expected, 4),
                    "observed": round(one.observed, 4),
                    "effect": round(one.effect, 4),
                    "low": round(one.low, 4),
                    "high": round(one.high, 4),
                },
                q_value=one.local_fdr,
                comparable_count=sum(other.acts for other in self.effects) - one.acts,
                group={"by": self.by.value},
            )
            for one in self.effects
            if one.local_fdr <= local_fdr and abs(one.effect) >= least_effect
        )


def case_mix(decision: Decision) -> dict[str, float]:
    """What was known of the case before the decision, and nothing of who decides it."""
    features: dict[str, float] = {}
    if decision.category:
        features[f"category={decision.category.value}"] = 1.0
    total = 0.0
    for found in decision.claims:
        features[f"claim={found.value.type}"] = 1.0
        total += float(found.value.amount.amount) if found.value.amount else 0.0
    if decision.category and decision.claims:
        features[f"{decision.category.value}/{decision.claims[0].value.type}"] = 1.0
    features["sum"] = math.log10(1 + total) / 7
    for party in decision.parties:
        features[f"{party.value.role}={party.value.kind}"] = 1.0
    if decision.filed and decision.filed.available_from.rank < Stage.DECISION.rank:
        features[f"year={decision.filed.value.year}"] = 1.0
    return features


def granted_share(decision: Decision) -> float | None:
    """How far the case was granted: mean over its claims (1, 0.5 or 0), or that of the whole; None if not on
    merits.
    """
    shares = [GRANTED[one.value.outcome] for one in decision.claims if one.value.outcome in GRANTED]
    if shares:
        return sum(shares) / len(shares)
    return GRANTED.get(decision.outcome.value) if decision.outcome else None


def find_drift(
    decisions: Iterable[Decision], by: Unit = Unit.COURT, *, least_acts: int = LEAST_ACTS
) -> Drift:
    """The departure of each court (or region) with at least `least_acts` acts of first instance on the
    merits.

    Courts are told apart by the code in their case numbers where all acts have one, else by name.
    """
    rows, shares, units = [], [], []
    names_of: dict[str, Counter[str]] = {}
    for decision in decisions:
        share = granted_share(decision)
        unit = _unit(decision, by)
        if (
            share is None
            or unit is None
            or (decision.instance and decision.instance.value is not Instance.FIRST)
        ):
            continue
        key, name = unit
        rows.append(case_mix(decision))
        shares.append(share)
        units.append(key)
        names_of.setdefault(key, Counter())[name] += 1
    counts = Counter(units)
    if not any(count >= least_acts for count in counts.values()) or len(set(shares)) < 2:
        return Drift(by=by, effects=(), common_spread=0.0, departing_share=0.0)
    observed = np.asarray(shares)
    expected = expected_shares(rows, observed)
    spread = _dispersion(observed, expected)
    names = sorted(name for name, count in counts.items() if count >= least_acts)
    members = np.asarray(units)
    raw, error = np.empty(len(names)), np.empty(len(names))
    for place, name in enumerate(names):
        mine = members == name
        raw[place], error[place] = unit_effect(observed[mine], expected[mine], spread)
    mixture = Mixture.fit(raw, error)
    effects = []
    for place, name in enumerate(names):
        mine = members == name
        mean, deviation, common = mixture.posterior(raw[place], error[place])
        effects.append(
            Effect(
                unit=names_of[name].most_common(1)[0][0],
                key=name,
                acts=int(mine.sum()),
                expected=float(expected[mine].mean()),
                observed=float(observed[mine].mean()),
                raw=float(raw[place]),
                effect=mean,
                low=mean - Z95 * deviation,
                high=mean + Z95 * deviation,
                local_fdr=common,
            )
        )
    effects.sort(key=lambda one: (one.local_fdr, -abs(one.effect), one.unit))
    return Drift(
        by=by, effects=tuple(effects), common_spread=mixture.common, departing_share=mixture.departing_share
    )


def _unit(decision: Decision, by: Unit) -> tuple[str, str] | None:
    """(key, name): a court is known by its code in the case number, which both its names share."""
    found = decision.court if by is Unit.COURT else decision.region
    if found is None:
        return None
    code = case_number(decision.case_numbers[0].value).court if decision.case_numbers else ""
    return (code if code and by is Unit.COURT else found.value, found.value)


def expected_shares(rows: Sequence[dict[str, float]], shares: Array) -> Array:
    """The share expected of each case by the logistic model of the case mix, between 0.02 and 0.98."""
    matrix = DictVectorizer().fit_transform(rows)
    doubled = np.r_[np.ones(len(shares)), np.zeros(len(shares))]
    weights = np.r_[shares, 1 - shares]
    both = np.r_[np.arange(len(shares)), np.arange(len(shares))]
    model = LogisticRegression(C=1.0, max_iter=500)
    model.fit(matrix[both], doubled, sample_weight=weights)
    return np.asarray(np.clip(model.predict_proba(matrix)[:, 1], 0.02, 0.98))


def _dispersion(observed: Array, expected: Array) -> float:
    """Pearson's dispersion: shares of several claims vary less than a single toss would."""
    return float(np.mean((observed - expected) ** 2 / (expected * (1 - expected))))


def unit_effect(observed: Array, expected: Array, dispersion: float) -> tuple[float, float]:
    """The shift in logits that makes expected sum to observed, and its standard error."""
    base = logit(expected)
    shift = 0.0
    pull = 0.5 / max(len(observed), 1)  # half an act towards the middle keeps the shift finite
    target = observed * (1 - pull) + expected * pull
    for _ in range(50):
        now = expit(base + shift)
        step = float((target - now).sum() / (now * (1 - now)).sum())
        shift += max(-1.0, min(1.0, step))
        if abs(step) < 1e-8:
            break
    now = expit(base + shift)
    return shift, math.sqrt(dispersion / float((now * (1 - now)).sum()))


class Mixture(Plain):
    """Effects of units: a common run N(0, common^2) and departing ones N(0, departing^2)."""

    common: float
    departing: float
    departing_share: float

    @classmethod
    def fit(cls, raw: Array, error: Array, rounds: int = 200) -> Mixture:
        """By EM over a grid-free normal mixture with known errors; the common spread from the middle half of
        units.
        """
        middle = float(np.median(raw**2 - 0.4549 * error**2) / 0.4549)  # 0.4549: median of chi-square(1)
        common = math.sqrt(max(middle, 1e-4))
        departing = max(3 * common, 0.8)
        share = 0.1
        for _ in range(rounds):
            heavy = share * _normal(raw, departing**2 + error**2)
            light = (1 - share) * _normal(raw, common**2 + error**2)
            weight = heavy / (heavy + light)
            before = (share, departing)
            share = float(np.clip((weight.sum() + 1) / (len(raw) + 20), 1e-3, 0.5))
            beyond = float((weight * (raw**2 - error**2)).sum() / max(weight.sum(), 1e-9))
            departing = math.sqrt(max(beyond, (2.5 * common) ** 2, 0.25))
            if abs(share - before[0]) + abs(departing - before[1]) < 1e-6:
                break
        return cls(common=common, departing=departing, departing_share=share)

    def posterior(self, raw: float, error: float) -> tuple[float, float, float]:
        """(mean, standard deviation, probability of belonging to the common run) of a unit's true effect."""
        heavy = self.departing_share * float(_normal(np.asarray(raw), self.departing**2 + error**2))
        light = (1 - self.departing_share) * float(_normal(np.asarray(raw), self.common**2 + error**2))
        common = light / (heavy + light) if heavy + light else 0.0
        parts = []
        for spread, weight in ((self.common, common), (self.departing, 1 - common)):
            keep = spread**2 / (spread**2 + error**2)
            parts.append((weight, keep * raw, keep * error**2))
        mean = sum(weight * value for weight, value, _ in parts)
        variance = sum(weight * (own + (value - mean) ** 2) for weight, value, own in parts)
        return mean, math.sqrt(variance), common


def _normal(value: Array, variance: Array | float) -> Array:
    return np.asarray(np.exp(-(value**2) / (2 * variance)) / np.sqrt(2 * np.pi * variance))
