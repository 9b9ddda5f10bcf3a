"""Whole numbers in words and back, in Russian and Kazakh, as papers of a court write them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

MOST = 10**15
_RU_ONES = ["ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"]
_RU_FEMININE = {1: "одна", 2: "две"}
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
    ("триллион", "триллиона", "триллионов"),
)
_KK_ONES = ["нөл", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз"]
_KK_TENS = ["-", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан"]
_KK_SCALES = ("", "мың", "миллион", "миллиард", "триллион")
# Ways of writing a word that are met beside the usual one.
_RU_OTHERWISE = {"одно": 1, "нуль": 0, "ста": 100}
_KK_OTHERWISE = {"ноль": 0, "жиырама": 20}


def plural_ru(count: int, one: str, few: str, many: str) -> str:
    """The Russian form of a noun after a whole number."""
    if count % 100 in range(11, 15):
        return many
    return one if count % 10 == 1 else few if count % 10 in (2, 3, 4) else many


@lru_cache(maxsize=2048)
def in_words(number: int, language: str, *, feminine: bool = False) -> str:
    """A whole number from 0 below 10^15 in words, nominative case; `feminine` for what is counted (ru only).

    Raises `ValueError` outside that range.
    """
    if not 0 <= number < MOST:
        raise ValueError(number)
    if number == 0:
        return "ноль" if language == "ru" else "нөл"
    words: list[str] = []
    for power in (4, 3, 2, 1, 0):
        triple = number // 1000**power % 1000
        if not triple:
            continue
        if language == "ru":
            words.append(_triple_ru(triple, power == 1 or (power == 0 and feminine)))
            if power:
                words.append(plural_ru(triple, *_RU_SCALES[power]))
        else:
            words.append(_triple_kk(triple))
            if power:
                words.append(_KK_SCALES[power])
    return " ".join(words)


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
        words.append(_RU_FEMININE.get(one, _RU_ONES[one]) if feminine else _RU_ONES[one])
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


@cache
def number_words(language: str) -> frozenset[str]:
    """Every word that a number of the language is made of."""
    values, scales = _values(language)
    return frozenset(values) | frozenset(scales)


def number_of(words: str, language: str) -> int | None:
    """The number that the words say, or None if they say none; the order of the words must be that of a number.

    «бір жүз» and «жүз» are both a hundred in Kazakh; «тысяча» and «одна тысяча» both a thousand in Russian.
    """
    values, scales = _values(language)
    total = 0
    group: int | None = None  # what was said since the last scale
    least = 10**18  # the next scale must be smaller than the last one
    room = 1000  # the next value inside a group must be smaller than this
    found = [word for word in re.split(r"[\s\-]+", words.lower()) if word]
    if not found:
        return None
    for word in found:
        if word in scales:
            scale = scales[word]
            if scale >= least:
                return None
            total += (1 if group is None else group) * scale
            group, least, room = None, scale, 1000
        elif word == "жүз" and language == "kk":
            if group is not None and not 0 < group < 10:
                return None
            group, room = (group or 1) * 100, 100
        elif word in values:
            value = values[word]
            if value >= room or (value == 0 and len(found) > 1):
                return None
            group = (group or 0) + value
            room = 100 if value >= 100 else 10 if value >= 20 or (language == "kk" and value >= 10) else 1
        else:
            return None
    return total + (group or 0)


@cache
def _values(language: str) -> tuple[dict[str, int], dict[str, int]]:
    if language == "ru":
        nominative, scales = _russian_values()
        return _with_cases(nominative), _with_cases(scales)
    values = {word: value for value, word in enumerate(_KK_ONES)} | _KK_OTHERWISE
    values |= {word: 10 * value for value, word in enumerate(_KK_TENS) if word != "-"}
    return values | {"жүз": 100}, {word: 1000**power for power, word in enumerate(_KK_SCALES) if power}


def _russian_values() -> tuple[dict[str, int], dict[str, int]]:
    values = {word: value for value, word in enumerate(_RU_ONES)}
    values |= {word: value for value, word in _RU_FEMININE.items()} | _RU_OTHERWISE
    values |= {word: 10 + value for value, word in enumerate(_RU_TEENS)}
    values |= {word: 10 * value for value, word in enumerate(_RU_TENS) if word != "-"}
    values |= {word: 100 * value for value, word in enumerate(_RU_HUNDREDS) if word != "-"}
    scales = {form: 1000**power for power, forms in enumerate(_RU_SCALES) if power for form in forms}
    return values, scales


def _with_cases(words: dict[str, int]) -> dict[str, int]:
    """Every case of each word: «в размере восьмисот сорока двух тысяч»; е written for ё as well."""
    found = dict(words)
    for word, value in words.items():
        for reading in morphology().parse(word):
            if {"NUMR", "NOUN", "ADJF"} & set(reading.tag.grammemes) and reading.word == word:
                if reading.tag.POS == "ADJF" and value != 1:
                    continue
                for form in reading.lexeme:
                    found.setdefault(form.word, value)
                    found.setdefault(form.word.replace("ё", "е"), value)
                break
    return found


@cache
def morphology() -> Any:
    """The Russian dictionary, loaded once."""
    import pymorphy3  # its dictionary takes a second to load: only for who reads words

    return pymorphy3.MorphAnalyzer()


def in_words_of(number: int, case: str) -> str:
    """A Russian number in a case, as `names` names cases: «десяти», «двадцати одного»; up to 999."""
    grammeme = {"g": "gent", "d": "datv", "a": "accs", "i": "ablt", "p": "loct"}[case]
    shown = []
    for word in in_words(number, "ru").split():
        reading = next(one for one in morphology().parse(word) if one.tag.POS in ("NUMR", "ADJF"))
        form = reading.inflect({grammeme} | ({"masc"} if reading.tag.POS == "ADJF" else set()))
        shown.append(str(form.word) if form else word)
    return " ".join(shown)
