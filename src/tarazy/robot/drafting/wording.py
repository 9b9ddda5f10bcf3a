"""Values in the words of an act: sums in figures and words (GPK 229), dates, terms of the law pack, ru and kk."""

from __future__ import annotations

from datetime import date as Date
from decimal import Decimal
from functools import lru_cache

from num2words import num2words

from tarazy.law import Unit, load, time_limit
from tarazy.law.wording import kazakh
from tarazy.law.wording.dates import written_date
from tarazy.law.wording.numbers import in_words

_TENGE = {"ru": "тенге", "kk": "теңге"}
_TIYN = "тиын"
_UNITS_RU = {
    Unit.WORKING_DAYS: ("рабочего дня", "рабочих дней"),
    Unit.CALENDAR_DAYS: ("дня", "дней"),
    Unit.MONTHS: ("месяца", "месяцев"),
    Unit.YEARS: ("года", "лет"),
}
_UNITS_KK = {
    Unit.WORKING_DAYS: "жұмыс күні", Unit.CALENDAR_DAYS: "күн", Unit.MONTHS: "ай", Unit.YEARS: "жыл",
}  # fmt: skip


@lru_cache(maxsize=8192)
def money(amount: Decimal, language: str, case: str = "n") -> str:
    """«173 000 (сто семьдесят три тысячи) тенге», in Kazakh with the ending of the case; tiyn in figures."""
    whole = int(amount)
    tiyn = int((amount - whole) * 100)
    unit = _TENGE[language]
    tail = f" {tiyn:02d} {_TIYN}" if tiyn else ""
    said = f"{figures(whole)} ({in_words(whole, language)}) {unit}{tail}"
    return said + kazakh.ending(_TIYN if tiyn else unit, case) if language == "kk" else said


def figures(whole: int) -> str:
    """A whole number with unbreakable gaps between thousands."""
    return f"{whole:,}".replace(",", "\u00a0")


@lru_cache(maxsize=8192)
def day(date: Date, language: str, case: str = "n") -> str:
    """«5 марта 2026 года»; «2026 жылғы 5 наурыз», in Kazakh with the ending of the case («наурызда»).

    The case t says of what day a thing is: «наурыздағы».
    """
    said = written_date(date, language)
    if language != "kk":
        return said
    if case == "t":
        return kazakh.decline(said, "l") + ("гі" if kazakh.is_front(said) else "ғы")
    return kazakh.decline(said, case)


@lru_cache(maxsize=256)
def term(limit: str, language: str) -> str:
    """A time limit of the law pack: «десяти рабочих дней» (of a term), «он жұмыс күні». Raises `UnknownLimit`."""
    found = time_limit(load("kz"), limit)
    if language == "kk":
        return f"{in_words(found.length, 'kk')} {_UNITS_KK[found.unit]}"
    one, many = _UNITS_RU[found.unit]
    counted = num2words(found.length, lang="ru", case="g")
    return f"{counted} {one if found.length % 10 == 1 and found.length % 100 != 11 else many}"
