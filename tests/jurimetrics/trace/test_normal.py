"""Names, courts and numbers compare equal through languages, cases, abbreviations and typing errors."""

from __future__ import annotations

import pytest

from tarazy.jurimetrics.trace.normal import (
    case_number,
    court_key,
    number_distance,
    party_key,
    same_court,
    same_party,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Медеуский районный суд города Алматы", "Медеуского районного суда г. Алматы"),
        ("Медеуский районный суд города Алматы", "Алматы қаласы Медеу аудандық сотының"),
        ("Карагандинский областной суд", "Қарағанды облыстық соты"),
        ("СМЭС г. Астаны", "Специализированный межрайонный экономический суд города Астаны"),
        ("Туркестанский областной суд", "Түркістан облыстық соты"),
    ],
)
def test_one_court_is_known_under_its_other_names(one: str, other: str) -> None:
    assert same_court(court_key(one), court_key(other)) >= 0.9


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Медеуский районный суд города Алматы", "Медеуский городской суд"),
        ("Восточно-Казахстанский областной суд", "Батыс Қазақстан облыстық соты"),
        ("Карагандинский областной суд", "Павлодарский областной суд"),
    ],
)
def test_different_courts_are_kept_apart(one: str, other: str) -> None:
    assert same_court(court_key(one), court_key(other)) < 0.5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Иванов Пётр Сергеевич", "Ивановым П.С."),
        ("Әлімжанова Гүлнар", "Алимжанова Г."),
        ("Ахметов Серік", "Akhmetov S."),
        ("Нұрғалиев Болат", "Нургалеив Болат"),
    ],
)
def test_a_person_is_recognised_by_initials_spelling_and_with_a_typing_error(one: str, other: str) -> None:
    first, second = party_key(one, True), party_key(other, True)
    assert first is not None
    assert second is not None
    assert same_party(first, second) >= 0.84


def test_other_initials_speak_against_the_same_surname() -> None:
    first, second = party_key("Иванов П.С.", True), party_key("Иванов К.Д.", True)
    assert first is not None
    assert second is not None
    assert same_party(first, second) < 0.84


def test_a_firm_is_recognised_whatever_its_legal_form_is_called() -> None:
    assert party_key("ТОО «Қарлығаш Сервис»", False) == party_key("«Карлыгаш Сервис» ЖШС", False)


@pytest.mark.parametrize("masked", ["ФИО1", "***", "И.И.", "<...>"])
def test_a_masked_name_is_no_evidence(masked: str) -> None:
    assert party_key(masked, True) is None


def test_a_number_is_read_through_spaces_dashes_slashes_and_letters_of_either_alphabet() -> None:
    assert case_number("3599 – 24-00-2а\\2151") == case_number("3599-24-00-2a/2151")
    assert case_number("3599-24-00-2а/2151").bare == case_number("3599-24-00-2/2151").bare


def test_swapped_digits_are_one_edit() -> None:
    assert number_distance(case_number("7585-24-00-2/1021"), case_number("7585-24-00-2/1201")) == 1
