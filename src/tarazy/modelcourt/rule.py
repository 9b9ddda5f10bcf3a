"""The stated stochastic rule of the model country: from facts to outcomes. Pure functions over plain values."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml

from tarazy.jurimetrics.decision import Outcome, Review


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """A demand that cases of the category may hold."""

    type: str
    key: str
    probability: float
    offset: float
    sum: tuple[float, float] | None
    part: tuple[float, float] | None
    whole: bool
    share: bool

    @property
    def is_money(self) -> bool:
        """True if the demand is for a sum."""
        return self.sum is not None or self.part is not None


@dataclass(frozen=True, slots=True)
class CategoryRule:
    """How cases of a category arise and end. Field meanings: head of rules/private_law.yaml."""

    slug: str
    court: str
    weight: int
    sides: tuple[tuple[str, ...], tuple[str, ...]]
    claims: tuple[ClaimRule, ...]
    facts: dict[str, tuple[float, float]]
    base: float
    band: float
    spread: float
    share: tuple[float, float]
    days: tuple[float, float]
    norms: tuple[str, ...]
    share_facts: dict[str, float] = field(default_factory=dict)
    order: float = 0.0
    simplified: float = 0.0
    procedural: tuple[float, float, float] = (0.05, 0.04, 0.05)
    special: bool = False
    spouses: bool = False
    child: bool = False
    woman: float = 0.5

    def score(self, facts: dict[str, bool]) -> float:
        """The part of the score that the facts explain: base plus the weights of the true ones."""
        return self.base + sum(self.facts[name][1] for name, true in facts.items() if true)


def _claim_rule(row: dict[str, Any]) -> ClaimRule:
    pair = {name: (row[name][0], row[name][1]) if name in row else None for name in ("sum", "part")}
    return ClaimRule(
        row["type"], row.get("key", row["type"]), row.get("p", 1.0), row.get("offset", 0.0), pair["sum"],
        pair["part"], row.get("whole", False), row.get("share", False),
    )  # fmt: skip


@cache
def rules() -> dict[str, CategoryRule]:
    """The rules of all categories by slug, in the order of the files."""
    out: dict[str, CategoryRule] = {}
    folder = files("tarazy.modelcourt").joinpath("rules")
    for name in ("private_law.yaml", "family_labour_public.yaml"):
        loaded = yaml.safe_load(folder.joinpath(name).read_text(encoding="utf-8"))
        for slug, row in loaded.items():
            row = dict(row)
            row["claims"] = tuple(_claim_rule(claim) for claim in row["claims"])
            row["facts"] = {fact: (float(p), float(w)) for fact, (p, w) in row["facts"].items()}
            row["sides"] = (tuple(row["sides"][0]), tuple(row["sides"][1]))
            for pair in ("share", "days", "norms", "procedural"):
                if pair in row:
                    row[pair] = tuple(row[pair])
            out[slug] = CategoryRule(slug=slug, **row)
    return out


def logistic(rng: Random) -> float:
    """A standard logistic draw."""
    u = min(max(rng.random(), 1e-12), 1 - 1e-12)
    return math.log(u / (1 - u))


def outcome_of(score: float, band: float, whole: bool) -> Outcome:
    """Granted above half the band, in part inside it, denied below; a demand that can't be split has no band."""
    edge = 0.0 if whole else band / 2
    if score > edge:
        return Outcome.GRANTED
    return Outcome.GRANTED_IN_PART if score > -edge else Outcome.DENIED


def awarded_share(rule: CategoryRule, facts: dict[str, bool], rng: Random) -> float:
    """The share of the sum that is awarded in part, between 0.08 and 0.95."""
    mean, spread = rule.share
    mean += sum(shift for name, shift in rule.share_facts.items() if facts.get(name))
    return min(max(rng.gauss(mean, spread), 0.08), 0.95)


def overall(outcomes: list[Outcome]) -> Outcome:
    """How the case ended, from how each claim did."""
    if all(outcome is Outcome.GRANTED for outcome in outcomes):
        return Outcome.GRANTED
    if all(outcome is Outcome.DENIED for outcome in outcomes):
        return Outcome.DENIED
    return Outcome.GRANTED_IN_PART


def appeal_probability(outcome: Outcome, amount: float, absent: bool) -> float:
    """How likely the losing side complains: more in part-wins and large cases, less if it never appeared."""
    base = {Outcome.GRANTED: 0.2, Outcome.GRANTED_IN_PART: 0.3, Outcome.DENIED: 0.27}.get(outcome, 0.05)
    base += 0.08 if amount > 5_000_000 else 0.0
    return base * (0.35 if absent else 1.0)


def review_of(below: Outcome, again: Outcome, rng: Random, keep: float = 0.4) -> Review:
    """What the higher court does when its own view of the outcome is `again`: it lets a differing act stand with
    probability `keep`, reverses when the views are opposite, else changes."""
    if below is again or rng.random() < keep:
        return Review.UPHELD
    opposite = {below, again} == {Outcome.GRANTED, Outcome.DENIED}
    return Review.REVERSED if opposite else Review.CHANGED
