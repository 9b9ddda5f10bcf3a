"""Norms of an act: found by mark and in plain words, in force on the day of the act; those that such acts cite."""

from __future__ import annotations

from datetime import date as Date

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import settings as property_settings

from tarazy.acts.actions.import_acts import import_acts
from tarazy.acts.desk.norms import check_norms, state_of, suggest_norms
from tarazy.acts.models import Source, Visibility
from tarazy.acts.text import ActText, NormMark, NormOf, Part, Text, paragraph, points
from tests.acts.delivery.some_acts import any_act
from tests.acts.factories import a_decision

DAY = Date(2026, 3, 5)


def an_act(*content: str | Text, language: str = "ru") -> ActText:
    return ActText.model_validate(
        {"kind": "judgment", "language": language, "title": "Решение", "reasons": (paragraph(*content),)}
    )


def cite(words: str, code: str, article: str, point: str = "") -> Text:
    return Text(text=words, marks=(NormMark(attrs=NormOf(code=code, article=article, point=point)),))


def shown(act: ActText, on: Date = DAY) -> list[tuple[str, str, str, bool]]:
    return [(one.code, one.article, one.state, one.marked) for one in check_norms(act, on)]


def test_marks_and_plain_words_are_both_citations_and_none_is_told_twice() -> None:
    act = an_act(
        "Согласно ",
        cite("пункту 1 статьи 113 ТК", "TK", "113", "п. 1"),
        " и статье 226 ГПК плата выплачивается.",
    )
    assert shown(act) == [("TK", "113", "in_force", True), ("GPK", "226", "in_force", False)]


def test_norms_of_kazakh_acts_are_read() -> None:
    act = an_act("ЕК-нің 113-бабына және АПК-нің 226-бабына сәйкес.", language="kk")
    assert {(code, article) for code, article, _, _ in shown(act)} == {("TK", "113"), ("GPK", "226")}


def test_citations_stand_in_the_part_where_they_are() -> None:
    act = ActText.model_validate(
        {
            "kind": "judgment",
            "language": "ru",
            "title": "Решение",
            "description": (paragraph("статья 113 ТК"),),
            "operative": (points("по статье 226 ГПК"),),
        }
    )
    assert [one.part for one in check_norms(act, DAY)] == [Part.DESCRIPTION, Part.OPERATIVE]


@pytest.mark.parametrize(
    ("code", "day", "state"),
    [
        ("GPK", Date(2026, 3, 5), "in_force"),
        ("GPK", Date(1990, 1, 1), "not_yet_in_force"),
        ("NK", Date(2026, 3, 5), "in_force"),
        ("XYZ", DAY, "unknown_code"),
        ("", DAY, "no_code"),
    ],
)
def test_a_code_is_in_force_on_its_days(code: str, day: Date, state: str) -> None:
    assert state_of(code, day) == state


def test_a_replaced_edition_that_is_named_is_no_longer_in_force() -> None:
    act = an_act(
        "Согласно статье 610 Кодекса Республики Казахстан об административных правонарушениях от 2001 года"
    )
    assert [state for code, _, state, _ in shown(act) if code == "KOAP"] == ["no_longer_in_force"]


def test_an_article_of_no_code_is_told_as_such() -> None:
    assert ("", "353", "no_code", False) in shown(an_act("Согласно статье 353 начисляется неустойка."))


def test_a_mark_whose_words_say_another_article_is_doubtful() -> None:
    (wrong,) = check_norms(an_act(cite("статьи 114 ТК", "TK", "113")), DAY)[:1]
    assert not wrong.read and wrong.doubtful
    (right,) = check_norms(an_act(cite("статьи 113 ТК", "TK", "113")), DAY)
    assert right.read and not right.doubtful
    (bare,) = check_norms(an_act("статьями ", cite("113", "TK", "113"), " Трудового кодекса"), DAY)
    assert bare.read and not bare.doubtful


@property_settings(max_examples=40)
@given(act=any_act())
def test_any_act_is_checked(act: ActText) -> None:
    for one in check_norms(act, DAY):
        assert one.words is not None


@pytest.mark.django_db
def test_norms_are_suggested_by_what_acts_of_the_category_cite_in_the_part() -> None:
    cache.clear()
    import_acts([a_decision(seed) for seed in range(6)], source=Source.MODEL, visibility=Visibility.PUBLIC)
    import_acts([a_decision(9, category="loan")], source=Source.MODEL, visibility=Visibility.CLOSED)
    reasons = suggest_norms(None, "wages", Part.REASONS, DAY, "ru")
    assert [(one.code, one.article, one.acts, one.share) for one in reasons] == [("TK", "113", 6, 1.0)]
    assert reasons[0].words.startswith("статья 113 Трудового кодекса") and reasons[0].state == "in_force"
    operative = suggest_norms(None, "wages", Part.OPERATIVE, DAY, "kk")
    assert [(one.code, one.article) for one in operative] == [("GPK", "226")]
    assert suggest_norms(None, "loan", Part.REASONS, DAY, "ru") == [], "a closed act gives nothing away"
    assert suggest_norms(None, "", Part.REASONS, DAY, "ru") == []
    old = suggest_norms(None, "wages", Part.REASONS, Date(1990, 1, 1), "ru")
    assert [one.state for one in old] == ["not_yet_in_force"]
