"""Requisites of an act are ticked as they appear, in ru and kk, and never by a gap."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from tarazy.acts.delivery.header import JudgeShown, PartyShown
from tarazy.acts.desk.requisites import fold, lint, missing, requisites, speaks_of, tables
from tarazy.acts.text import ActText, Part, paragraph, points
from tests.acts.delivery.some_acts import a_header
from tests.acts.desk.test_contents_templates import EVERY, filled


@dataclass
class Asked:
    """A demand as the registry has it."""

    text: str
    amount: Decimal | None = None


WAGES = Asked("Взыскать заработную плату за июнь и июль", Decimal(842_600))
PENALTY = Asked("Взыскать пеню за задержку выплаты", Decimal(61_240))
RU = {
    "introduction": (
        "Алмалинский районный суд города Алматы в составе судьи Абеновой С.М., при секретаре Омаровой А.Б., "
        "рассмотрел дело по иску Нурлановой Айгуль к ТОО «Арна-Модель» о взыскании заработной платы с участием "
        "представителя истца Серикова Д.К.",
    ),
    "description": (
        "Истица просит взыскать заработную плату и пеню. Ответчик в отзыве иск не признал.",
        "В заседании стороны пояснили, что расчёт не производился.",
    ),
    "reasons": (
        "Суд установил, что истица работала у ответчика. Это подтверждается трудовым договором.",
        "Довод ответчика о тяжёлом положении суд отклоняет как необоснованный.",
        "Согласно статье 113 ТК плата выплачивается не реже одного раза в месяц.",
    ),
    "operative": (
        "Взыскать с ТОО «Арна-Модель» в пользу Нурлановой заработную плату 842 600 (восемьсот сорок две тысячи "
        "шестьсот) тенге.",
        "Во взыскании пени за задержку выплаты отказать.",
        "Взыскать государственную пошлину 8 426 (восемь тысяч четыреста двадцать шесть) тенге.",
        "Решение может быть обжаловано в апелляционном порядке в течение месяца.",
    ),
}
KK = {
    "introduction": (
        "Алматы қаласының Алмалы аудандық соты судья С.М. Абенованың төрағалығымен, хатшы А.Б. Омарованың "
        "қатысуымен Нұрланова Айгүлдің «Арна-Модель» ЖШС-ға жалақы өндіру туралы ісін талап қоюшының өкілі "
        "Серіковтің қатысуымен қарап,",
    ),
    "description": (
        "Талап қоюшы жалақыны өндіруді сұрайды. Жауапкер пікірінде талапты мойындамады.",
        "Отырыста тараптар түсінік берді.",
    ),
    "reasons": (
        "Сот талап қоюшының жұмыс істегенін анықтады. Бұл еңбек шартымен расталады, дәлелдемелер жеткілікті.",
        "Жауапкердің қаржылық жағдай туралы уәжі негізсіз.",
        "ЕК-нің 113-бабына сәйкес жалақы айына бір реттен сирек төленбейді.",
    ),
    "operative": (
        "«Арна-Модель» ЖШС-дан Нұрланова пайдасына 842 600 (сегіз жүз қырық екі мың алты жүз) теңге өндірілсін.",
        "Мемлекеттік баж 8 426 (сегіз мың төрт жүз жиырма алты) теңге өндірілсін.",
        "Шешімге бір ай ішінде апелляциялық шағым берілуі мүмкін.",
    ),
}
KK_HEADER: dict[str, Any] = {
    "language": "kk",
    "court": "Алматы қаласының Алмалы аудандық соты",
    "place": "Алматы қаласы",
    "judges": (JudgeShown(name="Абенова Сауле Маратқызы", short_name="Абенова С.М."),),
    "parties": (
        PartyShown(role="claimant", role_name="талап қоюшы", name="Нұрланова Айгүл Төлегенқызы", side="claim",
                   representatives=("Серіков Д.К.",)),
        PartyShown(role="defendant", role_name="жауапкер", name="«Арна-Модель» ЖШС", kind="company", side="defence"),
    ),
}  # fmt: skip


def written(language: str, **changed: Any) -> ActText:
    source = RU if language == "ru" else KK
    lines = {part: tuple(map(paragraph, lines)) for part, lines in source.items()}
    lines["operative"] = (points(*source["operative"][:-1]), paragraph(source["operative"][-1]))
    given = {
        "kind": "judgment",
        "language": language,
        "title": "Решение" if language == "ru" else "Шешім",
        "subtitle": "Именем Республики Казахстан" if language == "ru" else "Қазақстан Республикасының атынан",
    }
    return ActText.model_validate(given | lines | changed)


def header_in(language: str) -> Any:
    if language == "kk":
        return a_header(**KK_HEADER)
    parties = (
        PartyShown(role="claimant", role_name="истец", name="Нурланова Айгуль Толегенкызы", side="claim",
                   representatives=("Сериков Д.К.",)),
        PartyShown(role="defendant", role_name="ответчик", name="ТОО «Арна-Модель»", kind="company", side="defence"),
    )  # fmt: skip
    return a_header(parties=parties)


def ids(found: Any) -> set[str]:
    return {one.id for one in found}


def test_the_table_is_whole() -> None:
    assert lint() == []


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("known", [True, False], ids=["with its header", "by its words alone"])
def test_a_whole_judgment_misses_nothing(language: str, known: bool) -> None:
    claims = (WAGES, PENALTY) if language == "ru" else (Asked("Жалақыны өндіру", Decimal(842_600)),)
    left = missing(written(language), header_in(language) if known else None, claims if known else ())
    assert {one.id: one.words for one in left if known or one.id not in ("number", "date", "place")} == {}


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(
    ("part", "gone"),
    [
        ("introduction", {"court", "bench", "secretary", "parties", "representatives", "subject"}),
        ("description", {"demands", "response", "explanations"}),
        ("reasons", {"facts", "evidence", "evidence_rejected", "law"}),
        ("operative", {"conclusion", "each_claim", "costs", "appeal"}),
    ],
)
def test_what_a_part_had_is_missed_when_the_part_is_gone(language: str, part: str, gone: set[str]) -> None:
    left = missing(written(language, **{part: ()}), header_in(language), (WAGES,))
    also = {"explanations"} if part == "description" else set()  # a representative who came is said before
    assert gone - also <= ids(left)


def test_a_gap_is_no_requisite() -> None:
    act = filled("judgment", "judgment", "ru")
    states = {one.id: one.state for one in requisites(act, None, (Asked("Взыскать долг"),))}
    assert states["response"] == "unfinished" and states["costs"] == "unfinished"
    assert states["each_claim"] == "unfinished" and states["court"] == "present"
    assert states["appeal"] == "present"


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(("code", "kind"), EVERY)
def test_every_kind_of_act_has_its_requisites_and_a_template_does_not_make_them_all(
    code: str, kind: str, language: str
) -> None:
    found = requisites(filled(code, kind, language), None)
    assert found and all(one.name("kk") and one.name("ru") and one.norm for one in found)
    assert {one.part for one in found} <= {"", *(part.value for part in Part)}


def test_a_court_that_is_named_otherwise_is_not_named() -> None:
    other = a_header(court="Медеуский районный суд города Алматы")
    assert "court" in ids(missing(written("ru"), other))


def test_a_demand_without_an_answer_is_named() -> None:
    operative = (points(RU["operative"][0]), paragraph(RU["operative"][-1]))
    (left,) = [
        one
        for one in missing(written("ru", operative=operative), None, (WAGES, PENALTY))
        if one.id == "each_claim"
    ]
    assert left.state == "missing" and left.words == PENALTY.text


def test_sums_without_words_or_with_other_words_are_unfinished() -> None:
    for words in ("Взыскать 842 600 тенге, отказать в остальном.", "Взыскать 842 600 (восемьсот) тенге."):
        (left,) = [one for one in missing(written("ru", operative=(paragraph(words),))) if one.id == "sums"]
        assert left.state == "unfinished" and "842 600" in left.words and left.norm == "GPK 229"


def test_who_is_not_in_the_case_is_not_missed() -> None:
    header = header_in("ru").model_copy(update={"secretary": "", "parties": header_in("ru").parties[1:]})
    assert not {"secretary", "representatives"} & ids(requisites(written("ru"), header))


def test_a_ruling_that_is_not_challenged_needs_no_order_of_challenge() -> None:
    act = ActText(kind="ruling", language="ru", title="Определение")
    assert "appeal_of_ruling" not in ids(requisites(act, a_header(kind="ruling", code="acceptance")))
    assert "appeal_of_ruling" in ids(requisites(act, a_header(kind="ruling", code="refusal")))


@pytest.mark.parametrize(
    ("words", "claim", "speaks"),
    [
        ("Взыскать 842 600 тенге", WAGES, True),
        ("Взыскать 1 842 600 тенге", WAGES, False),
        ("Во взыскании пени за задержку отказать", PENALTY, True),
        ("Решение может быть обжаловано", PENALTY, False),
        ("что-то", Asked(""), False),
    ],
)
def test_a_passage_speaks_of_a_demand(words: str, claim: Asked, speaks: bool) -> None:
    assert speaks_of(words, claim) is speaks


def test_folding_keeps_places() -> None:
    assert fold("İЁ«Қ") == "İе«қ" and len(fold("İЁ«Қ")) == 4


def test_an_unknown_kind_has_no_requisites() -> None:
    assert requisites(ActText(kind="protocol", language="kk", title="Хаттама")) == []
    assert set(tables()["sets"]) == {
        "judgment", "appeal_ruling", "cassation_ruling", "ruling", "court_order", "sentence", "offence_ruling"
    }  # fmt: skip
