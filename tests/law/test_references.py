"""Reading citations: each test is a sentence in the manner of acts, with the norms that it cites."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy import law

KZ, RU, KG = law.load("kz"), law.load("ru"), law.load("kg")


def cited(text: str, *packs: law.Jurisdiction, language: str | None = None) -> list[str]:
    """Norms in a short spelling: "GPK 226/2/-/3" for part 2, no paragraph, subparagraph 3."""
    found = []
    for match in law.parse_references(text, packs or KZ, language):
        for one in match.references:
            units = [unit or "-" for unit in (one.part, one.paragraph, one.subparagraph)]
            tail = "/" + "/".join(units) if any(unit != "-" for unit in units) else ""
            country = "" if one.jurisdiction == (packs or (KZ,))[0].id else one.jurisdiction + ":"
            found.append(f"{country}{one.code or '?'} {one.article}{tail}")
    return found


RUSSIAN = [
    ("на основании ст. 226 ГПК суд решил", ["GPK 226"]),
    ("согласно ст.226 ГПК РК", ["GPK 226"]),
    ("статьёй 226 Гражданского процессуального кодекса Республики Казахстан", ["GPK 226"]),
    ("по правилам статей 272, 293 ГК и статьи 8 ГПК", ["GK 272", "GK 293", "GPK 8"]),
    ("п.п. 1 и 2 ч. 3 ст. 15 ГК", ["GK 15/3/1/-", "GK 15/3/2/-"]),
    ("подпунктом 3) пункта 2 статьи 52 ТК", ["TK 52/-/2/3"]),
    ("пп. 3) п. 2 ст. 52 ТК", ["TK 52/-/2/3"]),
    ("статьи 9 (пункт 4) ГК", ["GK 9/-/4/-"]),
    ("статьи 9 (пункты 4, 5) ГК", ["GK 9/-/4/-", "GK 9/-/5/-"]),
    ("пунктов 1 и 2 части 1, части 3 статьи 15 ТК", ["TK 15/1/1/-", "TK 15/1/2/-", "TK 15/3/-/-"]),
    ("часть вторая статьи 8 ГПК", ["GPK 8/2/-/-"]),
    ("ст. 133-2, 267-1 – 267-4 ГПК", ["GPK 133-2", "GPK 267-1", "GPK 267-2", "GPK 267-3", "GPK 267-4"]),
    ("ст.ст. 223–226 ГПК", ["GPK 223", "GPK 224", "GPK 225", "GPK 226"]),
    ("ст. 105 ч. 2 п. «а» УК", ["UK 105/2/а/-"]),
    ("п. «а» и «в» ч. 2 ст. 105 УК", ["UK 105/2/а/-", "UK 105/2/в/-"]),
    ("ст. 152¹ ГК", ["GK 152-1"]),
    ("абзацем третьим пункта 4 статьи 15 ГК", ["GK 15/-/4/-"]),
    ("ГПК РК (ст. 226, 229)", ["GPK 226", "GPK 229"]),
    ("ГПК РК, ст. 226", ["GPK 226"]),
    ("ст. 8 ГПК, ст. 9", ["GPK 8", "? 9"]),
    ("подпункт 1) пункта 2 статьи 33 Закона РК от 2 апреля 2010 года № 261-IV", ["ZIP 33/-/2/1"]),
    (
        "ст. 33 Закона РК «Об исполнительном производстве и статусе судебных исполнителей»",
        ["ZIP 33"],
    ),
    ("ст. 5 Закона о защите прав потребителей", ["ZPP 5"]),
    ("статьи 24 Конституции Республики Казахстан", ["KRK 24"]),
    ("ст. 610 КоАП, ст. 665 НК", ["KOAP 610", "NK 665"]),
    ("ст. 15 ГК. Статья 16 того же кодекса, статья 7 настоящего Закона", ["GK 15", "GK 16", "? 7"]),
    ("ст. 15 ГК РФ и ст. 16 ГК РК", ["ru:GK 15", "GK 16"]),
    ("статьями 226, 229, пунктом 3 статьи 15 ГПК", ["GPK 226", "GPK 229", "GPK 15/-/3/-"]),
    ("ст. 15, 20 000 тенге и 16 марта 2026 года", ["? 15"]),
    ("ст. 99 Закона «О чём-то неизвестном»", ["? 99"]),
    ("ст. 226 ГПK (с латинской буквой)", ["GPK 226"]),
    ("по статье 226\nГражданского\nпроцессуального кодекса", ["GPK 226"]),
]


@pytest.mark.parametrize(("text", "norms"), RUSSIAN, ids=[text[:40] for text, _ in RUSSIAN])
def test_a_russian_citation_is_read(text: str, norms: list[str]) -> None:
    assert cited(text) == norms


KAZAKH = [
    ("АПК-нің 226-бабы", ["GPK 226"]),
    ("АПК-ның 226-бабына сәйкес", ["GPK 226"]),
    ("АПК 226-бабының 2-бөлігінің 3) тармақшасы", ["GPK 226/2/-/3"]),
    ("АПК-нің 226, 228-230-баптарын басшылыққа алып", ["GPK 226", "GPK 228", "GPK 229", "GPK 230"]),
    ("Қазақстан Республикасы Азаматтық процестік кодексінің 223-бабының 1-бөлігі", ["GPK 223/1/-/-"]),
    ("Қазақстан Республикасының Азаматтық кодексінің 272-бабына, 293-бабына", ["GK 272", "GK 293"]),
    ("АК 15-бабының 3-бөлігі және АПК 8-бабы", ["GK 15/3/-/-", "GPK 8"]),
    ("АПК-нің 133-2-бабы", ["GPK 133-2"]),
    ("ҚР ЕК 52-бабы 1-тармағының 1), 2) тармақшалары", ["TK 52/-/1/1", "TK 52/-/1/2"]),
    ("АПК-нің 8-бабының бірінші бөлігінде", ["GPK 8/1/-/-"]),
    ("АК-нің 15-бабы. Осы Кодекстің 16-бабы", ["GK 15", "GK 16"]),
    (
        "«Атқарушылық іс жүргізу және сот орындаушыларының мәртебесі туралы» Заңның 33-бабы 1-тармағының"
        " 2) тармақшасы",
        ["ZIP 33/-/1/2"],
    ),
    ("Неке (ерлі-зайыптылық) және отбасы туралы Кодексінің 139-бабы", ["KOBS 139"]),
    ("Конституцияның 24-бабы", ["KRK 24"]),
    ("226-бап", ["? 226"]),
    ("жарғының 5-бабы", []),
    ("баптар туралы 5 сөз", []),
]


@pytest.mark.parametrize(("text", "norms"), KAZAKH, ids=[text[:40] for text, _ in KAZAKH])
def test_a_kazakh_citation_is_read(text: str, norms: list[str]) -> None:
    assert cited(text) == norms


ENGLISH = [
    ("under Article 226(2) CPC", ["GPK 226/2/-/-"]),
    ("Articles 226, 228-230 of the Civil Procedure Code", ["GPK 226", "GPK 228", "GPK 229", "GPK 230"]),
    ("paragraph 2 of Article 15 of the Labour Code", ["TK 15/-/2/-"]),
    ("Article 9 of the Civil Code and Article 8 of the Civil Procedure Code", ["GK 9", "GPK 8"]),
    ("subparagraph 3) of paragraph 2 of Article 33 of the Law on Public Procurement", ["ZGZ 33/-/2/3"]),
    ("Article 5 of the Charter", []),
]


@pytest.mark.parametrize(("text", "norms"), ENGLISH, ids=[text[:40] for text, _ in ENGLISH])
def test_an_english_citation_is_read(text: str, norms: list[str]) -> None:
    assert cited(text) == norms


def test_russian_decisions_are_read_with_their_own_codes() -> None:
    text = (
        "Руководствуясь статьями 110, 167 - 170, 176 Арбитражного процессуального кодекса Российской"
        " Федерации, статьёй 213.6 Федерального закона от 26.10.2002 № 127-ФЗ «О несостоятельности"
        " (банкротстве)», суд"
    )
    assert cited(text, RU) == [
        *(f"APK {number}" for number in (110, 167, 168, 169, 170, 176)),
        "FZB 213.6",
    ]


def test_this_law_is_the_law_named_last_and_not_the_code() -> None:
    text = "ст. 20.6 Закона о банкротстве, ст. 156 АПК РФ. Статья 45 настоящего Федерального закона"
    assert cited(text, RU) == ["FZB 20.6", "APK 156", "FZB 45"]


def test_kyrgyz_citations_are_read() -> None:
    text = (
        "Кыргыз Республикасынын Үй-бүлө кодексинин 85, 86-беренелерине, ушул Кодекстин 112-беренесинин"
        " 2-пунктуна; КЖПКнин 439-441-беренелерин жана 448-беренесинин 1-бөлүгүнүн 3-пунктун"
    )
    assert cited(text, KG) == [
        "SK 85",
        "SK 86",
        "SK 112/-/2/-",
        "UPK 439",
        "UPK 440",
        "UPK 441",
        "UPK 448/1/3/-",
    ]


def test_an_abbreviation_means_what_its_language_means() -> None:
    assert cited("АПК 226-бабы", KZ) == ["GPK 226"]
    assert cited("ст. 226 АПК", RU, KZ) == ["APK 226"]


def test_what_is_no_law_is_no_citation() -> None:
    for text in (
        "пункт 4.1 Договора",
        "статья 5 Устава товарищества",
        "ст. 7 договора поставки",
        "20 ст ложки",
        "часть 2 квартиры",
        "в 2026 году статья расходов",
        "",
    ):
        assert cited(text) == []


def test_a_match_stands_where_it_says() -> None:
    text = "Суд, применив п. 2 ст. 15 ГК РК, взыскал долг."
    (match,) = law.parse_references(text, KZ)
    assert text[match.start : match.end] == "п. 2 ст. 15 ГК РК"
    assert match.code_source == "named"
    assert match.language == "ru"


def test_how_the_code_was_known_is_said() -> None:
    text = "ст. 1, п. 1 ст. 2 ГК, ст. 3 этого кодекса. Статья 4."
    sources = [match.code_source for match in law.parse_references(text, KZ)]
    assert sources == ["elided", "named", "pointed", "none"]


def test_a_range_too_wide_is_read_as_its_ends() -> None:
    assert cited("ст. 1-1124 ГК") == ["GK 1", "GK 1124"]


HOSTILE = [
    "ст. ",
    "1, ",
    "п. 1 ",
    "ст. 1-",
    "п. 1-60, 1-60 ст. 1-60, 1-60, 1-60 ",
    "статьи 1 (",
    "ст. 1 Закона от 1.1.2020 № 1 «О ",
    "«",
    "Заңының 1-бабы ",
    "АПК-нің ",
    "ст. 1 " + " " * 5_000,
    "ст. 1 ГК и ",
    "1",
    "Article 1(1)(1)(1)",
    "Кодекс Республики 1-бап ",
]


@pytest.mark.parametrize("piece", HOSTILE, ids=range(len(HOSTILE)))
def test_the_time_for_a_hostile_text_grows_only_with_its_length(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        took = []
        for _ in range(3):  # the least of three: a busy machine only ever makes a run longer
            start = time.process_time()
            law.parse_references(text, KZ)
            took.append(time.process_time() - start)
        return min(took)

    law.parse_references("ст. 1 ГК", KZ)
    short, long = seconds(5_000), seconds(40_000)
    assert long < max(32 * short, 0.5)  # eight times the length; the square would be 64 times


def test_reading_is_fast() -> None:
    sentence = (
        "Истец ссылается на п. 2 ст. 715 ГК, а ответчик указывает, что в силу статьи 722 Гражданского "
        "кодекса Республики Казахстан обязательство исполнено. Суд исследовал договор и расписку. "
    )
    text = sentence * 2_000
    start = time.process_time()
    found = law.parse_references(text, KZ)
    seconds = time.process_time() - start
    assert len(found) == 4_000
    assert len(text.encode()) / seconds > 500_000


PIECES = st.sampled_from(
    [
        *("ст. ", "статьями ", "п. ", "пп. ", "ч. ", "часть первая ", "абзац ", "Article ", "paragraph "),
        *("1", "226", "267-1", "152¹", "3)", "«а»", "20 000 тенге", "(2)", "1-60", "№ 261-IV"),
        *(", ", " и ", " - ", "-", " (", ") ", ". ", "\n", " ", "«", "»", " of "),
        *("ГПК", "ГК РФ", "Закона ", "этого кодекса", "Закона «О медиации»", "Устава", "CPC", "Civil Code"),
        *("АПК-нің ", "-бабы", "-бабының ", "-бөлігі", ") тармақшасы", "Заңының ", "осы Кодекстің ", "және "),
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(["ru", "kk", "en", None]))
def test_whatever_the_text_matches_are_in_order_apart_and_never_empty(
    text: str, language: str | None
) -> None:
    end = 0
    for match in law.parse_references(text, (KZ, RU), language):
        assert end <= match.start < match.end <= len(text)
        assert match.references
        assert all(one.article[0].isdigit() for one in match.references)
        assert (match.code_source == "none") == all(one.code is None for one in match.references)
        end = match.end


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    law.parse_references(text, (KZ, RU, KG))
