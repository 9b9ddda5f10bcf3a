"""Sums in figures and words, both ways, in ru and kk."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.acts.desk.amounts import CURRENCIES, amount_in_words, find_amounts, written_amount

AMOUNTS = st.decimals(min_value=0, max_value=10**12, places=2) | st.sampled_from(
    [Decimal(10) ** power for power in range(13)]
)


@pytest.mark.parametrize(
    ("amount", "language", "currency", "written"),
    [
        ("842600", "ru", "KZT", "842 600 (восемьсот сорок две тысячи шестьсот) тенге"),
        ("842600", "kk", "KZT", "842 600 (сегіз жүз қырық екі мың алты жүз) теңге"),
        ("1000", "kk", "KZT", "1 000 (бір мың) теңге"),
        ("21000.01", "ru", "KZT", "21 000 (двадцать одна тысяча) тенге 01 (один) тиын"),
        ("102.52", "ru", "RUB", "102 (сто два) рубля 52 (пятьдесят две) копейки"),
        ("1.21", "ru", "RUB", "1 (один) рубль 21 (двадцать одна) копейка"),
        ("11.14", "ru", "USD", "11 (одиннадцать) долларов США 14 (четырнадцать) центов"),
        ("2000000000.50", "ru", "KZT", "2 000 000 000 (два миллиарда) тенге 50 (пятьдесят) тиынов"),
        ("2000000000.50", "kk", "KZT", "2 000 000 000 (екі миллиард) теңге 50 (елу) тиын"),
        ("1000000000000", "ru", "KZT", "1 000 000 000 000 (один триллион) тенге"),
        ("0.995", "ru", "KZT", "1 (один) тенге"),
        ("0", "kk", "KZT", "0 (нөл) теңге"),
    ],
)
def test_a_sum_is_written_so_that_noun_and_number_agree(
    amount: str, language: str, currency: str, written: str
) -> None:
    assert written_amount(Decimal(amount), language, currency).replace("\u00a0", " ") == written


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("currency", sorted(CURRENCIES))
@given(amount=AMOUNTS)
def test_a_written_sum_is_found_whole_and_its_words_agree(
    language: str, currency: str, amount: Decimal
) -> None:
    written = written_amount(amount, language, currency)
    text = f"Взыскать {written}, остальное отклонить."
    (found,) = find_amounts(text, language)
    assert (found.amount, found.currency, found.state) == (amount, currency, "agree")
    assert text[found.start : found.end] == written


@pytest.mark.parametrize("language", ["kk", "ru"])
@given(amount=AMOUNTS, other=st.integers(min_value=0, max_value=10**12))
def test_words_of_another_sum_never_agree(language: str, amount: Decimal, other: int) -> None:
    words = amount_in_words(Decimal(other), language).rsplit(" ", 1)[0]
    text = written_amount(Decimal(int(amount)), language)
    spoiled = f"{text[: text.index('(')]}({words}) теңге"
    (found,) = find_amounts(spoiled, language)
    assert found.state == ("agree" if int(amount) == other else "disagree")


@pytest.mark.parametrize(
    ("text", "language", "amount", "state"),
    [
        ("в размере 842 600 (восьмисот сорока двух тысяч шестисот) тенге", "ru", "842600", "agree"),
        ("842 600 тенге (восемьсот сорок две тысячи шестьсот тенге)", "ru", "842600", "agree"),
        ("842 600 (восемьсот сорок две тысячи) тенге", "ru", "842600", "disagree"),
        ("842 600 (восемсот сорок две тысячи шестьсот) тенге", "ru", "842600", "unreadable"),
        ("842 600 (сегіз жүз қырық екі мың алты жүз) теңгені өндіру", "kk", "842600", "agree"),
        ("842 600 (сегіз жүз қырық екі мың) теңге", "kk", "842600", "disagree"),
        ("125,50 (сто двадцать пять тенге 50 тиын) тенге", "ru", "125.5", "agree"),
        ("долг 61 240 тенге (сумма пени)", "ru", "61240", "figures_only"),
        ("1,5 млн тенге", "ru", "1500000", "figures_only"),
        ("3 млрд. теңге", "kk", "3000000000", "figures_only"),
        ("61 240 ₸", "ru", "61240", "figures_only"),
        ("100 (бір жүз) АҚШ доллары", "kk", "100", "agree"),
    ],
)
def test_sums_as_acts_write_them_are_read(text: str, language: str, amount: str, state: str) -> None:
    (found,) = find_amounts(text, language)
    assert (found.amount, found.state) == (Decimal(amount), state)
    assert bool(found.expected) == (state != "agree")


@pytest.mark.parametrize(
    "text", ["дело № 7585-26-00-2/101", "статья 113 ТК", "5 марта 2026 года", "10 %", "20 МРП", "два тенге"]
)
def test_other_numbers_are_no_sums(text: str) -> None:
    assert find_amounts(text, "ru") == []


@given(st.text(alphabet="0123456789 ()тенгемлн.,один", max_size=400))
def test_any_text_is_read(text: str) -> None:
    for found in find_amounts(text, "ru"):
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize("amount", ["-1", "1000000000000000"])
def test_a_sum_that_has_no_words_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="1"):
        amount_in_words(Decimal(amount), "ru")
