"""What a forecast says of one claim. It describes how such claims ended; it never recommends a verdict."""

from __future__ import annotations

from typing import Literal

from tarazy.jurimetrics.decision import Money, Outcome, Plain, Span

Abstention = Literal["no_category", "thin_support", "no_claims"]
BaseOf = Literal["category_claim", "category", "all"]


class Chance(Plain):
    """The probability of one outcome with the 90 % interval of refitted models (bagging over chains)."""

    outcome: Outcome
    probability: float
    low: float
    high: float


class Share(Plain):
    """The share of the amount claimed that is expected to be awarded, with an 80 % interval, in [0, 1]."""

    expected: float
    low: float
    high: float


class Days(Plain):
    """Days from filing to the act of the first instance: the median and the middle half of such cases."""

    median: float
    low: float
    high: float


class BaseRate(Plain):
    """How such claims ended without looking at this one: shares, the number of claims, what they have in
    common.
    """

    shares: tuple[tuple[Outcome, float], ...]
    n: int
    of: BaseOf


class Word(Plain):
    """A feature that spoke for the likeliest outcome; `weight` is its part of the log-odds against the
    rest.
    """

    term: str
    weight: float


class ClaimForecast(Plain):
    """The forecast of one claim.

    `chances` are in falling order and sum to 1; `conformal_set` are the outcomes that can't be ruled out at
    `coverage`. `better_than_base_rate` is measured on later cases of the same category that the model had not
    seen; None where there were too few. With `abstained` there are no chances, only the base rate and a
    `reason`. `speaking_for` and `speaking_against` are ids of like cases whose claim of this type was
    granted or denied.
    """

    demand: str
    type: str
    amount: Money | None
    span: Span | None
    chances: tuple[Chance, ...] = ()
    conformal_set: tuple[Outcome, ...] = ()
    coverage: float = 0.9
    share: Share | None = None
    days: Days | None = None
    base_rate: BaseRate | None = None
    support: int = 0
    better_than_base_rate: bool | None = None
    abstained: bool = False
    reason: Abstention | None = None
    words: tuple[Word, ...] = ()
    speaking_for: tuple[str, ...] = ()
    speaking_against: tuple[str, ...] = ()
    model: str = ""
