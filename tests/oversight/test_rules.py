"""Rules of oversight as pure functions, over any values."""

from __future__ import annotations

from collections import Counter
from datetime import date as Date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.jurimetrics.trace.durations import wilson
from tarazy.oversight.rules import (
    answered_in_words,
    apart,
    bands_apart,
    bin_of,
    hidden,
    next_review,
    pending_shown,
    psi,
    quartiles,
    shares,
)

COUNTS = st.lists(st.integers(0, 60), min_size=1, max_size=8)
CLASSES = st.dictionaries(st.sampled_from("abcde"), st.integers(0, 500), max_size=5)


@given(COUNTS, st.integers(2, 12))
def test_a_small_count_is_never_shown_and_never_follows_from_the_others(counts: list[int], few: int) -> None:
    cells = {str(place): count for place, count in enumerate(counts)} | {"all": sum(counts)}
    gone = hidden(cells, [list(cells)], few)
    assert all(cell in gone for cell, count in cells.items() if 0 < count < few)
    assert all(cells[cell] for cell in gone)  # that nobody was there is nobody's secret
    unknown = [cell for cell in cells if cell in gone]
    if len(unknown) == 1:
        # the only other case: everything else is nothing, and then the two are one and the same number
        assert all(count == 0 for cell, count in cells.items() if cell not in gone)


@given(st.lists(COUNTS.filter(lambda row: len(row) == 3), min_size=3, max_size=3))
def test_in_a_table_with_sums_both_ways_no_row_or_column_has_one_gap(rows: list[list[int]]) -> None:
    cells = {(i, j): rows[i][j] for i in range(3) for j in range(3)}
    cells |= {(i, 9): sum(rows[i]) for i in range(3)} | {(9, j): sum(r[j] for r in rows) for j in range(3)}
    cells[9, 9] = sum(map(sum, rows))
    lines = [[(i, j) for j in (0, 1, 2, 9)] for i in (0, 1, 2, 9)]
    lines += [[(i, j) for i in (0, 1, 2, 9)] for j in (0, 1, 2, 9)]
    gone = hidden(cells, lines, 10)
    for line in lines:
        if sum(cell in gone for cell in line) == 1:
            assert not [cell for cell in line if cell not in gone and cells[cell]]


def test_nothing_small_hides_nothing() -> None:
    assert hidden({"a": 10, "b": 30, "all": 40}, [["a", "b", "all"]], 10) == set()
    assert hidden({"a": 0, "b": 30, "all": 30}, [["a", "b", "all"]], 10) == set()
    assert hidden({"a": 3, "b": 30, "c": 20, "all": 53}, [["a", "b", "c", "all"]], 10) == {"a", "c"}


@given(CLASSES, CLASSES)
def test_the_stability_index_is_never_negative_and_none_for_the_same(
    one: dict[str, int], other: dict[str, int]
) -> None:
    assert psi(one, other) >= 0
    assert psi(one, one) == pytest.approx(0)
    assert psi(one, {}) == 0


def test_a_shift_of_the_half_is_an_alarm_and_chance_is_none() -> None:
    before = {"granted": 700, "denied": 300}
    assert psi(before, {"granted": 40, "denied": 60}) > 0.25
    assert psi(before, {"granted": 67, "denied": 33}) < 0.1


@given(st.floats(0, 1))
def test_every_probability_has_a_tenth(probability: float) -> None:
    assert 0 <= int(bin_of(probability)) <= 9


def test_bands_are_apart_only_with_enough_behind_both_a_gap_and_intervals_that_do_not_touch() -> None:
    high, low = wilson(180, 200), wilson(100, 200)
    assert apart(high, low, gap=0.1, fewest=30) and apart(low, high, gap=0.1, fewest=30)
    assert not apart(wilson(18, 20), wilson(10, 20), gap=0.1, fewest=30)
    assert not apart(wilson(5200, 10000), wilson(5000, 10000), gap=0.1, fewest=30)
    assert not apart(wilson(30, 50), wilson(24, 50), gap=0.1, fewest=30)
    bands = shares({"kk": (180, 200), "ru": (100, 200), "en": (0, 0)})
    assert set(bands) == {"kk", "ru"}
    assert bands_apart(bands, gap=0.1, fewest=30) == [("kk", "ru")]


@given(st.lists(st.integers(0, 900), min_size=1, max_size=200))
def test_quartiles_are_days_that_happened_in_their_order(days: list[int]) -> None:
    low, middle, high = quartiles(Counter(days)) or (0, 0, 0)
    assert {low, middle, high} <= set(days) and low <= middle <= high
    assert sum(day <= middle for day in days) * 2 >= len(days)
    assert quartiles({}) is None


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_stocks_never_give_a_hidden_flow_away(gone: list[bool]) -> None:
    shown = pending_shown(gone)
    assert len(shown) == len(gone) and shown[-1]
    for first, second in combinations([place for place, one in enumerate(shown) if one], 2):
        assert not any(gone[first + 1 : second + 1])


def test_the_next_review_is_a_year_on() -> None:
    assert next_review(Date(2026, 2, 28), 12) == Date(2027, 2, 28)
    assert next_review(Date(2028, 2, 29), 12) == Date(2029, 2, 28)


@given(st.text(max_size=60))
def test_an_answer_of_few_letters_says_nothing(text: str) -> None:
    if answered_in_words(text, 20):
        assert len(text.strip()) >= 20 and len(set(text)) >= 8
