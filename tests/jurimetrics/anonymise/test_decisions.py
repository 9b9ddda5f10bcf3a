"""The public reads no name, number or address of a person, and spans still point to what they pointed to."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy.jurimetrics.anonymise import anonymiser_of, mask_decision, mask_with
from tarazy.jurimetrics.decision import Decision, Found, Party, PartyKind, PartyRole, Span
from tests.acts.factories import FAMILIES, a_decision, secret_words

INFLECTED = ["{}", "{}а", "{}у", "{}ым", "{}е", "{}ой", "{}тың", "{}қа", "{}тан", "{}пен"]


def of(
    text: str, *parties: tuple[str, PartyRole, PartyKind], language: str = "ru", **more: object
) -> Decision:
    return Decision(
        text=text,
        language=language,
        parties=tuple(Found(value=Party(name=name, role=role, kind=kind)) for name, role, kind in parties),
        **more,
    )


CLAIMANT, DEFENDANT, PERSON = PartyRole.CLAIMANT, PartyRole.DEFENDANT, PartyKind.PERSON


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_no_secret_of_a_party_is_left_anywhere_in_a_public_decision(language: str) -> None:
    for seed in range(12):
        decision = a_decision(seed, language=language)
        public = mask_decision(decision).model_dump_json()
        for secret in secret_words(decision):
            assert secret not in public


@pytest.mark.parametrize("form", INFLECTED)
@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_name_is_masked_in_every_case(family: str, form: str) -> None:
    word = form.format(family)
    decision = of(f"Доводы {word} приняты.", (f"{family} Айдос Болатович", CLAIMANT, PERSON))
    masked = mask_decision(decision).text
    assert re.fullmatch(r"Доводы Ист(?:ец|ца|цу|цом|це) приняты\.", masked)


def test_the_same_person_bears_the_same_mark_by_full_name_by_initials_and_inflected() -> None:
    text = "Сериков Нурлан Сапарович пояснил. Н.С. Сериков просил. Взыскать с Серикова Н.С. долг."
    masked = mask_decision(of(text, ("Сериков Нурлан Сапарович", DEFENDANT, PERSON))).text
    assert masked == "Ответчик пояснил. Ответчик просил. Взыскать с Ответчика долг."


def test_spouses_with_one_family_name_are_told_apart_by_initials() -> None:
    text = "Взыскать с Омарова А.Б. в пользу Омаровой Г.С. алименты."
    decision = of(
        text, ("Омарова Гульнара Сапаровна", CLAIMANT, PERSON), ("Омаров Асан Болатович", DEFENDANT, PERSON)
    )
    assert mask_decision(decision).text == "Взыскать с Ответчика в пользу Истца алименты."


def test_the_word_of_the_role_gives_way_with_the_name_and_its_case_is_kept() -> None:
    decision = of("В пользу истца Ахметова А.Б. взыскать.", ("Ахметов Айдос Болатович", CLAIMANT, PERSON))
    assert mask_decision(decision).text == "В пользу Истца взыскать."


def test_a_mark_is_in_the_language_of_the_act() -> None:
    party = ("Ахметов Айдос", CLAIMANT, PERSON)
    assert "Талап қоюшының" in mask_decision(of("Ахметовтың уәжі", party, language="kk")).text
    assert (
        "Claimant"
        in mask_decision(
            of("The argument of Akhmetov", ("Akhmetov Aidos", CLAIMANT, PERSON), language="en")
        ).text
    )


def test_people_that_the_reader_missed_are_masked_by_the_form_of_their_names() -> None:
    masked = mask_decision(
        of("Свидетель Иванов П.С. и Тестова Анна Петровна показали; А.К. Нурланов молчал.")
    ).text
    assert "Иванов" not in masked
    assert "Тестова" not in masked
    assert "Нурланов" not in masked


def test_judges_companies_and_places_keep_their_names() -> None:
    text = "Судья Касымов Е.Т. рассмотрел иск к ТОО «Абай-Модель» в Абайский район, Абай ауданы."
    decision = of(
        text,
        ("Абай Сериков", CLAIMANT, PERSON),
        ("ТОО «Модель»", DEFENDANT, PartyKind.COMPANY),
        judges=(Found(value="Касымов Е.Т.", span=Span(start=6, end=18)),),
    )
    masked = mask_decision(decision).text
    assert "Судья Касымов Е.Т." in masked
    assert "Абай ауданы" in masked


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("ИИН 850101300123", "850101300123"),
        ("телефон +7 701 123 45 67", "701 123"),
        ("почта aidos@example.kz", "aidos@"),
        ("счёт KZ12 3456 7890 1234 5678", "3456"),
        ("родился 12.03.1985 года рождения", "12.03.1985"),
        ("проживает по адресу: город Алматы, улица Абая, дом 5, квартира 10, обратился", "Абая"),
        ("Алматы қаласы, Абай көшесі, 5-үй, 10-пәтер", "Абай көшесі"),
        ("автомобиль 123 ABC 02", "123 ABC"),
    ],
)
def test_numbers_and_addresses_of_people_are_masked(text: str, gone: str) -> None:
    assert gone not in mask_decision(of(text)).text


def test_the_words_after_an_address_stay() -> None:
    masked = mask_decision(of("проживает по адресу: город Алматы, улица Абая, дом 5, обратился в суд")).text
    assert masked.endswith("обратился в суд")


def test_the_number_of_an_organisation_stays() -> None:
    assert "990140000123" in mask_decision(of("ТОО «Модель», БИН 990140000123")).text


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 500), language=st.sampled_from(["ru", "kk", "en"]))
def test_spans_stay_in_order_and_inside_the_text(seed: int, language: str) -> None:
    decision = a_decision(seed, language=language)
    public = mask_decision(decision)
    spans = list(public.parts.values())
    assert [public.text[span.start : span.end].strip() != "" for span in spans] == [True] * 4
    assert all(left.end == right.start for left, right in itertools.pairwise(spans))
    assert spans[-1].end == len(public.text)
    for norm in public.norms:
        assert norm.span is not None
        assert norm.value.article in public.text[norm.span.start : norm.span.end]


def test_further_spans_are_moved_with_the_text() -> None:
    decision = a_decision(3)
    start = decision.text.index("842 600")
    public, (moved,) = mask_with(decision, [Span(start=start, end=start + 7)])
    assert public.text[moved.start : moved.end] == "842 600"


def test_masking_twice_changes_nothing_more() -> None:
    decision = a_decision(1)
    once = mask_decision(decision)
    assert anonymiser_of(decision).apply(once.text) == once.text
