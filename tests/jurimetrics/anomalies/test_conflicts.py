"""Each rule finds its conflict in either language, says where it stands, and is silent on a sound act."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.jurimetrics.anomalies.card import AnomalyKind
from tarazy.jurimetrics.anomalies.conflicts import check_draft, find_conflicts
from tarazy.jurimetrics.decision import (
    Claim,
    Decision,
    Found,
    Instance,
    Money,
    NormRef,
    Outcome,
    PartName,
    Span,
)
from tests.jurimetrics.factories import claim, decision, reference

SUM = re.compile(r"\d{1,3}(?: \d{3})+(?= т[ге])")
LANGUAGES = ("ru", "kk")

REASONS = {
    "ru": "При таких данных суд считает, что иск о взыскании долга {} удовлетворению.",
    "kk": "Осындай мән-жайларда қарызды өндіру туралы талап {}.",
}
ENDS = {
    "ru": {"grant": "подлежит", "deny": "не подлежит"},
    "kk": {"grant": "қанағаттандырылуға жатады", "deny": "қанағаттандырылуға жатпайды"},
}
ORDERS = {
    "ru": {
        "grant": "Взыскать с ответчика сумму долга 300 000 тенге.",
        "deny": "В иске о взыскании долга отказать.",
    },
    "kk": {
        "grant": "Жауапкерден 300 000 теңге қарыз өндірілсін.",
        "deny": "Қарызды өндіру туралы талаптан бас тартылсын.",
    },
}


def act(
    reasons: str,
    operative: str,
    claims: tuple[Claim, ...] = (),
    *,
    language: str = "ru",
    on: date = date(2025, 5, 5),
    norms: tuple[tuple[NormRef, str], ...] = (),
    description: str = "",
) -> Decision:
    """An act with its sums read and the norms found where their words stand."""
    made = decision(
        "act",
        language=language,
        on=on,
        claims=claims,
        parts={
            PartName.DESCRIPTION: description,
            PartName.REASONING: reasons,
            PartName.OPERATIVE: operative,
        },
    )
    amounts = tuple(
        Found(
            value=Money(amount=Decimal(match.group().replace(" ", ""))),
            span=Span(start=match.start(), end=match.end()),
        )
        for match in SUM.finditer(made.text)
    )
    found = tuple(
        Found(value=norm, span=Span(start=made.text.index(words), end=made.text.index(words) + len(words)))
        for norm, words in norms
    )
    return made.model_copy(update={"amounts": amounts, "norms": found})


def kinds(made: Decision, today: date | None = None) -> list[str]:
    return [card.code for card in check_draft(made, today=today)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("reasons", "order"), [("grant", "deny"), ("deny", "grant")])
def test_an_operative_part_against_its_reasons_is_found(language: str, reasons: str, order: str) -> None:
    made = act(
        REASONS[language].format(ENDS[language][reasons]),
        ORDERS[language][order],
        (claim("debt", 300_000),),
        language=language,
    )
    (card,) = check_draft(made)
    assert card.kind is AnomalyKind.CONTRADICTION
    assert card.params["reasons"] == reasons
    first, second = (made.text[span.start : span.end] for span in card.spans)
    assert first in made.part(PartName.REASONING)
    assert second in made.part(PartName.OPERATIVE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("way", ["grant", "deny"])
def test_an_operative_part_that_follows_its_reasons_is_sound(language: str, way: str) -> None:
    made = act(
        REASONS[language].format(ENDS[language][way]),
        ORDERS[language][way],
        (claim("debt", 300_000),),
        language=language,
    )
    assert kinds(made) == []


def test_what_a_party_says_or_the_law_says_is_not_the_courts_conclusion() -> None:
    reasons = (
        "Ответчик полагает, что иск о взыскании долга не подлежит удовлетворению. "
        "Согласно статье 180 кодекса требование о долге не подлежит удовлетворению, если истёк срок. "
        "Иск о взыскании долга подлежит удовлетворению."
    )
    assert kinds(act(reasons, ORDERS["ru"]["grant"], (claim("debt", 300_000),))) == []


def test_a_partial_grant_contradicts_no_partial_conclusion() -> None:
    made = act(
        "Иск о взыскании долга подлежит частичному удовлетворению.",
        "Взыскать с ответчика долг 100 000 тенге. В остальной части иска отказать.",
        (claim("debt", 300_000),),
    )
    assert kinds(made) == []


@pytest.mark.parametrize(
    ("language", "reasons", "operative"),
    [
        (
            "ru",
            "Тяготы истца ничем не подтверждены, в этой части оснований для удовлетворения иска нет.",
            "Иск Образцова удовлетворить частично. Взыскать 300 000 тенге. В остальной части иска отказать.",
        ),
        (
            "ru",
            "Иск о компенсации морального вреда не подлежит удовлетворению.",
            "Исковые требования удовлетворить частично. В остальной части отказать.",
        ),
        (
            "kk",
            "Моральдық зиянды өтеу туралы талап қанағаттандырылуға жатпайды.",
            "Талап қою ішінара қанағаттандырылсын.",
        ),
    ],
)
def test_a_grant_in_part_contradicts_no_denial_of_one_of_several_claims(
    language: str, reasons: str, operative: str
) -> None:
    both = (claim("damages", 300_000), claim("moral_harm", 90_000))
    for claims in (both, both[:1]):
        assert kinds(act(reasons, operative, claims, language=language)) == []


@pytest.mark.parametrize(
    ("language", "operative"),
    [
        ("ru", "Взыскать с ответчика долг 300 000 тенге, неустойку 40 000 тенге, всего 350 000 тенге."),
        (
            "kk",
            "Жауапкерден қарыз 300 000 теңге, өсімпұл 40 000 теңге, барлығы 350 000 теңге өндірілсін.",
        ),
        (
            "ru",
            "Взыскать с ответчика всего 350 000 тенге, в том числе долг 300 000 тенге и пеню 40 000 тенге.",
        ),
    ],
)
def test_a_total_that_is_not_the_sum_of_its_parts_is_found(language: str, operative: str) -> None:
    cards = [
        card for card in check_draft(act("", operative, language=language)) if card.code == "total_differs"
    ]
    (card,) = cards
    assert (card.params["total"], card.params["added"]) == ("350000", "340000")
    assert len(card.spans) == 3


@given(st.lists(st.integers(1_000, 9_000_000), min_size=2, max_size=6), st.integers(0, 5))
def test_a_sum_is_found_wrong_exactly_when_it_is(parts: list[int], error: int) -> None:
    total = sum(parts) + error * 1_000
    words = ", ".join(f"сумму {part:,} тенге".replace(",", " ") for part in parts)
    made = act("", f"Взыскать {words}, итого " + f"{total:,}".replace(",", " ") + " тенге.")
    runs = {sum(parts[start:]) for start in range(len(parts))} | {
        sum(parts[:end]) for end in range(1, len(parts))
    }
    assert ("total_differs" in kinds(made)) == (total not in runs)


def test_costs_beside_the_total_are_not_counted_against_it() -> None:
    made = act(
        "", "Взыскать долг 300 000 тенге, пошлину 9 000 тенге, пеню 40 000 тенге, итого 349 000 тенге."
    )
    assert kinds(made) == []


def test_more_awarded_than_claimed_is_found() -> None:
    made = act("", "Взыскать долг 110 000 тенге.", (claim("debt", 100_000, Outcome.GRANTED, 110_000),))
    (card,) = check_draft(made)
    assert card.code == "awarded_above_claimed"
    assert card.params["claim"] == "debt"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "Договор заключён 31 июня 2025 года."),
        ("ru", "Расписка дана 30.02.2024."),
        ("kk", "Шарт 2025 жылғы 31 қыркүйекте жасалған."),
        ("ru", "Деньги переданы 29 февраля 2023 года."),
    ],
)
def test_a_day_that_no_calendar_has_is_found(language: str, words: str) -> None:
    made = act("", "", language=language, description=words)
    (card,) = check_draft(made)
    assert card.code == "no_such_day"
    assert re.search(r"\d", made.text[card.spans[0].start : card.spans[0].end])


@pytest.mark.parametrize("words", ["29 февраля 2024 года", "31.12.2025", "статья 12.31", "версия 2.13.2024"])
def test_days_that_exist_and_numbers_that_are_no_dates_are_sound(words: str) -> None:
    assert kinds(act("", "", description=words)) == []


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_no_real_day_is_called_impossible(day: date) -> None:
    assert kinds(act("", "", description=f"Дело начато {day:%d.%m.%Y}.", on=date(2050, 1, 1))) == []


def test_an_act_before_its_filing_is_found() -> None:
    made = decision("a", on=date(2025, 3, 1), filed=date(2025, 4, 1))
    assert kinds(made) == ["decided_before_filing"]


def test_a_review_before_the_act_under_review_is_found() -> None:
    made = decision(
        "a", on=date(2025, 3, 1), instance=Instance.APPEAL, reviewed=reference(on=date(2025, 4, 1))
    )
    assert kinds(made) == ["reviewed_before_act"]


def test_an_act_of_the_future_is_found() -> None:
    assert kinds(decision("a", on=date(2031, 1, 1)), date(2026, 1, 1)) == ["in_future"]
    assert kinds(decision("a", on=date(2031, 1, 1))) == []


def test_a_claim_without_an_answer_is_found() -> None:
    made = act(
        "",
        "Взыскать с ответчика долг 300 000 тенге. Взыскать государственную пошлину 9 000 тенге.",
        (claim("debt", 300_000, Outcome.GRANTED), claim("moral_harm", 50_000)),
    )
    (card,) = check_draft(made)
    assert card.code == "claim_unanswered"
    assert card.params == {"claim": "moral_harm", "amount": "50000", "currency": "KZT"}


@pytest.mark.parametrize(
    "operative",
    [
        "Взыскать долг 300 000 тенге. В остальной части иска отказать.",
        "Взыскать долг 300 000 тенге. В компенсации морального вреда отказать.",
        "Взыскать с ответчика 300 000 тенге и 50 000 тенге.",
    ],
)
def test_a_claim_answered_with_others_or_by_its_sum_is_answered(operative: str) -> None:
    made = act("", operative, (claim("debt", 300_000), claim("moral_harm", 50_000)))
    assert kinds(made) == []


def test_a_code_cited_before_it_was_in_force_is_found() -> None:
    norm = NormRef(code="APPK", article="84")
    made = act("Суд применяет статью 84 АППК.", "", norms=((norm, "статью 84 АППК"),), on=date(2020, 2, 2))
    (card,) = check_draft(made)
    assert card.code == "not_yet_in_force"
    assert made.text[card.spans[0].start : card.spans[0].end] == "статью 84 АППК"
    assert kinds(made.model_copy(update={"date": Found(value=date(2024, 2, 2))})) == []


TERM = NormRef(code="UK", article="188", part="3")


@pytest.mark.parametrize(
    ("language", "operative"),
    [
        ("ru", "По ч. 3 ст. 188 УК назначить лишение свободы на срок 9 (девять) лет."),
        ("ru", "По ч. 3 ст. 188 УК назначить лишение свободы сроком на 1 год 6 месяцев."),
        ("kk", "ч. 3 ст. 188 УК бойынша 9 (тоғыз) жыл мерзімге бас бостандығынан айыру тағайындалсын."),
    ],
)
def test_a_term_outside_the_range_of_its_article_is_found(language: str, operative: str) -> None:
    made = act("", operative, language=language, norms=((TERM, "ч. 3 ст. 188 УК"),))
    assert kinds(made) == ["imprisonment_years_out_of_range"]


def test_a_term_inside_the_range_of_its_article_is_sound() -> None:
    operative = "По ч. 3 ст. 188 УК назначить лишение свободы на 3 года."
    assert kinds(act("", operative, norms=((TERM, "ч. 3 ст. 188 УК"),))) == []


def test_a_fine_is_held_against_the_range_of_its_article() -> None:
    norm = NormRef(code="KOAP", article="612", part="2")
    words = "Наложить по ч. 2 ст. 612 КоАП штраф в размере {} месячных расчётных показателей."
    for index, code in ((20, []), (35, ["fine_index_out_of_range"])):
        made = act("", words.format(index), norms=((norm, "ч. 2 ст. 612 КоАП"),))
        assert kinds(made) == code


def test_conflicts_of_many_acts_come_act_by_act() -> None:
    acts = [decision(str(n), on=date(2025, 3, 1), filed=date(2025, 4, 1)) for n in range(3)]
    assert [card.act_id for card in find_conflicts(acts)] == ["0", "1", "2"]


def test_a_language_without_words_is_left_alone() -> None:
    assert kinds(act("Die Klage ist abzuweisen.", "Der Klage wird stattgegeben.", language="de")) == []
