"""A card is answered by a person, with a reason where a distinction is claimed."""

from __future__ import annotations

import pytest

from tarazy.jurimetrics.anomalies.card import AnomalyCard, AnomalyKind, AnomalyStatus, AnswerRefused, answer

OPEN = AnomalyCard(kind=AnomalyKind.OUTCOME_DEPARTS, code="denied_where_granted", act_id="a")


def test_a_justified_distinction_keeps_its_reason() -> None:
    answered = answer(OPEN, AnomalyStatus.JUSTIFIED_DISTINCTION, " Долг признан в суде. ")
    assert (answered.status, answered.reason) == (AnomalyStatus.JUSTIFIED_DISTINCTION, "Долг признан в суде.")
    assert OPEN.status is AnomalyStatus.OPEN


def test_a_distinction_without_a_reason_is_refused() -> None:
    with pytest.raises(AnswerRefused) as refused:
        answer(OPEN, AnomalyStatus.JUSTIFIED_DISTINCTION, "  ")
    assert refused.value.code == "reason_missing"


def test_an_answered_card_is_reopened_before_it_is_answered_otherwise() -> None:
    confirmed = answer(OPEN, AnomalyStatus.CONFIRMED)
    with pytest.raises(AnswerRefused) as refused:
        answer(confirmed, AnomalyStatus.JUSTIFIED_DISTINCTION, "другое")
    assert refused.value.code == "not_from_here"
    assert answer(confirmed, AnomalyStatus.OPEN) == OPEN
