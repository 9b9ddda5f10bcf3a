"""Search finds words in three languages, counts facets, and is no way round masking."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from tarazy.acts.models import Act
from tarazy.acts.presenting import snippet
from tarazy.acts.queries import PAGE_SIZE, SearchRequest, search_acts
from tarazy.people.models import User
from tests.acts.factories import a_decision

pytestmark = pytest.mark.django_db
ANYONE = AnonymousUser()


def found(text: str = "", **filters: list[str]) -> int:
    return search_acts(ANYONE, SearchRequest(text=text, filters=filters)).total


def test_a_word_is_found_in_any_of_its_forms(bank: list[Act]) -> None:
    assert found("заработные платы") == found("заработная плата") == 11
    assert found("жалақы") == 10


def test_all_words_are_needed_and_quotes_mean_in_a_row(bank: list[Act]) -> None:
    assert found("заработная отсутствующее") == 0
    assert found('"расчётные листки"') == 11
    assert found('"листки расчётные"') == 0


def test_the_last_word_may_be_a_beginning(bank: list[Act]) -> None:
    assert found("payslip") == 10
    assert found("paysl") == 10
    assert found("paysl ") == 0


def test_a_case_number_finds_its_acts(bank: list[Act]) -> None:
    assert found("7585-25-00-2/1000") == 2


def test_facets_narrow_and_their_counts_ignore_their_own_choice(bank: list[Act]) -> None:
    page = search_acts(ANYONE, SearchRequest(filters={"language": ["kk"], "instance": ["first"]}))
    assert page.total == 10
    assert dict(page.facets["language"]) == {"kk": 10, "ru": 10, "en": 10}
    assert dict(page.facets["instance"]) == {"first": 10}
    assert found("заработная", instance=["appeal"]) == 1


def test_a_norm_finds_the_acts_that_cite_it(bank: list[Act]) -> None:
    assert search_acts(ANYONE, SearchRequest(norm=("TK", "113"))).total == 31
    assert search_acts(ANYONE, SearchRequest(norm=("TK", "999"))).total == 0


def test_pages_don_t_overlap_and_hold_everything(bank: list[Act]) -> None:
    for text in ("", "тенге теңге tenge"):
        seen: list[str] = []
        first = search_acts(ANYONE, SearchRequest(text=text))
        for page in range(1, first.pages + 1):
            acts = search_acts(ANYONE, SearchRequest(text=text, page=page)).acts
            assert len(acts) <= PAGE_SIZE
            seen += [act.act_id for act in acts]
        assert len(seen) == len(set(seen)) == first.total


def test_nobody_is_found_by_a_name_an_iin_or_an_address(bank: list[Act], staff: User) -> None:
    for words in ("Ахметов", "Ахметова", "850101300123", "Айдос", "Болатович"):
        assert found(words) == 0
        assert search_acts(staff, SearchRequest(text=words)).total == 0


def test_words_that_mean_nothing_to_the_engine_break_nothing(bank: list[Act]) -> None:
    for words in (
        "",
        " ",
        '"',
        '""',
        "*",
        "AND OR NOT",
        "title:x",
        "[1 TO 2]",
        "(",
        "a" * 400,
        "\\",
        "^~",
        "и",
    ):
        assert search_acts(ANYONE, SearchRequest(text=words)).total >= 0


def test_a_snippet_marks_the_words_and_keeps_the_text() -> None:
    text = a_decision(0).text
    pieces = snippet(text, "листками", "ru")
    assert [piece.text for piece in pieces if piece.mark] == ["листки"]
    assert len("".join(piece.text for piece in pieces)) < 400
