"""What the measures page makes of figures, and what an act says of the act below."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from tarazy.practice.answer_pages import _told
from tarazy.practice.figure_words import CARDS, MEASURES, learnt_from, named
from tarazy.practice.measured import Bench


def test_baselines_are_further_columns_and_what_is_no_number_is_left_out() -> None:
    figures: dict[str, Any] = {"map": 0.4, "mistakes": [1], "none": None, "bm25": {"map": 0.3, "text": "x"}}
    (table,) = Bench("retrieval", figures).tables()
    assert (table.columns, table.rows) == (["", "bm25"], [("map", [0.4, 0.3])])


def test_figures_told_by_kind_have_a_table_of_their_own() -> None:
    figures = {
        "recall": 0.9,
        "by_kind": {"arithmetic": {"found": 3, "recall": None}, "contradiction": {"found": 1}},
    }
    main, kinds = Bench("anomalies", figures).tables()
    assert main.rows == [("recall", [0.9])]
    assert (kinds.corner, kinds.columns) == ("by_kind", ["found"])
    assert kinds.rows == [("arithmetic", [3]), ("contradiction", [1])]


def test_a_bench_without_numbers_has_no_table() -> None:
    assert Bench("read", {"mistakes": []}).tables() == []


@pytest.mark.parametrize(
    ("tongue", "words"), [("ru", "21 размеченный акт"), ("kk", "санаты белгіленген 21 акт")]
)
def test_what_a_model_learnt_from_is_told_in_the_language_of_the_page(tongue: str, words: str) -> None:
    with translation.override(tongue):
        assert learnt_from("TrainedCategoriser", 21) == words
        assert all(str(name) for name in (*MEASURES.values(), *CARDS.values()))
        assert named("claim_accuracy") != "claim_accuracy"


def test_what_the_act_says_of_the_act_below_is_told_in_words() -> None:
    told = {
        "court": {"value": "Модельный районный суд", "confidence": 0.9},
        "outcome": {"value": "denied", "confidence": 0.9},
    }
    with translation.override("ru"):
        assert [words for _name, words in _told(told)] == ["Модельный районный суд", "Отказано"]
        assert _told(None) == []
