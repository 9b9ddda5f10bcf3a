"""Wrong input is refused with a code for the words; right input is kept as it was meant."""

from __future__ import annotations

import random
from datetime import date as Date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy.cabinet.constructor.answers import read, typed
from tarazy.cabinet.constructor.fault_words import FAULTS
from tarazy.cabinet.constructor.forms import filled
from tarazy.cabinet.constructor.loading import definitions
from tarazy.cabinet.constructor.model import Question
from tests.cabinet.constructor.answering import TODAY, form_for, some_bin, some_iin

WAGES, DEBT, SUPPORT = (definitions()[name] for name in ("wages", "debt", "child_support"))
QUESTIONS = [question for one in definitions().values() for question in one.questions()]
SOURCE = random.Random(7)


def codes(question: Question | None, form: dict[str, Any]) -> list[str]:
    assert question is not None
    return [fault.code for fault in read(question, form, TODAY).faults]


def person(**changes: str) -> dict[str, str]:
    form = {"kind": "individual", "family_name": "Нұрланова", "given_name": "Дана", "iin": some_iin(SOURCE)}
    return {f"answer-{name}": value for name, value in (form | changes).items()}


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (person(iin="900101300001"), "bad_iin"), (person(iin="9001013"), "iin_digits"), (person(iin=""), "no_iin"),
        (person(iin="٩٠٠١٠١٣٠٠٠٠١"), "iin_digits"), (person(family_name=""), "no_family_name"),
        (person(given_name="Дана1"), "bad_name"), (person(patronymic="<b>"), "bad_name"), (person(kind="ghost"), "no_kind"),
        (person(kind="company"), "no_kind"),
    ],
)  # fmt: skip
def test_a_person_who_cannot_be_is_refused(form: dict[str, str], code: str):
    assert code in codes(WAGES.question("claimant"), form)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"bin": "123456789012"}, "bad_bin"),
        ({"bin": ""}, "no_bin"),
        ({"organisation": ""}, "no_organisation"),
    ],
)
def test_a_company_that_cannot_be_is_refused(changes: dict[str, str], code: str):
    form = {"kind": "company", "organisation": "«Дала» ЖШС", "bin": some_bin(SOURCE)} | changes
    assert code in codes(DEBT.question("claimant"), {f"answer-{name}": value for name, value in form.items()})


def test_the_other_sides_number_may_be_unknown():
    assert codes(DEBT.question("defendant"), person(iin="")) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("-5", "not_positive"), ("0", "not_positive"), ("abc", "not_a_number"), ("1e9", "not_a_number"), ("1.005", "too_exact"),
     ("99999999999999", "too_large"), ("NaN", "not_a_number"), ("1 000 00o", "not_a_number"), ("", "required"), ("−5", "not_positive")],
)  # fmt: skip
def test_a_sum_that_cannot_be_is_refused(text: str, code: str):
    assert codes(DEBT.question("debt"), {"answer": text}) == [code]


@pytest.mark.parametrize("text", ["1250000,50", "1 250 000.50", "1\u00a0250\u00a0000,50 ₸"])
def test_sums_are_read_as_people_write_them(text: str):
    question = DEBT.question("debt")
    assert typed(question, read(question, {"answer": text}, TODAY).value) == Decimal("1250000.50")


@pytest.mark.parametrize(
    ("parts", "code"),
    [(("24", "11", "2026"), "in_future"), (("31", "2", "2026"), "not_a_date"), (("1", "1", "26"), "not_a_date"),
     (("", "", ""), "required"), (("x", "1", "2026"), "not_a_date"), (("1", "1", "99999"), "not_a_date")],
)  # fmt: skip
def test_a_day_that_cannot_be_is_refused(parts: tuple[str, str, str], code: str):
    form = dict(zip(("answer-day", "answer-month", "answer-year"), parts, strict=True))
    assert codes(WAGES.question("employed_since"), form) == [code]


def test_today_is_not_in_the_future():
    form = {"answer-day": "23", "answer-month": "11", "answer-year": "2026"}
    assert codes(WAGES.question("employed_since"), form) == []


def test_a_child_whose_number_says_another_day_is_refused():
    form = {"answer-count": "1", "answer-0-child-family_name": "А", "answer-0-child-given_name": "Б",
            "answer-0-child-iin": some_iin(SOURCE), "answer-0-child-birth_date-day": "1",
            "answer-0-child-birth_date-month": "2", "answer-0-child-birth_date-year": "2020"}  # fmt: skip
    assert codes(SUPPORT.question("children"), form) == ["iin_birth_date"]


def test_contacts_must_reach_the_one_who_files():
    form = {"answer-region": "almaty", "answer-locality": "Алматы", "answer-street": "Абай, 1"}
    assert codes(WAGES.question("claimant_contact"), form) == ["no_contact"]
    assert codes(WAGES.question("defendant_contact"), form) == []
    assert "bad_phone" in codes(WAGES.question("claimant_contact"), form | {"answer-phone": "12"})
    assert "bad_email" in codes(WAGES.question("claimant_contact"), form | {"answer-email": "a@b"})
    assert "no_region" in codes(
        WAGES.question("claimant_contact"), form | {"answer-region": "mars", "answer-email": "a@b.kz"}
    )


@pytest.mark.parametrize("number", ["7585-26-00-2/101", "3599-24-00-2а/2151", " 7585 - 26-00-2\\101 "])
def test_case_numbers_are_read_with_spaces_and_slips(number: str):
    question = definitions()["motion"].question("case_number")
    assert read(question, {"answer": number}, TODAY).faults == []
    assert codes(question, {"answer": "12/3"}) == ["bad_case_number"]


@given(seed=st.integers(0, 2**32), number=st.integers(0, len(QUESTIONS) - 1))
def test_a_kept_answer_fills_the_form_that_gave_it(seed: int, number: int):
    question = QUESTIONS[number]
    first = read(question, form_for(question, random.Random(seed)), TODAY)
    if first.faults or first.value is None:
        return
    again = read(question, filled(question, first.value), TODAY)
    assert again.value == first.value and not again.faults


@given(
    number=st.integers(0, len(QUESTIONS) - 1),
    text=st.text(max_size=30), other=st.text(alphabet="0123456789-.,{}<>", max_size=14),
)  # fmt: skip
def test_no_form_breaks_the_reading(number: int, text: str, other: str):
    question = QUESTIONS[number]
    form = dict.fromkeys(form_for(question, random.Random(1)), text) | {
        "answer-count": other,
        "answer": other,
    }
    reading = read(question, form, TODAY)
    typed(question, reading.value)
    assert all(fault.code in FAULTS for fault in reading.faults)


@settings(max_examples=30)
@given(
    st.recursive(
        st.none() | st.text() | st.integers(), lambda kids: st.lists(kids) | st.dictionaries(st.text(), kids)
    )
)
def test_a_damaged_answer_is_an_unknown_one(value: Any):
    for name in ("employed_since", "claimant", "arrears", "evidence", "penalty_sum", "claimant_contact"):
        typed(WAGES.question(name), value)


def test_the_birth_date_comes_from_the_number():
    question = WAGES.question("claimant")
    iin = some_iin(random.Random(9))
    known = typed(question, read(question, person(iin=iin), TODAY).value)
    assert isinstance(known["birth_date"], Date) and known["birth_date"].strftime("%y%m%d") == iin[:6]
