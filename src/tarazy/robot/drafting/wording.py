"""Values in the words of an act: sums in figures and words (GPK 229), dates, terms of the law pack, ru and kk."""

from __future__ import annotations

from datetime import date as Date
from decimal import Decimal
from functools import lru_cache

from tarazy.acts.desk.amounts import written_amount
from tarazy.law import Unit, load, time_limit
from tarazy.law.wording import kazakh
from tarazy.law.wording.dates import written_date
from tarazy.law.wording.numbers import in_words, in_words_of

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
    """«173 000 (сто семьдесят три тысячи) тенге», in Kazakh with the ending of the case («теңгені»)."""
    said = written_amount(amount, language)
    return kazakh.decline(said, case) if language == "kk" else said


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
    counted = in_words_of(found.length, "g")
    return f"{counted} {one if found.length % 10 == 1 and found.length % 100 != 11 else many}"
