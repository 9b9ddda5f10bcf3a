"""Sums in figures and words (GPK 229): written so that noun and number agree, and read back to be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Literal

from tarazy.law.wording.numbers import MOST, in_words, number_of, number_words, plural_ru

State = Literal["agree", "disagree", "unreadable", "figures_only"]


@dataclass(frozen=True)
class Currency:
    """A currency's words: Russian after 1, 2 and 5 with their gender, Kazakh, which knows one form after numbers."""

    ru: tuple[str, str, str]
    kk: str
    minor_ru: tuple[str, str, str]
    minor_kk: str
    met: str  # how it is met in texts, a pattern
    feminine_minor: bool = False


CURRENCIES = {
    "KZT": Currency(
        ("тенге", "тенге", "тенге"), "теңге", ("тиын", "тиына", "тиынов"), "тиын",
        r"тенге|теңге\w{0,5}|тг\b\.?|₸|KZT",
    ),
    "USD": Currency(
        ("доллар США", "доллара США", "долларов США"), "АҚШ доллары", ("цент", "цента", "центов"), "цент",
        r"доллар\w{0,4}(?:\sСША)?|АҚШ\sдоллары?\w{0,3}|\$|USD",
    ),
    "EUR": Currency(("евро", "евро", "евро"), "еуро", ("цент", "цента", "центов"), "цент", r"евро|еуро\w{0,3}|€|EUR"),
    "RUB": Currency(
        ("рубль", "рубля", "рублей"), "рубль", ("копейка", "копейки", "копеек"), "тиын",
        r"руб(?:л\w{1,3})?\b\.?|₽|RUB", feminine_minor=True,
    ),
    "KGS": Currency(("сом", "сома", "сомов"), "сом", ("тыйын", "тыйына", "тыйынов"), "тыйын", r"сом(?:ов|а|у|ам|ды|ға)?\b|KGS"),
}  # fmt: skip
_MINOR = r"тиын\w{0,3}|тыйын\w{0,3}|коп(?:е[ей]к\w{0,3})?\b\.?|цент\w{0,3}"
_FIGURES = r"(?<![\d.,/№-])(?P<figures>\d{1,3}(?:[ \u00a0\u202f.]\d{3}){1,5}(?!\d)|\d{1,15})(?:[.,](?P<cents>\d{1,2})(?![\d.]))?"


@dataclass(frozen=True)
class FoundAmount:
    """A sum in a text at `[start, end)`: its figures, what its words say (None if none or unreadable), how they agree.

    `words` are the words in brackets as they stand; `expected` what they should be where they are missing or differ.
    """

    start: int
    end: int
    amount: Decimal
    currency: str
    words: str
    said: Decimal | None
    state: State
    expected: str = ""


def figures(amount: Decimal) -> str:
    """«1 250 000», «1 250 000,50»: thousands parted by hard spaces, so that a sum never breaks over two lines."""
    text = f"{amount:,.2f}" if amount != amount.to_integral_value() else f"{amount:,.0f}"
    return text.replace(",", "\u00a0").replace(".", ",")


def amount_in_words(amount: Decimal, language: str, currency: str = "KZT") -> str:
    """«двести пятьдесят тысяч тенге пятьдесят тиынов», «екі жүз елу мың теңге елу тиын».

    Rounded to hundredths, half up. Raises `ValueError` below 0 and from 10^15 on, `KeyError` for another currency.
    """
    whole, cents = _split(amount)
    words = f"{in_words(whole, language)} {noun(whole, language, currency)}"
    if cents:
        words += f" {_minor_words(cents, language, currency)}"
    return words


def written_amount(amount: Decimal, language: str, currency: str = "KZT") -> str:
    """«250 000 (двести пятьдесят тысяч) тенге 50 (пятьдесят) тиынов»: a sum as an operative part has it (GPK 229)."""
    whole, cents = _split(amount)
    text = f"{figures(Decimal(whole))} ({in_words(whole, language)}) {noun(whole, language, currency)}"
    if cents:
        one = CURRENCIES[currency]
        words = in_words(cents, language, feminine=one.feminine_minor)
        minor = plural_ru(cents, *one.minor_ru) if language == "ru" else one.minor_kk
        text += f" {cents:02d} ({words}) {minor}"
    return text


def noun(count: int, language: str, currency: str = "KZT") -> str:
    """The currency's name after a number, in the form that the number asks for."""
    one = CURRENCIES[currency]
    return plural_ru(count, *one.ru) if language == "ru" else one.kk


def find_amounts(text: str, language: str) -> list[FoundAmount]:
    """Every sum of money in a text, in order, with what its words in brackets say.

    Linear in the text. Words may stand before or after the currency, declined, with or without its name inside.
    """
    found = []
    for match in _pattern().finditer(text):
        amount = _amount(match)
        currency = next(code for code in CURRENCIES if match[f"c_{code}"])
        words = next((match[name].strip() for name in ("inner", "outer") if match[name]), "")
        if words and not _says_number(words, language):
            words = ""
        said = _said(words, amount, language) if words else None
        whole = Decimal(int(amount))
        state: State = "figures_only"
        if words:
            state = "unreadable" if said is None else "agree" if said in (amount, whole) else "disagree"
        expected = ""
        if state != "agree" and amount < MOST:
            expected = written_amount(amount, language, currency)
        found.append(FoundAmount(match.start(), match.end(), amount, currency, words, said, state, expected))
    return found


def _split(amount: Decimal) -> tuple[int, int]:
    cents = int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if cents < 0:
        raise ValueError(amount)
    return cents // 100, cents % 100


def _minor_words(cents: int, language: str, currency: str) -> str:
    one = CURRENCIES[currency]
    words = in_words(cents, language, feminine=one.feminine_minor)
    return f"{words} {plural_ru(cents, *one.minor_ru) if language == 'ru' else one.minor_kk}"


@cache
def _pattern() -> re.Pattern[str]:
    currency = "|".join(rf"(?P<c_{code}>{one.met})" for code, one in CURRENCIES.items())
    gap = r"[ \u00a0\u202f]{0,2}"
    many = rf"(?:{gap}(?P<many>тыс\.|тысяч\w{{0,2}}|мың|млн\.?|миллион\w{{0,3}}|млрд\.?|миллиард\w{{0,3}})(?![^\W\d_]))?"
    coins = rf"(?:,?{gap}(?P<coins>\d{{1,2}}){gap}(?:\([^()]{{0,60}}\){gap})?(?:{_MINOR}))?"
    words = r"\((?P<{}>[^()]{{2,240}})\)"
    return re.compile(
        rf"{_FIGURES}{many}{gap}(?:{words.format('inner')}{gap})?(?:{currency})(?:{gap}{words.format('outer')})?{coins}",
        re.IGNORECASE,
    )


_MULTIPLIERS = {"тыс": 10**3, "мың": 10**3, "млн": 10**6, "милли": 10**6, "млрд": 10**9}


def _amount(match: re.Match[str]) -> Decimal:
    amount = Decimal(re.sub(r"\D", "", match["figures"]))
    if match["cents"]:
        amount += Decimal(match["cents"].ljust(2, "0")) / 100
    if match["many"]:
        many = match["many"].lower()
        start = (
            "млрд"
            if many.startswith(("млрд", "миллиард"))
            else next(key for key in _MULTIPLIERS if many.startswith(key))
        )
        amount *= _MULTIPLIERS[start]
    if match["coins"]:
        amount += Decimal(match["coins"]) / 100
    return amount


def _tokens(words: str) -> Iterator[str]:
    return (one for one in re.findall(r"[^\W_]+", words.lower().replace("-", " ")))


def _says_number(words: str, language: str) -> bool:
    """Whether words in brackets mean a number at all: «(сумма долга)» doesn't."""
    known = number_words(language)
    return any(one in known for one in _tokens(words))


def _said(words: str, amount: Decimal, language: str) -> Decimal | None:
    """What the words say: a number up to the first word that is none, then cents if they are said too."""
    known = number_words(language)
    whole: list[str] = []
    rest: list[str] = []
    reading = whole
    for one in _tokens(words):
        if one in known:
            reading.append(one)
        elif one.isdigit():
            rest.append(one)
        elif re.fullmatch(_MINOR, one, re.IGNORECASE):
            break
        elif reading is whole:
            if not re.match(r"тенге|теңге|доллар|евро|еуро|рубл|сом|сша|ақш|и\b|және", one):
                return None  # a misspelt number must be looked at, not guessed
            reading = rest
    number = number_of(" ".join(whole), language)
    if number is None:
        return None
    cents = None
    if rest:
        cents = int(rest[-1]) if rest[-1].isdigit() else number_of(" ".join(rest), language)
    return Decimal(number) + Decimal(cents or 0) / 100
