"""Conditions: small, safe, never raising on any answer."""

from __future__ import annotations

from datetime import date as Date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.cabinet.constructor.expressions import BadExpression, Known, evaluate, holds, parse

TODAY = Date(2026, 11, 23)
ANSWERS: dict[str, Any] = {
    "sum_owed": Decimal(5000), "written": "yes", "due": Date(2023, 11, 24), "kinds": ["refund", "moral"],
    "rows": [{"amount": Decimal(2)}, {"amount": Decimal(3)}, {"amount": None}], "who": {"kind": "company", "iin": None},
}  # fmt: skip
NAMES = frozenset({*ANSWERS, "unanswered"})


def value(text: str) -> Any:
    return evaluate(parse(text), Known(ANSWERS, NAMES, TODAY, Decimal(4325)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("written = yes", True), ("written != yes", False), ("not written = yes", False), ("not not written = yes", True),
        ("sum_owed > mci", True), ("sum_owed > 2 * mci", False), ("sum_owed + 1 = 5001", True),
        ("written = no or sum_owed >= 5000 and written = yes", True), ("(written = no or sum_owed > 1) and written = no", False),
        ("due < today", True), ("due = 2023-11-24", True), ("years_since(due) < 3", True), ("days_since(due) > 1000", True),
        ("has(kinds, moral)", True), ("has(kinds, damages)", False), ("moral in kinds", True),
        ("sum(rows.amount)", Decimal(5)), ("max(rows.amount)", Decimal(3)), ("count(rows)", Decimal(3)),
        ("who.kind = company", True), ("who.iin = who.iin", False), ("unanswered = yes", False), ("unanswered != yes", False),
        ("answered(unanswered)", False), ("answered(written)", True), ("unanswered + 1", None), ("sum_owed / 0", None),
        ("'yes' = written", True), ("due < 5", False), ("who = 5", False),
    ],
)  # fmt: skip
def test_a_condition_says_what_it_says(text: str, expected: Any):
    assert value(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "a =", "= a", "a = b c", "(a", "eval(a)", "a.__class__", "__import__('os')", "2026-02-30 = a", "a = \"x\"",
     "sum(a, b)", "has(a)", "a; b", "lambda", "(" * 200 + "a" + ")" * 200, "not " * 3 + "="],
)  # fmt: skip
def test_what_is_no_condition_is_refused(text: str):
    if text == "lambda":
        assert value(text) == "lambda"  # a plain word, and nothing more
        return
    with pytest.raises(BadExpression):
        parse(text)


@given(st.text(alphabet="abc=<>!()'.,+-*/0123456789 _andortinsumtoday", max_size=40))
def test_no_text_breaks_the_reading_or_the_judging(text: str):
    try:
        expression = parse(text)
    except BadExpression:
        return
    holds(expression, Known(ANSWERS, NAMES, TODAY, Decimal(1)))


def test_a_very_long_chain_of_negations_is_read():
    assert holds(parse("not " * 2000 + "written = yes"), Known(ANSWERS, NAMES, TODAY, Decimal(1)))
