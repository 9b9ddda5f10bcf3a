"""p-values by rank are uniform under exchangeability; false discoveries stay under the level."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.jurimetrics.anomalies.discovery import conformal_p_values, leave_one_out_p_values, q_values

SCORES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50)


def test_p_values_are_uniform_for_cases_like_the_reference() -> None:
    chance = np.random.default_rng(1)
    p = np.concatenate(
        [conformal_p_values(chance.normal(size=5), chance.normal(size=99)) for _ in range(2000)]
    )
    for level in (0.05, 0.1, 0.5, 0.9):
        assert np.mean(p <= level) == pytest.approx(level, abs=0.02)


@given(SCORES, SCORES)
def test_a_stranger_score_never_has_a_larger_p_value(scores: list[float], reference: list[float]) -> None:
    p = conformal_p_values(scores, reference)
    for one, first in zip(scores, p, strict=True):
        for other, second in zip(scores, p, strict=True):
            assert first <= second if one >= other else first >= second
    assert np.all((p > 0) & (p <= 1))


def test_leaving_one_out_counts_the_others_as_strange() -> None:
    assert leave_one_out_p_values([3.0, 1.0, 2.0, 2.0]) == pytest.approx([0.25, 1.0, 0.75, 0.75])


def test_q_values_are_those_worked_out_by_hand() -> None:
    # p * m / rank, then the running minimum from the largest: 0.01*4/1, 0.02*4/2, 0.03*4/3, 0.5
    assert q_values([0.01, 0.5, 0.03, 0.02]) == pytest.approx([0.04, 0.5, 0.04, 0.04])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_q_values_are_never_below_their_p_values(p: list[float]) -> None:
    q = q_values(p)
    assert np.all(q >= np.asarray(p) - 1e-12)
    assert np.all(q <= 1)


def test_false_discoveries_stay_under_the_level() -> None:
    chance = np.random.default_rng(2)
    shares, found = [], []
    for _ in range(300):
        reference = chance.normal(size=2000)
        strange = np.r_[chance.normal(4.5, 1, size=20), chance.normal(size=180)]
        shown = q_values(conformal_p_values(strange, reference)) <= 0.1
        shares.append(shown[20:].sum() / max(shown.sum(), 1))
        found.append(shown[:20].mean())
    assert np.mean(shares) <= 0.11
    assert np.mean(found) > 0.6
