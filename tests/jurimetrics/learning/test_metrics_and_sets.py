"""Figures, conformal sets and pools against what is known by hand or by theory."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy.jurimetrics.learning import metrics
from tarazy.jurimetrics.learning.conformal import ConformalSets, nonconformity, weighted_quantile
from tarazy.jurimetrics.learning.pooling import LogLinearPool, softmax


def test_macro_f1_counts_a_class_that_is_never_answered():
    truth = np.array([0, 0, 0, 1])
    assert metrics.macro_f1(truth, np.array([0, 0, 0, 0])) == pytest.approx((6 / 7 + 0) / 2)


def test_a_sure_and_right_answer_costs_nothing():
    truth, sure = np.array([0, 1]), np.eye(2)
    assert metrics.brier(truth, sure) == 0
    assert metrics.log_loss(truth, sure) == pytest.approx(0)
    assert metrics.expected_calibration_error(truth, sure) == 0


def test_a_truth_never_met_in_training_counts_as_a_miss():
    truth, sure = np.array([-1, 1]), np.array([[1.0, 0.0], [0.0, 1.0]])
    assert metrics.coverage(truth, sure > 0.5) == 0.5
    assert metrics.brier(truth, sure) == pytest.approx(0.5)
    assert metrics.log_loss(truth, sure) > 6


def test_half_sure_answers_that_are_always_right_are_off_by_half():
    truth = np.zeros(10, dtype=np.int64)
    half = np.tile([0.5, 0.3, 0.2], (10, 1))
    assert metrics.expected_calibration_error(truth, half) == pytest.approx(0.5)


def test_too_few_rows_for_a_level_leave_every_label_in():
    assert weighted_quantile(np.array([0.1, 0.2]), 0.9) == 1.0
    assert weighted_quantile(np.zeros(0), 0.9) == 1.0


def test_the_quantile_is_the_finite_sample_one():
    # ceil((9 + 1) * 0.9) = the ninth of nine scores
    assert weighted_quantile(np.arange(1, 10) / 10, 0.9) == pytest.approx(0.9)


def _drawn(seed: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    probabilities = softmax(random.normal(size=(count, 4)) * 1.5)
    truth = np.array([random.choice(4, p=row) for row in probabilities])
    return probabilities, truth


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000), score=st.sampled_from(["lac", "aps"]))
def test_conformal_sets_hold_the_truth_as_often_as_they_say(seed, score):
    known, truth = _drawn(seed, 1000)
    fresh, answer = _drawn(seed + 1, 1000)
    fitted = ConformalSets.fit(known, truth, 0.9, score)
    assert 0.86 <= metrics.coverage(answer, fitted.sets(fresh)) <= 0.95


def test_no_set_is_empty():
    fitted = ConformalSets(coverage=0.5, score="lac", threshold=0.1, support=10)
    assert fitted.sets(np.array([[0.4, 0.3, 0.3]])).tolist() == [[True, False, False]]


def test_the_aps_score_is_the_mass_down_to_the_label():
    assert nonconformity(np.array([[0.2, 0.5, 0.3]]), "aps") == pytest.approx(np.array([[1.0, 0.5, 0.8]]))


def test_recent_rows_speak_louder_where_practice_drifts():
    scores = np.array([0.1] * 50 + [0.8] * 50)
    recent = np.array([0.01] * 50 + [1.0] * 50)
    assert weighted_quantile(scores, 0.5) == 0.8
    assert weighted_quantile(scores, 0.4) == 0.1
    assert weighted_quantile(scores, 0.4, recent) == 0.8


def test_a_pool_heeds_the_model_that_knows_and_ignores_noise():
    random = np.random.default_rng(3)
    truth = random.integers(0, 3, 600)
    knows = np.eye(3)[truth] * 2 + random.normal(size=(600, 3))
    noise = random.normal(size=(600, 3))
    pool = LogLinearPool.fit(np.array([knows, noise]), truth)
    assert pool.weights[0] > 10 * pool.weights[1]


def test_a_pool_cools_an_overconfident_model():
    probabilities, truth = _drawn(5, 1500)
    overconfident = np.log(probabilities)[None] * 4
    before = metrics.expected_calibration_error(truth, softmax(overconfident[0]))
    after = metrics.expected_calibration_error(
        truth, LogLinearPool.fit(overconfident, truth).probabilities(overconfident)
    )
    assert before > 0.1
    assert after < 0.05


def test_a_pool_is_cooled_by_later_rows_that_it_was_too_sure_of():
    probabilities, truth = _drawn(6, 800)
    sure = LogLinearPool((3.0,), (0.0,) * 4)
    evidence = np.log(probabilities)[None]
    cooled = sure.cooled(evidence, truth)
    assert cooled.weights[0] < 1.5
    before = metrics.expected_calibration_error(truth, sure.probabilities(evidence))
    assert metrics.expected_calibration_error(truth, cooled.probabilities(evidence)) < before / 2


def test_a_handful_of_later_rows_hardly_changes_a_pool():
    probabilities, truth = _drawn(7, 5)
    pool = LogLinearPool((1.0,), (0.0,) * 4)
    assert pool.cooled(np.log(probabilities)[None], truth).weights[0] == pytest.approx(1.0, abs=0.15)
