"""No part of an act begins inside a sentence, and the judges who sit are nobody's side."""

from __future__ import annotations

from tarazy.jurimetrics.decision import PartName
from tarazy.jurimetrics.reading import read_text

KK_JUDGMENT = """2025 жылғы 11 маусым
№ 6310-25-00-2/907 іс
ШЕШІМ
Қазақстан Республикасының атынан
Семей қаласының № 2 соты судья Б.Т. Үлгіталов құрамында, «Тас жол» ЖШС-ның Сынақова Дана Үлгіқызына қарсы берешекті өндіру туралы азаматтық ісін қарап,

АНЫҚТАДЫ:
Талап қоюшы сотқа жүгініп, 310 000 теңге берешекті өндіруді сұрады. Жауапкер отырысқа келмеді.
Тараптарды
тыңдап, іс материалдарын зерттеп, сот мынадай қорытындыға келді. Қарыз қайтарылмаған.

Сот ШЕШТІ:
Талап қою қанағаттандырылсын.
"""

KK_OFFENCE = """2025 жылғы 2 шілде
ҚАУЛЫ
Семей қаласының әкімшілік құқық бұзушылықтар жөніндегі мамандандырылған соты судья Ж.Е. Үлгітаевтың төрағалығымен Тестов Марат Сынақұлына қатысты әкімшілік құқық бұзушылық туралы істі қарап,
АНЫҚТАДЫ:
Тестов М.С. жылдамдықты асырған.
ҚАУЛЫ ЕТТІ:
Тестов Марат Сынақұлы кінәлі деп танылсын.
"""


def test_the_reasons_of_a_kazakh_act_begin_where_their_sentence_begins() -> None:
    read = read_text(KK_JUDGMENT)
    assert read.part(PartName.REASONING).startswith("Тараптарды\nтыңдап")
    assert read.part(PartName.DESCRIPTION).rstrip().endswith("келмеді.")


def test_the_reasons_of_a_russian_act_begin_where_their_sentence_begins() -> None:
    text = (
        "РЕШЕНИЕ\n3 марта 2025 года\nСуд рассмотрел дело по иску Пробной А.А. к Образцову Б.Б. о взыскании долга\n"
        "УСТАНОВИЛ:\nПробная А.А. просит взыскать долг 90 000 тенге. Ответчик возражал.\n"
        "При таких обстоятельствах, внимательно исследовав расписку, суд находит иск верным.\n"
        "РЕШИЛ:\nИск удовлетворить."
    )
    assert read_text(text).part(PartName.REASONING).startswith("При таких обстоятельствах")


def test_an_operative_part_without_its_heading_begins_with_its_sentence() -> None:
    text = (
        "РЕШЕНИЕ\n3 марта 2025 года\nСуд рассмотрел дело по иску Пробной А.А. к Образцову Б.Б. о взыскании долга.\n"
        "УСТАНОВЛЕНО, что долг не возвращён и расписка подлинная, это подтвердил свидетель.\n"
        "На основании изложенного, руководствуясь законом, суд считает иск верным и взыскивает долг."
    )
    assert read_text(text).part(PartName.OPERATIVE).startswith("На основании изложенного")


def test_the_judge_in_whose_composition_a_court_sits_is_no_party() -> None:
    for text in (KK_JUDGMENT, KK_OFFENCE):
        for party in read_text(text).parties:
            assert "құрамында" not in party.value.name and "төрағалығымен" not in party.value.name
            assert "Үлгіта" not in party.value.name
    assert [one.value.name for one in read_text(KK_OFFENCE).parties] == ["Тестов Марат Сынақұлы"]
