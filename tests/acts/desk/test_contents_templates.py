"""Templates of acts: every act of the registry has one, in both languages; what is known stands in it, declined."""

from __future__ import annotations

import copy
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tarazy import law
from tarazy.acts.desk.case_fields import norm_words, template_text
from tarazy.acts.desk.template_lint import problems
from tarazy.acts.desk.templating import (
    GAP,
    Fields,
    Names,
    fill,
    gaps,
    norms_in,
    tables,
    template_of,
    term_words,
    title_and_subtitle,
)
from tarazy.acts.text import ActText, NormMark, NormOf, Part, marked
from tarazy.cases.filing_data import ClaimData, PartyData
from tarazy.cases.models import Case, Claim
from tarazy.cases.rulings import acts
from tarazy.jurimetrics.decision import Kind, PartName
from tarazy.jurimetrics.reading import read_text
from tests.cases.factories import NOW, a_claimant, a_court, a_judge, a_registered_case
from tests.people.factories import an_iin

EVERY = [(code, "judgment" if acts()[code].kind == "judgment" else acts()[code].kind) for code in acts()] + [
    ("judgment", kind) for kind in ("appeal_ruling", "cassation_ruling", "sentence", "offence_ruling")
]
FULL: dict[str, dict[str, str | Names]] = {
    "ru": {
        "court": Names((("Алмалинский районный суд города Алматы", "court"),)),
        "bench": "судьи Абеновой С.М.",
        "number": "7585-26-00-2/101",
        "secretary": Names((("Омарова А.Б.", "person"),)),
        "claimants": Names((("Ахметов Айдос Болатович", "person"), ("ТОО «Арна»", "company"))),
        "defendants": Names((("Серикова Алия Кайратовна", "person"),)),
        "accused": Names((("Сериков Нурлан Маратович", "person"),)),
        "claimant_role": Names((("истцы", "role"),)),
        "defendant_role": Names((("ответчик", "role"),)),
        "about": "о взыскании долга",
        "price": "842 600 (восемьсот сорок две тысячи шестьсот) тенге",
        "fee": "8 426 (восемь тысяч четыреста двадцать шесть) тенге",
    },
    "kk": {
        "court": Names((("Алматы қаласының Алмалы аудандық соты", "court"),)),
        "bench": "судья С.М. Абенованың төрағалығымен",
        "number": "7585-26-00-2/101",
        "secretary": Names((("Омарова А.Б.", "person"),)),
        "claimants": Names((("Ахметов Айдос Болатұлы", "person"), ("«Арна» ЖШС", "company"))),
        "defendants": Names((("Серікова Әлия Қайратқызы", "person"),)),
        "accused": Names((("Серіков Нұрлан Маратұлы", "person"),)),
        "claimant_role": Names((("талап қоюшылар", "role"),)),
        "defendant_role": Names((("жауапкер", "role"),)),
        "about": "қарызды өндіру туралы",
        "price": "842 600 (сегіз жүз қырық екі мың алты жүз) теңге",
        "fee": "8 426 (сегіз мың төрт жүз жиырма алты) теңге",
    },
}


def filled(code: str, kind: str, language: str, **more: Any) -> ActText:
    claims = {"ru": ("Взыскать долг.",), "kk": ("Қарызды өндіру.",)}[language]
    given: dict[str, Any] = {
        "words": FULL[language],
        "claims": claims,
        "norms": (NormOf(code="GPK", article="223"), NormOf(code="GPK", article="226")),
        "ruled": ("Бір.", "Екі."),
    }
    return fill(code, kind, Fields(language, **(given | more)))


def test_the_templates_have_both_languages_known_fields_and_norms() -> None:
    assert problems() == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda raw: raw["templates"]["judgment"].pop("kk"), "judgment kk: no introduction"),
        (lambda raw: raw["templates"]["judgment"]["ru"]["reasons"].append("{fees}"), "unknown field fees"),
        (lambda raw: raw["templates"]["judgment"]["ru"]["reasons"].append("{court.l}"), "court: no case l"),
        (
            lambda raw: raw["templates"]["sanction"]["ru"]["reasons"].append("{facts}"),
            "ask for different fields",
        ),
        (
            lambda raw: raw["templates"]["judgment"]["ru"]["reasons"].append("[статьёй 1 ГПК|XXX 1]"),
            "no code XXX",
        ),
        (
            lambda raw: raw["templates"]["judgment"]["ru"]["reasons"].append("[статьёй 1 ГПК|GPK 2]"),
            "doesn't read",
        ),
        (lambda raw: raw["templates"]["judgment"]["ru"]["reasons"].append("<fee|{fee}"), "isn't closed"),
        (lambda raw: raw["choice"].pop("free"), "free: no template"),
        (lambda raw: raw["choice"]["free"].update(term="tomorrow"), "no time limit tomorrow"),
        (lambda raw: raw["basis"]["ruling"]["norms"].append("ABC 1"), "no code ABC"),
    ],
)
def test_the_linter_finds_what_is_wrong(spoil: Any, said: str) -> None:
    raw = copy.deepcopy(tables())
    spoil(raw)
    assert any(said in one for one in problems(raw)), problems(raw)


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(("code", "kind"), EVERY)
def test_every_act_of_the_registry_has_its_template(code: str, kind: str, language: str) -> None:
    act = filled(code, kind, language)
    assert act.title and all(act.part(part) for part in (Part.INTRODUCTION, Part.REASONS, Part.OPERATIVE))
    words = act.plain()
    assert "{" not in words and "<" not in words and "|" not in words and ".." not in words
    assert FULL[language]["number"] in words
    nothing = fill(code, kind, Fields(language))
    assert gaps(nothing), "what isn't known is a visible gap"


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(("code", "kind"), EVERY)
def test_norms_of_a_template_read_as_they_are_marked(code: str, kind: str, language: str) -> None:
    act = filled(code, kind, language)
    marks = {
        (mark.attrs.code, mark.attrs.article)
        for _, piece in marked(act)
        for mark in piece.marks
        if isinstance(mark, NormMark)
    }
    read = {
        (one.code, one.article)
        for match in law.parse_references(act.plain(), law.load("kz"), language)
        for one in match.references
    }
    assert {("GPK", "223"), ("GPK", "226")} <= marks <= read


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_reader_of_acts_finds_the_parts_of_a_judgment_from_its_template(language: str) -> None:
    read = read_text(filled("judgment", "judgment", language).plain())
    assert read.kind is not None and read.kind.value is Kind.JUDGMENT
    operative, head = read.part(PartName.OPERATIVE), read.part(PartName.INTRODUCTION)
    assert GAP in operative and "2." in operative
    assert "Алмал" in head


def test_names_stand_in_the_case_that_the_sentence_asks_for() -> None:
    words = filled("judgment", "judgment", "ru").plain()
    assert "по иску Ахметова Айдоса Болатовича и ТОО «Арна» к Сериковой Алие Кайратовне" in words
    assert "при секретаре судебного заседания Омаровой А.Б." in words
    assert "через Алмалинский районный суд города Алматы в течение одного месяца" in words
    kk = filled("judgment", "judgment", "kk").plain()
    assert "Ахметов Айдос Болатұлы және «Арна» ЖШС-ның Серікова Әлия Қайратқызына қойған" in kk
    assert "бір ай ішінде Алматы қаласының Алмалы аудандық соты арқылы" in kk
    sentence = filled("judgment", "sentence", "ru").plain()
    assert "по обвинению Серикова Нурлана Маратовича" in sentence
    assert "Признать Серикова Нурлана Маратовича" in sentence


@pytest.mark.parametrize(
    ("code", "kind", "title", "subtitle"),
    [
        ("judgment", "judgment", "Решение", "Именем Республики Казахстан"),
        ("judgment", "sentence", "Приговор", "Именем Республики Казахстан"),
        ("judgment", "offence_ruling", "Постановление", ""),
        ("judgment", "appeal_ruling", "Постановление", ""),
        ("court_order", "court_order", "Судебный приказ", ""),
        ("acceptance", "ruling", "Определение о принятии к производству", ""),
    ],
)
def test_acts_are_given_in_the_name_of_the_republic_where_the_law_says_so(
    code: str, kind: str, title: str, subtitle: str
) -> None:
    assert title_and_subtitle(code, kind, "ru") == (title, subtitle)


def test_terms_come_from_the_law() -> None:
    limit = law.time_limit(law.load("kz"), "interlocutory_appeal")
    assert limit.length == 10 and term_words("interlocutory_appeal", "ru") == "десяти рабочих дней"
    assert term_words("interlocutory_appeal", "kk") == "он жұмыс күні"
    assert term_words("cassation", "ru") == "шести месяцев"
    assert term_words("sentence_appeal", "ru") == "пятнадцати суток"
    assert template_of("judgment", "judgment").term == "appeal"
    with pytest.raises(KeyError):
        term_words("no_such_limit", "ru")


@pytest.mark.parametrize(
    ("written", "articles"),
    [
        ("GPK 223-226", ["223", "224", "225", "226"]),
        ("GPK 267-4", ["267-4"]),
        ("GPK 241, 243", ["241", "243"]),
        ("GPK 100-200", ["100", "200"]),
    ],
)
def test_norms_of_tables_are_read(written: str, articles: list[str]) -> None:
    assert [one.article for one in norms_in(written)] == articles


def test_a_norm_is_said_in_the_language_of_the_act() -> None:
    assert norm_words("GPK 150-152", "ru") == "статьи 150, 151, 152 ГПК"
    assert norm_words("GPK 252", "kk") == "АПК-нің 252-бабы"


@pytest.fixture
def case() -> Case:
    by = a_claimant(family_name="Ахметов", given_name="Айдос", patronymic="Болатович")
    court = a_court(name_ru="Алмалинский районный суд города Алматы")
    defendant = PartyData(role="defendant", name="ТОО «Арна-Модель»", kind="company", bin="180340021558")
    claims = (
        ClaimData(demand="recover_debt", text="Взыскать долг по договору займа", amount=Decimal(500_000)),
    )
    case = a_registered_case(court, by, claims=claims, defendant=defendant, language="ru")
    case.proceedings.get().assignments.create(
        judge=a_judge(court, family_name="Абенова", given_name="Сауле", patronymic="Маратовна"),
        since=NOW - timedelta(days=1),
    )
    return case


@pytest.mark.django_db
def test_the_first_text_of_a_judgment_is_made_of_the_file_of_the_case(case: Case) -> None:
    act = template_text(case.proceedings.get(), "judgment", "judgment", now=NOW)
    words = act.plain().replace("\u00a0", " ")
    assert "Алмалинский районный суд города Алматы в составе судьи Абеновой С.М." in words
    assert "по иску Ахметова Айдоса Болатовича к ТОО «Арна-Модель»" in words
    assert "500 000 (пятьсот тысяч) тенге" in words
    assert "5 000 (пять тысяч) тенге" in words, "the state fee of the price"
    assert GAP in words and act.subtitle == "Именем Республики Казахстан"


@pytest.mark.django_db
def test_a_ruling_has_its_ground_and_norm_and_the_judge_s_own_words(case: Case) -> None:
    Claim.objects.filter(case=case).update(text="")
    act = template_text(
        case.proceedings.get(),
        "acceptance",
        "ruling",
        now=NOW,
        params={"language": "ru", "reasons": "Дело подсудно суду.\n\nПошлина уплачена.", "norm": "GPK 150"},
    )
    words = act.plain()
    assert "Дело подсудно суду." in words and "Пошлина уплачена." in words
    assert "Принять заявление к производству." in act.plain(Part.OPERATIVE)
    assert ("GPK", "150") in {
        (mark.attrs.code, mark.attrs.article)
        for _, piece in marked(act)
        for mark in piece.marks
        if isinstance(mark, NormMark)
    }
    assert iin_of(case) not in words, "no numbers of people in a ruling"


def iin_of(case: Case) -> str:
    return str(case.parties.first().iin or an_iin())  # type: ignore[union-attr]
