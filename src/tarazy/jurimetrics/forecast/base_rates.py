"""How such claims ended: outcomes, shares awarded and durations of past cases, by category and type of
claim.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np

from tarazy.jurimetrics.decision import Outcome, Plain
from tarazy.jurimetrics.forecast.answer import BaseOf, BaseRate, Days, Share
from tarazy.jurimetrics.forecast.known_before import Case
from tarazy.jurimetrics.trace.durations import kaplan_meier

QUANTILES = 21
LEAST_BASE = 20
LEAST_PART = 8


class Past(Plain):
    """Past claims of one sort: counts of outcomes, quantiles of the share where granted in part, of the
    days.
    """

    outcomes: dict[Outcome, int]
    part_shares: tuple[float, ...] = ()
    part_n: int = 0
    days: tuple[float, float, float] | None = None

    @property
    def n(self) -> int:
        """How many claims there were."""
        return sum(self.outcomes.values())


class BaseRates(Plain):
    """Past claims by "category/type", by "category" and all together under ""."""

    past: dict[str, Past]

    @classmethod
    def of(cls, cases: Iterable[Case]) -> BaseRates:
        """Count the cases that are over. Cases under way only count in the durations, as censored."""
        groups: dict[str, list[Case]] = defaultdict(list)
        for case in cases:
            for key in (f"{case.category}/{case.claim}", case.category, ""):
                groups[key].append(case)
        return cls(past={key: _past(members) for key, members in groups.items()})

    def support(self, category: str, claim: str) -> int:
        """Past claims of the same category and type."""
        known = self.past.get(f"{category}/{claim}")
        return known.n if known else 0

    def base_rate(self, category: str, claim: str) -> BaseRate | None:
        """The base rate of the narrowest group with enough claims; None for an empty past."""
        for key, of in self._groups(category, claim):
            known = self.past.get(key)
            if known and known.n >= (LEAST_BASE if of != "all" else 1):
                shares = sorted(known.outcomes.items(), key=lambda one: -one[1])
                return BaseRate(shares=tuple((name, n / known.n) for name, n in shares), n=known.n, of=of)
        return None

    def days(self, category: str, claim: str) -> Days | None:
        """Days from filing to the act in the narrowest group with enough claims."""
        for key, _ in self._groups(category, claim):
            known = self.past.get(key)
            if known and known.days and known.n >= LEAST_BASE:
                median, low, high = known.days
                return Days(median=median, low=low, high=high)
        return None

    def share(self, category: str, claim: str, chances: dict[Outcome, float]) -> Share | None:
        """The expected share of the sum: the whole if granted, past shares if in part, nothing otherwise."""
        for key, _ in self._groups(category, claim):
            known = self.past.get(key)
            if known and known.part_n >= LEAST_PART:
                parts = np.asarray(known.part_shares)
                break
        else:
            return None
        part, whole = chances.get(Outcome.GRANTED_IN_PART, 0.0), chances.get(Outcome.GRANTED, 0.0)
        values = np.r_[0.0, parts, 1.0]
        mass = np.r_[max(1.0 - part - whole, 0.0), np.full(len(parts), part / len(parts)), whole]
        heaped = np.cumsum(mass) / mass.sum()
        low, high = (float(values[min(np.searchsorted(heaped, q), len(values) - 1)]) for q in (0.1, 0.9))
        return Share(expected=float(values @ mass / mass.sum()), low=low, high=high)

    @staticmethod
    def _groups(category: str, claim: str) -> tuple[tuple[str, BaseOf], ...]:
        return ((f"{category}/{claim}", "category_claim"), (category, "category"), ("", "all"))


def _past(members: list[Case]) -> Past:
    outcomes = Counter(case.outcome for case in members if case.outcome is not None)
    parts = [
        case.share for case in members if case.outcome is Outcome.GRANTED_IN_PART and case.share is not None
    ]
    quantiles = np.quantile(parts, np.linspace(0.0, 1.0, QUANTILES)) if parts else np.empty(0)
    return Past(
        outcomes=dict(outcomes),
        part_shares=tuple(round(float(one), 4) for one in quantiles),
        part_n=len(parts),
        days=_days(members),
    )


def _days(members: list[Case]) -> tuple[float, float, float] | None:
    lasted = {case.chain: (case.days, case.outcome is not None) for case in members if case.days is not None}
    if len(lasted) < LEAST_BASE:
        return None
    curve = kaplan_meier([days or 0 for days, _ in lasted.values()], [ended for _, ended in lasted.values()])
    times = np.asarray(curve.times)
    if not len(times):
        return None
    alive = np.asarray(curve.alive)

    def first(level: float) -> float:
        below = np.flatnonzero(alive <= level)
        return float(times[below[0]] if len(below) else times[-1])

    return first(0.5), first(0.75), first(0.25)
