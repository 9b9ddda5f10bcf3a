"""Numbers in words and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.law.wording.numbers import in_words, number_of

NUMBERS = st.integers(min_value=0, max_value=10**12) | st.sampled_from([10**power for power in range(15)])


@pytest.mark.parametrize("language", ["kk", "ru"])
@given(number=NUMBERS)
def test_a_number_in_words_is_read_back(language: str, number: int) -> None:
    assert number_of(in_words(number, language), language) == number


@pytest.mark.parametrize(
    ("language", "words", "number"),
    [
        ("kk", "бір жүз жиырма бес мың", 125_000),
        ("kk", "мың", 1_000),
        ("ru", "тысяча двести", 1_200),
        ("ru", "одна тысяча двести", 1_200),
        ("ru", "двадцать одна", 21),
        ("ru", "двадцать одиннадцать", None),
        ("ru", "тысяча миллион", None),
        ("ru", "сто сто", None),
        ("kk", "он жиырма", None),
        ("ru", "сто тенге", None),
        ("ru", "", None),
    ],
)
def test_words_out_of_order_are_no_number(language: str, words: str, number: int | None) -> None:
    assert number_of(words, language) == number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("восьмисот сорока двух тысяч шестисот", 842_600),
        ("четырехсот шестидесяти одного", 461),
        ("ста двадцатью пятью миллионами", 125_000_000),
    ],
)
def test_a_declined_russian_number_is_read(words: str, number: int) -> None:
    assert number_of(words, "ru") == number
