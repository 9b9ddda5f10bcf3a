"""Amounts and dates in Russian and Kazakh, as court acts write them."""

from __future__ import annotations

from datetime import date as Date
from decimal import Decimal

from tarazy.law.wording.dates import MONTHS, written_date
from tarazy.law.wording.numbers import in_words, plural_ru

__all__ = ["MONTHS", "figures", "in_words", "long_date", "money", "plural_ru", "short_date"]


def figures(amount: Decimal | int) -> str:
    """Whole units with a space between thousands: 1 250 000."""
    return f"{int(amount):,}".replace(",", " ")


def money(amount: Decimal | int, language: str, words: bool) -> str:
    """An amount in tenge in figures, with words in brackets if asked (GPK 229 wants both in the operative part)."""
    unit = "тенге" if language == "ru" else "теңге"
    if words:
        return f"{figures(amount)} ({in_words(int(amount), language)}) {unit}"
    return f"{figures(amount)} {unit}"


def long_date(day: Date, language: str) -> str:
    """15 марта 2024 года; 2024 жылғы 15 наурыз."""
    return written_date(day, "ru" if language == "ru" else "kk")


def short_date(day: Date) -> str:
    """15.03.2024."""
    return f"{day.day:02d}.{day.month:02d}.{day.year}"
