"""Splits never leak: not over time, not over a case, not over a copy."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy.jurimetrics.learning.duplicates import merge_groups, near_duplicate_groups
from tarazy.jurimetrics.learning.splits import group_folds, rolling_origins, time_order

ORDER = (
    "Взыскать с должника в пользу кооператива задолженность по договору займа, проценты за пользование "
    "деньгами, неустойку за просрочку и расходы по уплате государственной пошлины согласно расчёту истца; "
    "в остальной части требований отказать; встречный иск о признании договора незаключённым оставить без "
    "удовлетворения; обеспечительные меры сохранить до исполнения решения, копию решения направить сторонам"
)


def test_time_order_goes_from_the_earliest_and_keeps_equal_dates_in_place():
    assert time_order(["2024-05-01", None, "2023-01-01", "2024-05-01"]).tolist() == [1, 2, 0, 3]


def test_rolling_origins_never_look_ahead():
    for past, coming in rolling_origins(100):
        assert past.max() < coming.min()
        assert len(coming) == 10


@settings(max_examples=30, deadline=None)
@given(
    rows=st.lists(st.tuples(st.integers(0, 15), st.sampled_from("abc")), min_size=4, max_size=80),
    folds=st.integers(2, 5),
)
def test_no_group_stands_on_both_sides_and_every_row_is_held_out_once(rows, folds):
    groups, labels = [g for g, _ in rows], [label for _, label in rows]
    held = Counter()
    for train, out in group_folds(groups, labels, folds, seed=1):
        assert {groups[i] for i in train}.isdisjoint({groups[i] for i in out})
        assert len(train) + len(out) == len(rows)
        held.update(out.tolist())
    assert held == Counter(range(len(rows)))


def test_a_rare_label_is_spread_over_the_folds():
    labels = ["rare"] * 5 + ["common"] * 95
    for _, out in group_folds(range(100), labels, 5, seed=0):
        assert sum(labels[i] == "rare" for i in out) == 1


def test_a_copy_with_a_changed_word_is_a_near_duplicate_and_another_text_is_not():
    copy = ORDER.replace("кооператива", "товарищества")
    other = "Расторгнуть брак между супругами и определить место жительства ребёнка с матерью"
    groups = near_duplicate_groups([ORDER, other, copy, ORDER])
    assert groups[0] == groups[3] == groups[2]
    assert groups[1] != groups[0]


def test_groups_tied_by_either_reason_become_one():
    assert merge_groups([1, 1, 2, 3], ["a", "b", "b", "c"]) == [0, 0, 0, 3]
