"""A norm is found by whatever a judge types of it."""

from __future__ import annotations

from datetime import date as Date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.acts.desk.norm_search import MOST, search_norms
from tarazy.acts.desk.norms import SuggestedNorm

TODAY = Date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "language", "cited"),
    [
        ("226 гпк", "ru", "ст. 226 ГПК"),
        ("ГПК 226", "ru", "ст. 226 ГПК"),
        ("п. 2 ст. 113 ТК", "ru", "п. 2 ст. 113 ТК"),
        ("трудовой кодекс 113", "ru", "ст. 113 ТК"),
        ("АПК 166-бап", "kk", "АПК 166-бабы"),
        ("гпк 166", "kk", "АПК 166-бабы"),
    ],
)
def test_a_norm_is_found_as_it_is_typed_and_cited_in_the_acts_language(
    typed: str, language: str, cited: str
) -> None:
    assert search_norms(typed, language, TODAY)[0].text == cited


def test_with_nothing_typed_those_that_such_acts_cite_come_most_cited_first() -> None:
    usual = [
        SuggestedNorm("TK", "113", 90, 0.9, "", "in_force"),
        SuggestedNorm("GPK", "109", 40, 0.4, "", "in_force"),
    ]
    found = search_norms("", "ru", TODAY, usual=usual)
    assert [(one.code, one.article, one.share) for one in found] == [("TK", "113", 0.9), ("GPK", "109", 0.4)]
    assert [one.code for one in search_norms("200", "ru", TODAY, usual=usual)][:2] == ["TK", "GPK"]


def test_a_code_that_is_no_longer_in_force_comes_last_and_says_so() -> None:
    old = Date(1900, 1, 1)
    found = search_norms("226 гпк", "ru", old)
    assert found and found[0].state == "not_yet_in_force"


@given(typed=st.text(max_size=90), language=st.sampled_from(["kk", "ru"]))
def test_nothing_that_is_typed_breaks_the_search(typed: str, language: str) -> None:
    assert len(search_norms(typed, language, TODAY)) <= MOST
