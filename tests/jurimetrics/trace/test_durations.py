"""Durations and shares against values worked out by hand, and their properties."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.jurimetrics.decision import Instance
from tarazy.jurimetrics.trace import (
    by_year,
    kaplan_meier,
    link_acts,
    review_shares,
    stage_durations,
    time_to_review,
    wilson,
)
from tests.jurimetrics.factories import cases


def test_the_curve_is_that_of_the_textbook() -> None:
    # Remission of 21 patients under 6-MP (Freireich 1963), as worked out in Kleinbaum and Klein, table 2.2.
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    still = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    curve = kaplan_meier([*ended, *still], [True] * len(ended) + [False] * len(still))
    assert curve.times == (6, 7, 10, 13, 16, 22, 23)
    expected = (0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482)
    assert curve.alive == pytest.approx(expected, abs=1e-4)
    assert curve.median == 23
    assert (curve.n, curve.events) == (21, 9)


def test_greenwoods_variance_gives_the_interval() -> None:
    curve = kaplan_meier([1, 2, 3, 4], [True, False, True, False])
    alive, spread = 0.75, math.sqrt(1 / (4 * 3)) / abs(math.log(0.75))
    low = math.exp(-math.exp(math.log(-math.log(alive)) + 1.959964 * spread))
    assert curve.alive == pytest.approx((0.75, 0.375))
    assert curve.low[0] == pytest.approx(low, abs=1e-6)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60))
def test_without_censoring_the_curve_is_the_share_that_lasts_longer(days: list[int]) -> None:
    curve = kaplan_meier(days, [True] * len(days))
    for moment, alive in zip(curve.times, curve.alive, strict=True):
        assert alive == pytest.approx(sum(day > moment for day in days) / len(days))


@given(st.lists(st.tuples(st.integers(0, 400), st.booleans()), min_size=1, max_size=60))
def test_the_curve_falls_and_stays_in_its_interval(cases: list[tuple[int, bool]]) -> None:
    curve = kaplan_meier([days for days, _ in cases], [ended for _, ended in cases])
    assert all(one >= other for one, other in zip(curve.alive, curve.alive[1:], strict=False))
    assert all(
        low <= alive + 1e-12 and alive <= high + 1e-12
        for low, alive, high in zip(curve.low, curve.alive, curve.high, strict=True)
    )


def test_a_curve_that_stays_above_a_half_has_no_median() -> None:
    assert kaplan_meier([1, 5, 5, 5], [True, False, False, False]).median is None


def test_wilsons_interval_is_that_of_the_paper() -> None:
    share = wilson(8, 10)
    assert (share.low, share.high) == pytest.approx((0.4902, 0.9433), abs=1e-4)


@given(st.integers(0, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share(counts: tuple[int, int]) -> None:
    share = wilson(*counts)
    assert 0 <= share.low <= share.share <= share.high <= 1


def test_acts_not_yet_reviewed_are_censored_not_dropped() -> None:
    acts, truth, _ = cases(150, seed=1, noise=0.0)
    links = link_acts(acts)
    curve = time_to_review(links, Instance.FIRST)["all"]
    assert curve.n == 150
    assert curve.events == sum(below.startswith("f") for below in truth.values())


def test_stages_are_measured_between_linked_acts() -> None:
    acts, truth, _ = cases(150, seed=2, noise=0.0)
    links = link_acts(acts)
    curve = stage_durations(links, Instance.APPEAL)["all"]
    assert curve.events == sum(above.startswith("а") for above in truth)
    assert 40 <= (curve.median or 0) <= 100
    with_pending = stage_durations(links, Instance.APPEAL, pending=[("all", 500)] * 200)["all"]
    assert with_pending.median is None


def test_shares_are_counted_by_group() -> None:
    acts, _, _ = cases(300, seed=3, noise=0.0)
    links = link_acts(acts)
    groups = review_shares(links, Instance.FIRST, group=by_year)
    assert [group.group for group in groups] == sorted(
        {str(act.date.value.year) for act in acts if act.date and act.id.startswith("f")}
    )
    for group in groups:
        assert group.upheld.count + group.changed.count + group.reversed.count == group.reviewed.count


def test_a_negative_duration_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        kaplan_meier([-1], [True])


def test_dates_after_the_day_of_the_count_are_not_known_yet() -> None:
    acts, _, _ = cases(100, seed=4, noise=0.0)
    early = time_to_review(link_acts(acts), Instance.FIRST, as_of=date(2024, 6, 1)).get("all")
    assert early is None or early.n < 100
