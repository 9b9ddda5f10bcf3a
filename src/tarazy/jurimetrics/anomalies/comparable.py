"""Acts whose outcome, or whose awarded share, departs from comparable cases.

Comparable are cases of one category with facts alike. What the court found (words of the description and of
the reasons, without conclusions and costs) gives, in a model fitted without the act itself, the probability
of each
outcome and the expected share. How strange an act is, is ranked against the outcomes that the model would
redraw for the comparable cases, so that strange acts don't hide one another in the reference (for a
contaminated reference
ranks of the acts themselves find nothing); or, where a reference of sound acts is given, against those acts
(conformal p-values, exact under exchangeability). False discoveries are controlled by Benjamini and Hochberg.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.stats import t as student

from tarazy.jurimetrics.anomalies.card import AnomalyCard, AnomalyKind
from tarazy.jurimetrics.anomalies.discovery import conformal_p_values, q_values
from tarazy.jurimetrics.anomalies.expectation import (
    OUTCOMES,
    Case,
    cases_of,
    expect_outcomes,
    expect_shares,
    findings,
)
from tarazy.jurimetrics.decision import Decision

LEAST_COMPARABLE = 30
NEAREST = 20

Array = NDArray[np.float64]
Analogues = Callable[[Decision], Sequence[str]]
"""Ids of the cases most alike, nearest first."""


@dataclass(frozen=True)
class Level:
    """The false discovery rates at which cards are made, for outcomes and for shares.

    `each` bounds the p-value besides: where few acts are asked about, a rate of false cards alone would let
    one through for being merely unusual.
    """

    outcome: float = 0.2
    share: float = 0.1
    each: float = 0.02


def find_departures(
    decisions: Iterable[Decision],
    *,
    reference: Iterable[Decision] = (),
    analogues: Analogues | None = None,
    level: Level = Level(),
    seed: int = 0,
) -> tuple[AnomalyCard, ...]:
    """Cards of first-instance acts that depart from comparable cases in outcome or in the share awarded.

    `reference` are acts known to be sound (kept when reviewed, say); with them p-values are conformal.
    `analogues` names the cases shown on a card; without it they are the nearest by words of the findings.
    Categories with
    fewer than 30 comparable cases (12 with a share awarded) are left out. `seed` fixes the folds.
    """
    acts = list(decisions)
    sound = cases_of(reference)
    cases = cases_of(acts)
    everything = [*cases, *sound]
    if not cases:
        return ()
    matrix = findings(everything)
    cards = [
        *_outcome_cards(everything, matrix, len(cases), level.outcome, level.each, seed),
        *_share_cards(everything, matrix, len(cases), level.share, level.each, seed),
    ]
    by_id = {decision.id: decision for decision in acts}
    shown = []
    for card in sorted(cards, key=lambda one: (one.q_value or 0.0, one.p_value or 0.0, one.act_id)):
        if analogues is not None:
            named = tuple(one for one in analogues(by_id[card.act_id]) if one != card.act_id)[:NEAREST]
            card = card.model_copy(update={"comparables": named})
        shown.append(card)
    return tuple(shown)


def redrawn_p_values(scores: Array, possible: Array, weights: Array) -> Array:
    """Each score's rank among the scores that could have been: (1 + weight of those as strange) / (1 + all
    weight).

    `possible` (n, k) are the scores of every outcome of each case, `weights` (n, k) the outcomes'
    probabilities. Uniform (or larger) where the probabilities are true.
    """
    order = np.argsort(possible, axis=None)[::-1]
    ordered = possible.ravel()[order]
    heaped = np.r_[0.0, np.cumsum(weights.ravel()[order])]
    place = np.searchsorted(-ordered, -(scores - 1e-9), side="right")
    return np.asarray((1 + heaped[place]) / (1 + weights.sum()))


def strangeness(expected: Array) -> Array:
    """(n, 3) how strange each outcome would be: minus the logarithm of the smaller tail that it closes.

    Outcomes are ordered, so a partial grant between two likely ends is never strange.
    """
    denied, part, granted = expected.T
    tails = np.column_stack([denied, np.minimum(denied + part, part + granted), granted])
    return np.asarray(-np.log(np.clip(tails, 1e-9, 1.0)))


def _outcome_cards(
    cases: Sequence[Case], matrix: csr_matrix, own: int, level: float, each: float, seed: int
) -> list[AnomalyCard]:
    expected = expect_outcomes(cases, matrix, LEAST_COMPARABLE, seed)
    known = np.flatnonzero(np.isfinite(expected[:, 0]))
    mine, sound = known[known < own], known[known >= own]
    if not len(mine):
        return []
    labels = np.asarray([cases[index].outcome for index in range(len(cases))])
    possible = strangeness(expected)
    scores = possible[np.arange(len(cases)), labels]
    if len(sound):
        p = conformal_p_values(scores[mine], scores[sound])
    else:
        p = redrawn_p_values(scores[mine], possible[mine], expected[mine])
    q = q_values(p)
    cards = []
    for place in np.flatnonzero((q <= level) & (p <= each)):
        index = mine[place]
        case = cases[index]
        likely = int(np.argmax(expected[index]))
        if likely == case.outcome:
            continue
        near = _nearest(index, cases, matrix)
        cards.append(
            AnomalyCard(
                kind=AnomalyKind.OUTCOME_DEPARTS,
                code="outcome_departs",
                act_id=case.id,
                params={
                    "outcome": OUTCOMES[case.outcome].value,
                    "expected": OUTCOMES[likely].value,
                    "probability": round(float(expected[index, case.outcome]), 6),
                    "differ": sum(cases[one].outcome != case.outcome for one in near),
                },
                spans=case.spans,
                p_value=float(p[place]),
                q_value=float(q[place]),
                comparables=tuple(cases[one].id for one in near),
                comparable_count=sum(one.category == case.category for one in cases) - 1,
                group={"category": case.category, "claim": case.claim},
            )
        )
    return cards


def _share_cards(
    cases: Sequence[Case], matrix: csr_matrix, own: int, level: float, each: float, seed: int
) -> list[AnomalyCard]:
    expected, spread, freedom = expect_shares(cases, matrix, seed)
    known = np.flatnonzero(np.isfinite(expected))
    mine, sound = known[known < own], known[known >= own]
    if not len(mine):
        return []
    shares = np.asarray([np.nan if case.share is None else case.share for case in cases])
    strange = np.abs(shares - expected) / spread
    if len(sound):
        p = conformal_p_values(strange[mine], strange[sound])
    else:
        p = np.asarray(2 * student.sf(strange[mine], freedom[mine]))
    q = q_values(p)
    cards = []
    for place in np.flatnonzero((q <= level) & (p <= each)):
        index = mine[place]
        case = cases[index]
        near = [one for one in _nearest(index, cases, matrix) if cases[one].share is not None]
        cards.append(
            AnomalyCard(
                kind=AnomalyKind.AMOUNT_DEPARTS,
                code="awarded_less" if shares[index] < expected[index] else "awarded_more",
                act_id=case.id,
                params={
                    "share": round(float(shares[index]), 4),
                    "expected": round(float(expected[index]), 4),
                    "spread": round(float(spread[index]), 4),
                    "differ": sum(
                        abs((cases[one].share or 0.0) - shares[index]) > 2 * spread[index] for one in near
                    ),
                },
                spans=case.spans,
                p_value=float(p[place]),
                q_value=float(q[place]),
                comparables=tuple(cases[one].id for one in near),
                comparable_count=sum(one.category == case.category and one.share is not None for one in cases)
                - 1,
                group={"category": case.category, "claim": case.claim},
            )
        )
    return cards


def _nearest(index: int, cases: Sequence[Case], matrix: csr_matrix) -> list[int]:
    """The cases of the same category whose findings share most words, nearest first."""
    same = np.asarray(
        [one for one in range(len(cases)) if one != index and cases[one].category == cases[index].category]
    )
    if not len(same):
        return []
    alike = np.asarray((matrix[same] @ matrix[index].T).todense()).ravel()
    return [int(one) for one in same[np.argsort(-alike, kind="stable")[:NEAREST]]]
