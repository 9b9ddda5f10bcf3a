"""Addresses down to street and house, in Russian, Kazakh and English ways of writing them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tarazy.jurimetrics.anonymise.model import Kind
from tarazy.jurimetrics.anonymise.numbers import Spot, number_rules
from tarazy.jurimetrics.anonymise.words import UPPER


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], float], ...]:
    told = number_rules()["address"]
    street, place, house, flat = (rf"\b{told[one]}(?!\w)\.?" for one in ("street", "place", "house", "flat"))
    tail = rf"(?:[ \xa0](?:[{UPPER}][\w’'-]*|хана?|батыра?|жырау|би|жолы))*"
    name = rf"(?:(?:[{UPPER}]\.\s?){{0,2}}|\d{{1,2}}(?:-\w{{1,3}}|\s(?:лет|года))\s)[{UPPER}][\w’'-]*{tail}"
    number = r"№?\s?\d{1,4}(?:[\s-]?[а-яА-Яa-zA-Z](?![\w.]))?(?:[/-]\d{1,4}[а-яА-Я]?)?"
    gap = r"(?:,[\s\xa0]{0,2}|[ \xa0]{1,2})"
    index = r"(?:\d{6},?\s)?"
    town = rf"(?:(?:{place}\s?{name}|{name}[ \xa0](?i:области|обл\.|района|р-н\w*|облысы|ауданы|қаласы|ауылы)){gap})"
    homes = rf"(?:{gap}(?:{house}\s?)?{number})?(?:{gap}(?:{house}|{flat})\s?{number})*"
    russian = rf"{index}{town}*(?:{street}\s?{name}|{name}[ \xa0]{street}|\b{told['numbered']}\.?\s?\d{{1,2}}[А-Яа-я]?){homes}"
    simple = rf"{index}{town}+(?:{house})\s?{number}(?:{gap}(?:{house}|{flat})\s?{number})*"
    houses = (
        r"\b(?i:дом\w*|кварт\w*)\s?№?\s?\d{1,4}[а-яА-Я]?(?:/\d+)?,?\s(?i:кв(?:артир\w*|\.))\s?№?\s?\d{1,4}"
    )
    kazakh = (
        rf"{town}*(?:\b[{UPPER}\d][\w’'-]*(?:\s(?:[{UPPER}][\w’'-]*|хан|батыр|жырау|би|жолы|атындағы))*\s(?i:{told['kazakh_street']}))"
        rf"(?:{gap}(?:№?\s?\d{{1,4}}[а-яА-Я]?(?:/\w{{1,4}})?(?:[-\s]{{0,2}}(?i:үй|пәтер|корпус)\w*)?|(?i:үй|пәтер)\s\d{{1,4}}))*"
    )
    english = rf"\b\d{{1,4}}[-/]?\w?\s[A-Z][\w-]+\s{told['english_street']}(?:,\s(?:apt|flat)\.?\s*\d+)?"
    led = (
        rf"(?<![\w]){told['lead']}[\s:–(-]{{1,4}}(?:(?i:в|на|по)\s)?(?P<value>{index}(?:(?:{street}|{place}|{house}|{flat})\s?)*"
        rf"{name}(?:\s(?i:области|обл\.|района|облысы|ауданы|қаласы|ауылы|көшесі))?"
        rf"(?:,\s(?:(?:{street}|{place}|{house}|{flat})\s?|{name}\s(?i:область|обл\.|район|р-н|көшесі|үй|пәтер)|№?\s?\d{{1,4}}"
        rf"(?![\d.]|\s+[а-яё]{{3,}}))+(?:\s?{name})?)+)"
    )
    return (
        (re.compile(led), 0.95),
        (re.compile(russian), 0.9),
        (re.compile(simple), 0.85),
        (re.compile(kazakh), 0.9),
        (re.compile(english), 0.9),
        (re.compile(houses), 0.85),
    )


@lru_cache(maxsize=1)
def _signs() -> re.Pattern[str]:
    told = number_rules()["address"]
    return re.compile(
        rf"(?:\b{told['street']}[.\s]|\b{told['numbered']}|{told['kazakh_street']}|\bкв(?:артир|\.)|{told['lead']})|{told['english_street']}"
        rf"|\b(?i:д|дом)\b\.?\s?\d"
    )


def addresses_in(text: str) -> Iterator[Spot]:
    """Every address in the text; overlaps are possible."""
    if not _signs().search(text):
        return
    for pattern, sure in _patterns():
        for match in pattern.finditer(text):
            start, end = match.span("value") if "value" in pattern.groupindex else match.span()
            said = text[start:end]
            trimmed = said.rstrip(" ,;\xa0\n")
            if any(sign.isdigit() for sign in trimmed) or sure == 0.95:
                yield Spot(start, start + len(trimmed), Kind.ADDRESS, sure)
