"""Appeals, cassations, anomalies and drift of the model country."""

from __future__ import annotations

import pytest

from tarazy.jurimetrics.anomalies.card import AnomalyKind
from tarazy.jurimetrics.decision import Instance, Kind, Outcome, Review
from tarazy.modelcourt.court import ModelCourt
from tarazy.modelcourt.truth import ModelAct


@pytest.fixture(scope="module")
def acts() -> list[ModelAct]:
    return list(ModelCourt(9, 1400, anomaly_share=0.2).acts())


def test_an_act_under_review_exists_and_came_before(acts: list[ModelAct]) -> None:
    by_id = {act.id: act.truth for act in acts}
    seen = 0
    for act in acts:
        reviewed = act.truth.reviewed
        assert (reviewed is None) == (act.truth.instance is Instance.FIRST)
        if reviewed is None:
            continue
        seen += 1
        below = by_id[reviewed.act_id]
        assert below.case_id == act.truth.case_id
        assert (below.date, below.case_number, below.court) == (
            reviewed.date,
            reviewed.case_number,
            reviewed.court,
        )
        assert below.date < act.truth.date
        assert below.instance is not act.truth.instance
    assert seen > 200


def test_about_a_tenth_of_the_references_is_noisy_and_clean_ones_are_exact(acts: list[ModelAct]) -> None:
    references = [(act, act.truth.reviewed) for act in acts if act.truth.reviewed]
    noisy = sum(reviewed.noisy for _, reviewed in references)
    assert 0.05 < noisy / len(references) < 0.16
    named = sum(reviewed.case_number in act.text for act, reviewed in references if not reviewed.noisy)
    assert named / (len(references) - noisy) > 0.8


def test_a_reference_without_noise_can_be_asked_for() -> None:
    for act in ModelCourt(9, 300, noisy_reference_share=0.0).acts():
        assert act.truth.reviewed is None or not act.truth.reviewed.noisy


def test_an_upheld_act_leaves_the_outcome_and_a_reversed_one_turns_it(acts: list[ModelAct]) -> None:
    by_id = {act.id: act.truth for act in acts}
    for act in acts:
        if act.truth.reviewed is None:
            continue
        below = by_id[act.truth.reviewed.act_id]
        if act.truth.review is Review.UPHELD:
            assert act.truth.outcome is below.outcome
        elif act.truth.review is Review.REVERSED:
            assert (act.truth.outcome is Outcome.DENIED) != (below.outcome is Outcome.DENIED)


def test_every_kind_of_anomaly_of_a_single_act_is_planted(acts: list[ModelAct]) -> None:
    planted = {kind for act in acts for kind in act.truth.anomalies}
    assert planted == set(AnomalyKind) - {AnomalyKind.COURT_DRIFT}


def test_no_anomaly_is_planted_when_none_is_wanted() -> None:
    assert not any(act.truth.anomalies for act in ModelCourt(9, 400, anomaly_share=0.0).acts())


def test_a_forgotten_claim_has_no_outcome(acts: list[ModelAct]) -> None:
    for act in acts:
        forgotten = AnomalyKind.UNANSWERED_CLAIM in act.truth.anomalies
        assert forgotten == any(claim.outcome is None for claim in act.truth.claims)


def test_a_norm_not_in_force_is_named_with_its_old_edition(acts: list[ModelAct]) -> None:
    for act in acts:
        if AnomalyKind.NORM_NOT_IN_FORCE in act.truth.anomalies:
            assert any(year in act.text for year in ("1995", "1999", "2007", "2017"))


def test_a_few_courts_drift_and_the_others_do_not() -> None:
    court = ModelCourt(9, 10)
    drifting = court.drifting_courts()
    assert 2 <= len(drifting) <= 8
    assert any(shift > 0 for shift in drifting.values())
    assert any(shift < 0 for shift in drifting.values())


def test_orders_are_always_granted_and_quick(acts: list[ModelAct]) -> None:
    orders = [act.truth for act in acts if act.truth.kind is Kind.COURT_ORDER]
    assert len(orders) > 20
    for truth in orders:
        assert truth.outcome is Outcome.GRANTED
        assert (truth.date - truth.filed).days <= 12


def test_discretion_differs_between_categories(acts: list[ModelAct]) -> None:
    """Bailiffs' and record disputes follow their facts closely; where a child lives follows them less."""

    def agreement(*categories: str) -> float:
        pairs = [
            (float(act.truth.facts["score"]) > 0, act.truth.claims[0].outcome is not Outcome.DENIED)
            for act in acts
            if act.truth.category in categories
            and act.truth.kind is Kind.JUDGMENT
            and not act.truth.anomalies
        ]
        return sum(left == right for left, right in pairs) / len(pairs)

    bound = agreement("bailiff_acts", "legal_fact", "incapacity", "utilities_debt")
    assert bound > 0.85
    assert bound > agreement("child_residence", "moral_harm", "defamation", "parental_rights")
