"""Acts as pages give them: lines stuck together, headings lost, notes of reference systems above the act."""

from __future__ import annotations

import pytest

from tarazy.jurimetrics.decision import Instance, Kind, Outcome
from tarazy.jurimetrics.reading import read_text
from tarazy.jurimetrics.reading.courts import find_courts
from tarazy.jurimetrics.reading.flat import flatten
from tarazy.jurimetrics.reading.grammar import grammar_of

STUCK = (
    "ВЕРХНЕРЕЧЕНСКИЙ РАЙОННЫЙ СУД№ 2-417/2023Р Е Ш Е Н И ЕИменем Российской Федерации14 марта 2023 года"
    "г. ВерхнереченскВерхнереченский районный суд Тульской областив составе судьи Лопатиной О.В., рассмотрев "
    "гражданское дело по иску Сомова П.П. к Рыбину Р.Р. о взыскании долга,УСТАНОВИЛ:Сомов П.П. обратился с иском."
    "РЕШИЛ:Иск удовлетворить частично.Взыскать с Рыбина Р.Р. 10 000 рублей.В остальной части отказать."
)


def test_an_act_whose_lines_are_stuck_together_is_read_as_if_they_were_not() -> None:
    read = read_text(STUCK)
    assert read.kind is not None and read.kind.value is Kind.JUDGMENT
    assert read.court is not None and read.court.value == "Верхнереченский районный суд Тульской области"
    assert read.date is not None and read.date.value.isoformat() == "2023-03-14"
    assert read.outcome is not None and read.outcome.value is Outcome.GRANTED_IN_PART


def test_a_name_in_quotation_marks_is_not_taken_apart() -> None:
    assert "«ТехноСтройСервис»" in flatten("иск ООО «ТехноСтройСервис» к ПАО «НордБанк»").text


def test_letters_set_one_a_line_are_joined_into_words() -> None:
    text = "Дело № 5-11/2020 ПОСТАНОВЛЕНИЕ мировой судья установил нарушение правил".replace(" ", "\n")
    assert flatten("\n".join(char if char != "\n" else "" for char in text)).text == text.replace("\n", " ")


def test_an_appeal_without_its_heading_is_known_by_the_court_and_the_complaint() -> None:
    read = read_text(
        "Судебная коллегия по гражданским делам Самарского областного суда в составе председательствующего "
        "Котова Е.Л. рассмотрела дело по апелляционной жалобе Ильина П. на решение Томского районного суда от 2 "
        "февраля 2016 года, которым отказано в удовлетворении исковых требований."
    )
    assert read.kind is not None and read.kind.value is Kind.APPEAL_RULING
    assert read.court is not None and read.court.value == "Самарский областной суд"
    assert read.reviewed is not None and read.reviewed.outcome is not None
    assert read.reviewed.outcome.value is Outcome.DENIED


@pytest.mark.parametrize("name", ["Томского", "Первомайского", "Самарского", "Тамбовского", "Таганрогского"])
def test_a_place_that_begins_like_a_pronoun_is_part_of_the_name_of_a_court(name: str) -> None:
    flat = flatten(f"жалоба на решение {name} районного суда от 2 мая")
    assert [court.name for court in find_courts(flat, grammar_of("ru"))] == [f"{name[:-3]}ий районный суд"]


def test_a_note_on_a_later_review_is_not_the_act() -> None:
    read = read_text(
        "Постановлением Суда по интеллектуальным правам от 3 августа 2015 г. N С01-90/2015 настоящее "
        "постановление оставлено без изменения\nг. Самара\n8 октября 2014 г.\nДело N А55-562/2014\n"
        "Одиннадцатый арбитражный апелляционный суд в составе: рассмотрев апелляционную жалобу Лугова П.П."
    )
    assert read.instance is not None and read.instance.value is Instance.APPEAL
    assert [number.value for number in read.case_numbers] == ["А55-562/2014"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("УИД 71RS0027-01-2024-001234-56 Дело № 2-315/20 № 2-315/2020", ["2-315/2020"]),
        ("Материал № М-1120/2023", ["М-1120/2023"]),
        ("Дело № 2- 340-2012", ["2-340-2012"]),
        ("71RS0027-01-2024-001234-56", ["71RS0027-01-2024-001234-56"]),
    ],
)
def test_the_number_of_an_act_is_written_once_and_an_identifier_only_stands_in_for_it(
    written: str, expected: list[str]
) -> None:
    read = read_text(
        f"{written}\nРЕШЕНИЕ\nТульский районный суд в составе судьи Лугова П.П.\nУСТАНОВИЛ:\nиск."
    )
    assert [number.value for number in read.case_numbers] == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        (
            "Мотивированное решение изготовлено 11 марта 2013 года РЕШЕНИЕ 05 марта 2013 года г. Шуя",
            "2013-03-05",
        ),
        ("РЕШЕНИЕ Мотивированное решение изготовлено 11 марта 2013 года", "2013-03-11"),
    ],
)
def test_the_date_of_the_reasoned_text_gives_way_to_that_of_the_heading(heading: str, expected: str) -> None:
    read = read_text(f"{heading}\nШуйский районный суд в составе судьи Лугова П.П.\nУСТАНОВИЛ:\nиск.")
    assert read.date is not None and read.date.value.isoformat() == expected
