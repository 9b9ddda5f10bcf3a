"""What a forecast says of one claim."""

from __future__ import annotations

from typing import Literal

from tarazy.jurimetrics.decision import Outcome, Plain, Span

Abstention = Literal["no_story", "thin_support", "nothing_ruled_out"]


class Interval(Plain):
    """An expected value with the range that should hold the real one in `level` of cases."""

    expected: float
    low: float
    high: float
    level: float = 0.8


class Analogue(Plain):
    """An earlier act alike in situation, by its id, and how it ended."""

    id: str
    outcome: Outcome
    similarity: float


class ClaimForecast(Plain):
    """How claims like this one ended, never how this one should.

    `probabilities` are of every way such a claim can end, most likely first, and sum to 1; `conformal_set` are
    the ways that can't be ruled out at `coverage`. `share` is of the amount claimed (0 to 1), `days` from filing
    to decision; each None where too few cases tell. `base_rate` is of the category, `overall_rate` of all claims.
    `support` is the number of earlier claims of the same category and type, `category_support` of the category.
    `better_than_base_rate` says whether, on later cases held out, the model lost less than the base rate of the
    category did; None where too few were held out to tell. With `abstained` and its `reason` (`no_story`: nothing
    is told of the facts; `thin_support`: too few earlier claims; `nothing_ruled_out`: every way is possible) only
    the base rates and the analogues should be shown. `words` are terms that spoke for the likeliest end.
    """

    claim: int
    type: str
    demand: str
    span: Span | None = None
    probabilities: tuple[tuple[Outcome, float], ...]
    conformal_set: tuple[Outcome, ...]
    coverage: float
    share: Interval | None = None
    days: Interval | None = None
    base_rate: tuple[tuple[Outcome, float], ...]
    overall_rate: tuple[tuple[Outcome, float], ...]
    support: int
    category_support: int
    better_than_base_rate: bool | None
    abstained: bool = False
    reason: Abstention | None = None
    words: tuple[tuple[str, float], ...] = ()
    analogues_for: tuple[Analogue, ...] = ()
    analogues_against: tuple[Analogue, ...] = ()
    model: str
