"""Numbers, amounts and dates in words, in Russian and Kazakh, as court acts write them."""

from __future__ import annotations

from datetime import date as Date
from decimal import Decimal
from functools import lru_cache

_RU_ONES = ["ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"]
_RU_TEENS = [
    "десять",
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
]
_RU_TENS = [
    "-",
    "-",
    "двадцать",
    "тридцать",
    "сорок",
    "пятьдесят",
    "шестьдесят",
    "семьдесят",
    "восемьдесят",
    "девяносто",
]
_RU_HUNDREDS = [
    "-",
    "сто",
    "двести",
    "триста",
    "четыреста",
    "пятьсот",
    "шестьсот",
    "семьсот",
    "восемьсот",
    "девятьсот",
]
_RU_SCALES = (
    ("", "", ""),
    ("тысяча", "тысячи", "тысяч"),
    ("миллион", "миллиона", "миллионов"),
    ("миллиард", "миллиарда", "миллиардов"),
)
_KK_ONES = ["нөл", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз"]
_KK_TENS = ["-", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан"]
_KK_SCALES = ("", "мың", "миллион", "миллиард")
MONTHS = {
    "ru": [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    "kk": [
        "қаңтар",
        "ақпан",
        "наурыз",
        "сәуір",
        "мамыр",
        "маусым",
        "шілде",
        "тамыз",
        "қыркүйек",
        "қазан",
        "қараша",
        "желтоқсан",
    ],
}


def plural_ru(count: int, one: str, few: str, many: str) -> str:
    """The Russian form of a noun after a whole number."""
    if count % 100 in range(11, 15):
        return many
    return one if count % 10 == 1 else few if count % 10 in (2, 3, 4) else many


@lru_cache(maxsize=4096)
def _triple_ru(number: int, feminine: bool) -> str:
    words: list[str] = []
    if number >= 100:
        words.append(_RU_HUNDREDS[number // 100])
    rest = number % 100
    if rest in range(10, 20):
        words.append(_RU_TEENS[rest - 10])
        return " ".join(words)
    if rest >= 20:
        words.append(_RU_TENS[rest // 10])
    one = rest % 10
    if one:
        words.append({1: "одна", 2: "две"}.get(one, _RU_ONES[one]) if feminine else _RU_ONES[one])
    return " ".join(words)


@lru_cache(maxsize=4096)
def _triple_kk(number: int) -> str:
    words: list[str] = []
    if number >= 100:
        words.append("жүз" if number < 200 else _KK_ONES[number // 100] + " жүз")
    if number % 100 >= 10:
        words.append(_KK_TENS[number % 100 // 10])
    if number % 10:
        words.append(_KK_ONES[number % 10])
    return " ".join(words)


@lru_cache(maxsize=2048)
def in_words(number: int, language: str) -> str:
    """A whole number from 0 below 10^12 in words, nominative case. Raises `ValueError` outside that range."""
    if not 0 <= number < 10**12:
        raise ValueError(number)
    if number == 0:
        return "ноль" if language == "ru" else "нөл"
    words: list[str] = []
    for power in (3, 2, 1, 0):
        triple = number // 1000**power % 1000
        if not triple:
            continue
        if language == "ru":
            words.append(_triple_ru(triple, power == 1))
            if power:
                words.append(plural_ru(triple, *_RU_SCALES[power]))
        else:
            words.append(_triple_kk(triple))
            if power:
                words.append(_KK_SCALES[power])
    return " ".join(words)


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
    month = MONTHS[language][day.month - 1]
    return f"{day.day} {month} {day.year} года" if language == "ru" else f"{day.year} жылғы {day.day} {month}"


def short_date(day: Date) -> str:
    """15.03.2024."""
    return f"{day.day:02d}.{day.month:02d}.{day.year}"
