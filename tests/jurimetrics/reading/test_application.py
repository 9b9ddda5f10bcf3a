"""A paper that asks a court is read as one: its demands, sides and day, and nothing that only an act has."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tarazy.jurimetrics.decision import Decision, PartName, PartyRole, Stage
from tarazy.jurimetrics.reading import read_text

RU = """В Проболинский районный суд
Истец: Пробный Ерлан Образцович, ИИН 850505399997, адрес: г. Проболинск, ул. Мерная, 4, тел. 8 700 000 00 00
Ответчик: ТОО «Верный счёт», БИН 120340999996, адрес: г. Проболинск, ул. Ровная, 9

ИСКОВОЕ ЗАЯВЛЕНИЕ
о взыскании заработной платы, пени и компенсации морального вреда

Я работал у ответчика кладовщиком. Трудовой договор прекращён 9 мая 2025 года.
Согласно статье 113 Трудового кодекса заработная плата выплачивается ежемесячно.
Прошу: 1) взыскать с ответчика заработную плату 712 300 тенге; 2) пеню 41 150 тенге; 3) компенсацию морального вреда 200 000 тенге.

Приложения: копия договора от 1 марта 2024 года.
"""

KK = """Үлгі аудандық сотына
Талап қоюшы: Сынақов Ерлан Үлгіұлы, ЖСН 850505399997, мекенжайы: Үлгі қаласы, Тас көшесі, 4-үй, тел. 8 700 000 00 00
Жауапкер: «Дәл есеп» ЖШС, БСН 120340999996

ТАЛАП ҚОЮ АРЫЗЫ
жалақыны, өсімпұлды және моральдық зиянды өндіру туралы

Мен жауапкерде қоймашы болып істедім. Еңбек шарты 2025 жылғы 9 мамырда тоқтатылды.
Соттан сұраймын:
1. Жалақы 712 300 теңге өндірілсін.
2. Жалақыны кешіктіргені үшін өсімпұл 41 150 теңге өндірілсін.
3. Моральдық зиян үшін 200 000 теңге өндірілсін.

Қоса беріледі: еңбек шарты.
"""

ASKED = [("wages", 712_300), ("penalty", 41_150), ("moral_harm", 200_000)]


def asked(read: Decision) -> list[tuple[str, Decimal | None]]:
    return [(one.value.type, one.value.amount.amount if one.value.amount else None) for one in read.claims]


@pytest.mark.parametrize("text", [RU, KK])
def test_a_statement_of_claim_has_nothing_that_only_an_act_has(text: str) -> None:
    read = read_text(text)
    assert (read.kind, read.instance, read.date, read.outcome, read.review) == (None,) * 5
    assert read.filed is None
    assert PartName.OPERATIVE not in read.parts
    assert all(one.value.outcome is None and one.value.awarded is None for one in read.claims)
    assert {one.available_from for one in (*read.amounts, *read.norms, *read.claims)} == {Stage.CLAIM}


@pytest.mark.parametrize("text", [RU, KK])
def test_every_demand_of_a_claim_is_read_with_its_sum(text: str) -> None:
    assert asked(read_text(text)) == ASKED


@pytest.mark.parametrize(
    "words",
    [
        "Прошу взыскать с ответчика заработную плату 712 300 тенге, пеню 41 150 тенге и компенсацию морального вреда 200 000 тенге.",
        "Прошу суд:\n- взыскать заработную плату 712 300 тенге;\n- взыскать пеню в сумме 41 150 тенге;\n- взыскать моральный вред 200 000 тенге.",
    ],
)
def test_demands_are_read_from_one_sentence_as_from_a_list(words: str) -> None:
    begin, end = RU.index("Прошу"), RU.index("\n\nПриложения")
    assert asked(read_text(RU[:begin] + words + RU[end:])) == ASKED


@pytest.mark.parametrize(
    ("text", "company"), [(RU, "ТОО «Верный счёт»"), (KK, "«Дәл есеп» ЖШС")], ids=["ru", "kk"]
)
def test_labelled_sides_give_clean_names_and_identifiers(text: str, company: str) -> None:
    claimant, defendant = (one.value for one in read_text(text).parties)
    assert claimant.name in ("Пробный Ерлан Образцович", "Сынақов Ерлан Үлгіұлы")
    assert (claimant.role, claimant.identifier) == (PartyRole.CLAIMANT, "850505399997")
    assert (defendant.name, defendant.role, defendant.identifier) == (
        company,
        PartyRole.DEFENDANT,
        "120340999996",
    )


def test_an_identifier_after_the_address_is_its_partys_own() -> None:
    text = RU.replace(", ИИН 850505399997, адрес: г. Проболинск", ", адрес: г. Проболинск, ИИН 850505399997")
    assert read_text(text).parties[0].value.identifier == "850505399997"


@pytest.mark.parametrize(
    ("end", "day"),
    [
        ("7 июня 2025 года", date(2025, 6, 7)),
        ("07.06.2025 г. ____ Пробный Е.О.", date(2025, 6, 7)),
        ("Пробный Е.О. ____ 07.06.2025", date(2025, 6, 7)),
        ("Дата подачи: 07.06.2025", date(2025, 6, 7)),
        ("Ещё приложен приказ от 7 июня 2025 года", None),
    ],
)
def test_the_day_beside_the_signature_is_when_it_was_filed(end: str, day: date | None) -> None:
    read = read_text(RU + end)
    assert (read.filed.value if read.filed else None) == day
    assert read.date is None


def test_a_request_without_a_title_is_no_act() -> None:
    read = read_text(
        "Сосед занял у меня деньги 3 марта 2025 года по расписке. Прошу взыскать долг 50 000 тенге."
    )
    assert read.date is None and read.outcome is None and read.kind is None
    assert asked(read) == [("debt", 50_000)]


def test_the_day_below_the_last_demand_is_no_part_of_it() -> None:
    read = read_text(
        "ЗАЯВЛЕНИЕ\nо взыскании долга\nДолг не возвращён.\nПрошу взыскать долг 50 000 тенге.\n7 июня 2025 года"
    )
    assert [one.value.demand for one in read.claims] == ["взыскать долг 50 000 тенге"]
    assert read.filed is not None and read.filed.value == date(2025, 6, 7)


def test_an_act_that_speaks_of_a_claim_stays_an_act() -> None:
    read = read_text(
        "ОПРЕДЕЛЕНИЕ\n3 марта 2025 года\nПроболинский районный суд, рассмотрев исковое заявление Пробного Е.О. о взыскании долга,\n"
        "УСТАНОВИЛ:\nВ иске сказано: «прошу взыскать долг». Подписи нет.\nОПРЕДЕЛИЛ:\nИсковое заявление возвратить."
    )
    assert read.date is not None and read.date.value == date(2025, 3, 3)
    assert read.outcome is not None and read.kind is not None


ACT = """РЕШЕНИЕ
3 марта 2025 года
Проболинский районный суд, рассмотрев гражданское дело по иску Пробного Е.О. к Мерному С.Т. о {subject},
УСТАНОВИЛ:
{story}
Суд считает иск верным отчасти.
РЕШИЛ:
Иск удовлетворить частично. Взыскать с Мерного С.Т. ущерб в сумме 640 000 тенге. В остальной части иска отказать.
"""


def test_an_act_gives_every_demand_that_its_story_tells_with_a_sum() -> None:
    story = "Истец обратился в суд с иском к ответчику о взыскании 640 000 тенге в возмещение ущерба и 150 000 тенге морального вреда."
    read = read_text(ACT.format(subject="возмещении ущерба от залива", story=story))
    assert asked(read) == [("damages", 640_000), ("moral_harm", 150_000)]
    assert [one.value.outcome and one.value.outcome.value for one in read.claims] == ["granted", "denied"]
    assert read.claims[1].value.demand == "150 000 тенге морального вреда"


def test_an_act_gives_each_demand_of_its_heading_its_own_sum() -> None:
    story = "Истец просит взыскать заработную плату 712 300 тенге, пеню 41 150 тенге, компенсацию морального вреда 200 000 тенге."
    read = read_text(
        ACT.format(subject="взыскании заработной платы, пени и компенсации морального вреда", story=story)
    )
    assert asked(read) == ASKED


def test_a_thing_named_before_the_sum_is_no_demand_for_money() -> None:
    story = "Истец просит обратить взыскание на заложенный дом с земельным участком и взыскать с ответчика сумму долга 900 000 тенге."
    read = read_text(
        ACT.format(subject="взыскании долга, обращении взыскания на заложенное имущество", story=story)
    )
    assert [one.value.type for one in read.claims] == ["debt", "foreclosure"]
