"""What must hold for any text: no error, spans inside the text, line breaks that change nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy.jurimetrics.decision import Decision, Found, Span
from tarazy.jurimetrics.reading import Unreadable, normalise_case_number, person_root, read_text
from tarazy.jurimetrics.reading.flat import flatten

from . import acts

_WORDS = st.sampled_from(
    [
        "решение",
        "РЕШИЛ:",
        "УСТАНОВИЛ:",
        "Р",
        "Е",
        "Ш",
        "И",
        "Л",
        "от",
        "12",
        "марта",
        "2024",
        "года",
        "31.02.2024",
        "суд",
        "районный",
        "Тульский",
        "областной",
        "суда",
        "№",
        "2-1/2024",
        "А40-1/2024",
        "взыскать",
        "1",
        "000",
        "руб.",
        "ст.",
        "15",
        "ГК",
        "РФ",
        "Иванова",
        "А.Б.",
        "ФИО1",
        "ООО",
        "«А»",
        "к",
        "о",
        "взыскании",
        "жалобу",
        "на",
        "ШЕШТІ:",
        "қаулы",
        "сотының",
        "2026",
        "жылғы",
        "5",
        "наурыздағы",
        "шешіміне",
        "шағым",
        "теңге",
        "өндірілсін",
        "court",
        "appeal",
        "dismissed",
        "(",
        ")",
        ",",
        ".",
        ";",
        ":",
    ]
)


def _spans(read: Decision) -> Iterator[Span]:
    yield from read.parts.values()
    for name in Decision.model_fields:
        value = getattr(read, name)
        for found in value if isinstance(value, tuple) else (value,):
            if isinstance(found, Found) and found.span:
                yield found.span
    if read.reviewed:
        for found in (
            read.reviewed.court,
            read.reviewed.date,
            read.reviewed.case_number,
            read.reviewed.outcome,
        ):
            if found and found.span:
                yield found.span
    for claim in read.claims:
        for span in (claim.value.span, claim.value.outcome_span):
            if span:
                yield span


def _check(text: str) -> None:
    if not any(char.isalnum() for char in text):
        with pytest.raises(Unreadable):
            read_text(text)
        return
    read = read_text(text)
    for span in _spans(read):
        assert 0 <= span.start <= span.end <= len(text)
    assert Decision.model_validate_json(read.model_dump_json()) == read


@settings(max_examples=120, deadline=None)
@given(st.text(max_size=600))
def test_any_text_is_read_without_an_error(text: str) -> None:
    _check(text)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.one_of(_WORDS, st.text(max_size=5)), max_size=120), st.sampled_from([" ", "\n", "  ", "\t"])
)
def test_any_heap_of_court_words_is_read_without_an_error(words: list[str], gap: str) -> None:
    _check(gap.join(words))


@pytest.mark.parametrize("text", acts.ALL)
def test_values_can_be_read_again_at_their_spans(text: str) -> None:
    read = read_text(text)
    for number in read.case_numbers:
        assert number.span
        written = text[number.span.start : number.span.end]
        assert normalise_case_number(written) == normalise_case_number(number.value)
    for person in read.persons:
        assert person.span
        assert " ".join(text[person.span.start : person.span.end].split()) == person.value
    for party in read.parties:
        assert party.span
        assert " ".join(text[party.span.start : party.span.end].split()) == party.value.name
    assert read.date and read.date.span
    assert str(read.date.value.year) in text[read.date.span.start : read.date.span.end]
    for amount in read.amounts:
        assert amount.span
        digits = re.sub(r"\D", "", text[amount.span.start : amount.span.end])
        assert digits.startswith(str(int(amount.value.amount)))


def _told(read: Decision) -> tuple[object, ...]:
    return (
        read.kind and read.kind.value,
        read.instance and read.instance.value,
        read.date and read.date.value,
        tuple(number.value for number in read.case_numbers),
        read.court and read.court.value,
        read.outcome and read.outcome.value,
        read.review and read.review.value,
        tuple(claim.value.type for claim in read.claims),
        tuple(amount.value for amount in read.amounts),
    )


@pytest.mark.parametrize("text", acts.ALL)
@pytest.mark.parametrize("gap", [" ", "  ", "\n\n", "\r\n", "\u00a0", " \t "])
def test_line_breaks_and_double_spaces_change_nothing(text: str, gap: str) -> None:
    assert _told(read_text(re.sub(r"\s+", lambda _: gap, text))) == _told(read_text(text))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="абвР Е Ш И Л\n\t\u00ad\u200b:.", max_size=80))
def test_the_view_leads_back_to_the_text(text: str) -> None:
    flat = flatten(text)
    for place, char in enumerate(flat.text):
        origin = flat.origin(place)
        stuck = char == " " and flat.text[place + 1 : place + 2] == text[origin]
        assert (
            char == text[origin]
            or (char == " " and text[origin].isspace())
            or stuck
            or not text[origin].isalnum()
        )
    assert len(flat.low) == len(flat.text)


def test_spaced_letters_are_one_word() -> None:
    assert flatten("суд\nР Е Ш И Л :\nиск").low == "суд решил : иск"
    assert flatten("П О С Т А Н О В И Л\nг. Шуя").text == "ПОСТАНОВИЛ г. Шуя"


@pytest.mark.parametrize(
    "piece",
    [
        "суд ",
        "на решение ",
        "взыскать ",
        "Иванова А.",
        "1 000 ",
        '" а ',
        "от 1.",
        "а-",
        "А ",
        "ст. 1, ",
        "по иску А к Б о ",
    ],
)
def test_hostile_repetition_is_read_in_linear_time(piece: str) -> None:
    start = time.process_time()
    read_text(piece * (80_000 // len(piece)))
    assert time.process_time() - start < 6


def test_forms_of_a_name_have_one_root() -> None:
    forms = ["Ивановой А.Б.", "А.Б. Иванова", "Иванова Анна Борисовна", "Ивановой  Анны Борисовны"]
    assert len({person_root(form) for form in forms}) == 1
    assert person_root("ФИО1") != person_root("ФИО2")


def test_case_numbers_are_compared_without_spaces_and_look_alikes() -> None:
    assert normalise_case_number("A40-123 /2024") == normalise_case_number("А40-123/2024")
    assert normalise_case_number("№ 2а – 15\\2024") == "2А-15/2024"
    assert normalise_case_number("77RS0001-02-2023-001234-56") == "77RS0001-02-2023-001234-56"
