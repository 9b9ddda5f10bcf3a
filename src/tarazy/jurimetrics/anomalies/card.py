"""What a detector hands to a person: a card that says what differs from what, and can be answered."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from tarazy.jurimetrics.decision import Plain, Span


class AnomalyKind(StrEnum):
    """What sort of anomaly a card speaks of."""

    OUTCOME_DEPARTS = "outcome_departs"
    AMOUNT_DEPARTS = "amount_departs"
    COURT_DRIFT = "court_drift"
    TERM_OUT_OF_RANGE = "term_out_of_range"
    ARITHMETIC = "arithmetic"
    IMPOSSIBLE_DATE = "impossible_date"
    UNANSWERED_CLAIM = "unanswered_claim"
    CONTRADICTION = "contradiction"
    NORM_NOT_IN_FORCE = "norm_not_in_force"


class AnomalyStatus(StrEnum):
    """Where a card stands. Only a person moves it."""

    OPEN = "open"
    JUSTIFIED_DISTINCTION = "justified_distinction"
    CONFIRMED = "confirmed"


MOVES: dict[AnomalyStatus, frozenset[AnomalyStatus]] = {
    AnomalyStatus.OPEN: frozenset({AnomalyStatus.JUSTIFIED_DISTINCTION, AnomalyStatus.CONFIRMED}),
    AnomalyStatus.JUSTIFIED_DISTINCTION: frozenset({AnomalyStatus.OPEN}),
    AnomalyStatus.CONFIRMED: frozenset({AnomalyStatus.OPEN}),
}
"""The table of answers: an answered card is reopened before it is answered otherwise."""


class AnswerRefused(ValueError):
    """An answer that the table doesn't allow. `code`: `reason_missing` or `not_from_here`; `params` with the
    states.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class AnomalyCard(Plain):
    """One anomaly of one act (or, for COURT_DRIFT, of one court or region: `act_id` is then "").

    `code` with `params` says what was found; whoever shows the card phrases it. `spans` are where it stands
    in the act's text. `comparables` are ids of the nearest comparable cases, `comparable_count` how many it
    was compared
    with, `group` what makes them comparable (category, type of claim). `p_value` and `q_value` (false
    discovery rate at which the card would still be shown) are None for conflicts with rules.
    """

    kind: AnomalyKind
    code: str
    act_id: str = ""
    params: dict[str, str | int | float] = Field(default_factory=dict)
    spans: tuple[Span, ...] = ()
    p_value: float | None = None
    q_value: float | None = None
    comparables: tuple[str, ...] = ()
    comparable_count: int = 0
    group: dict[str, str] = Field(default_factory=dict)
    status: AnomalyStatus = AnomalyStatus.OPEN
    reason: str = ""


def answer(card: AnomalyCard, status: AnomalyStatus, reason: str = "") -> AnomalyCard:
    """The card after a person's answer. A justified distinction needs the reason; reopening clears it.

    Raises `AnswerRefused`.
    """
    if status not in MOVES[card.status]:
        raise AnswerRefused("not_from_here", here=card.status, there=status)
    kept = reason.strip()
    if status is AnomalyStatus.JUSTIFIED_DISTINCTION and not kept:
        raise AnswerRefused("reason_missing", there=status)
    return card.model_copy(update={"status": status, "reason": "" if status is AnomalyStatus.OPEN else kept})
