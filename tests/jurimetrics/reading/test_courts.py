"""Names of courts in running text: brought to the nominative, with their place, and their region."""

from __future__ import annotations

from datetime import date

import pytest

from tarazy.jurimetrics.reading import read_text
from tarazy.jurimetrics.reading.courts import find_courts
from tarazy.jurimetrics.reading.flat import flatten
from tarazy.jurimetrics.reading.grammar import grammar_of

from . import acts


@pytest.mark.parametrize(
    ("words", "court"),
    [
        ("на решение Арбитражного суда Тульской области от 1.02.2024", "Арбитражный суд Тульской области"),
        (
            "постановление Двадцать первого арбитражного апелляционного суда",
            "Двадцать первый арбитражный апелляционный суд",
        ),
        ("Первого кассационного суда общей юрисдикции от", "Первый кассационный суд общей юрисдикции"),
        ("Третьего арбитражного апелляционного суда", "Третий арбитражный апелляционный суд"),
        ("Верховного Суда Республики Саха (Якутия) от", "Верховный суд Республики Саха (Якутия)"),
        ("Верховного Суда Кабардино-Балкарской Республики", "Верховный суд Кабардино-Балкарской Республики"),
        ("Санкт-Петербургского городского суда", "Санкт-Петербургский городской суд"),
        ("Абаканского городского суда Республики Хакасия", "Абаканский городской суд Республики Хакасия"),
        ("Октябрьского районного суда г. Ростова-на-Дону от", "Октябрьский районный суд г. Ростова-на-Дону"),
        (
            "Арбитражного суда города Санкт-Петербурга и Ленинградской области",
            "Арбитражный суд города Санкт-Петербурга и Ленинградской области",
        ),
        ("2-го Западного окружного военного суда", "2-й Западный окружной военный суд"),
        ("АРБИТРАЖНЫЙ СУД КАЛУЖСКОЙ ОБЛАСТИ", "Арбитражный суд Калужской области"),
        (
            "Специализированного межрайонного экономического суда города Алматы",
            "Специализированный межрайонный экономический суд города Алматы",
        ),
        ("судебная коллегия суда области Жетісу", "Суд области Жетісу"),
        ("Суда по интеллектуальным правам", "Суд по интеллектуальным правам"),
    ],
)
def test_a_court_is_named_in_the_nominative(words: str, court: str) -> None:
    assert [found.name for found in find_courts(flatten(words), grammar_of("ru"))] == [court]


@pytest.mark.parametrize(
    "words", ["этот суд решил", "в районный суд поступило", "судом первой инстанции", "вышестоящий суд"]
)
def test_a_court_without_a_name_is_passed_over(words: str) -> None:
    assert find_courts(flatten(words), grammar_of("ru")) == []


def test_a_kazakh_court_is_named_in_the_nominative() -> None:
    words = "Алматы қаласы мамандандырылған ауданаралық экономикалық сотының 2026 жылғы шешімі"
    assert find_courts(flatten(words), grammar_of("kk"))[0].name == (
        "Алматы қаласы мамандандырылған ауданаралық экономикалық соты"
    )


def test_the_region_is_an_id_where_the_country_has_regions_and_a_name_elsewhere() -> None:
    kazakh = read_text(acts.KK_APPEAL).region
    assert kazakh and kazakh.value == "karaganda"
    russian = read_text(acts.RF_SENTENCE).region
    assert russian and russian.value == "Саратовская область"


def test_the_day_of_filing_is_read_where_it_is_told() -> None:
    text = acts.RF_JUDGMENT.replace("Кольцов П.А. обратился", "15 января 2024 года Кольцов П.А. обратился")
    filed = read_text(text).filed
    assert filed and filed.value == date(2024, 1, 15)
    assert read_text(acts.RF_JUDGMENT).filed is None
