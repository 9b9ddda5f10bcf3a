"""Which code stands beside an article: its name, its abbreviation, a law by number or title, a pointer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .grammar import Grammar, Named, law_number

WINDOW = 320
"""How far before an article its law's name is looked for, in characters; titles of laws are long."""
TITLE = 400
"""How far the closing quote of a law's title is looked for."""
_QUOTE = re.compile(r"\s{0,4}[«\"“„]?\s{0,2}")
_CLOSE = re.compile(r"[^»\"”]{0,400}[»\"”]")
_ABOUT = re.compile(r"\s{0,4}[«\"“„]?\s{0,2}(?:[Оо]б?|ПРО|[Oo]n)\s")
_TAIL = re.compile(r"[\s,:(«\"]{0,6}(?:\([^()]{1,80}\)\s{0,3})?\Z")
_BRACKET = re.compile(r"\s{0,3}[(:,]\s{0,3}\Z")


@dataclass(frozen=True, slots=True)
class Naming:
    """What stands beside an article: a code by name, a pointing word («the same code»), a document no law.

    `to_law`: the pointing word points to a law, not to a code.
    """

    kind: Literal["named", "pointed", "document"]
    start: int
    end: int
    named: Named | None = None
    to_law: bool = False


def name_after(text: str, position: int, grammar: Grammar) -> Naming | None:
    """The code named right after `position` («… ГПК РК»), or None."""
    lead = grammar.before_name.match(text, position)
    start = lead.end() if lead else position
    if found := grammar.names.match(text, start):
        country, end = _country_after(text, found.end(), grammar)
        named = Named(grammar.meanings[(found.lastindex or 1) - 1], start, end, country)
        return Naming("named", start, end, named)
    if found := grammar.law.match(text, start):
        law = _law_after(text, found, grammar)
        if law is not None:
            return Naming("named", start, law.end, law)
        return Naming("pointed", start, found.end(), to_law=True)
    if (found := grammar.number.match(text, position)) and law_number(found[1]) in grammar.numbers:
        country, code = grammar.numbers[law_number(found[1])]
        return Naming(
            "named", start, found.end(), Named({country: code}, start, found.end(), country, is_law=True)
        )
    if found := grammar.pointed.match(text, start):
        return Naming("pointed", start, found.end(), to_law=_is_law(found, grammar))
    if found := grammar.document.match(text, start):
        return Naming("document", start, found.end())
    return None


def name_before(text: str, position: int, floor: int, grammar: Grammar) -> Naming | None:
    """The code named right before `position`, not reaching back beyond `floor`, or None.

    Where the code comes first (Kazakh) it stands beside the article; elsewhere a bracket, colon or
    comma parts them: «ГПК РК (ст. 226)».
    """
    reach = max(floor, position - WINDOW)
    window = text[reach:position]
    if not grammar.number_first and not _BRACKET.search(window[-8:]):
        return None
    tail = _TAIL if grammar.number_first else _BRACKET
    best: Naming | None = None
    for found in grammar.names.finditer(window):
        country, end = (None, found.end())
        if not grammar.number_first:
            country, end = _country_after(window, found.end(), grammar)
        if tail.match(window, end):
            start = found.start()
            if grammar.number_first:
                country, start = _country_before(window, start, grammar)
            meanings = grammar.meanings[(found.lastindex or 1) - 1]
            best = Naming("named", reach + start, position, Named(meanings, reach + start, position, country))
    if best is not None or not grammar.number_first:
        return best
    return _law_before(window, reach, position, grammar)


def _law_before(window: str, reach: int, position: int, grammar: Grammar) -> Naming | None:
    """A law before its article, «… туралы» Заңының 33-бабы: known by title or number, else pointed at."""
    head = next((found for found in grammar.law.finditer(window) if _TAIL.match(window, found.end())), None)
    if head is None:
        return _pointed_before(window, reach, position, grammar)
    before = window[: head.start()]
    country, start = None, head.start()
    for found in grammar.countries.finditer(before):
        country = grammar.country_ids[(found.lastindex or 1) - 1]
    for found in grammar.number.finditer(before):
        if (known := grammar.numbers.get(law_number(found[1]))) is not None:
            named = Named({known[0]: known[1]}, reach + found.start(), position, known[0], is_law=True)
            return Naming("named", reach + found.start(), position, named)
    last = None
    for found in grammar.titles.finditer(before):
        last = found
    if last is not None:
        start = last.start() - (1 if before[: last.start()].endswith(("«", '"', "“", "„")) else 0)
        meanings = grammar.title_meanings[(last.lastindex or 1) - 1]
        nearer, start = _country_before(window, start, grammar)
        country = country or nearer
        named = Named(meanings, reach + start, position, country, is_law=True)
        return Naming("named", reach + start, position, named)
    pointed = _pointed_before(window, reach, position, grammar)
    if pointed is not None:
        return pointed
    return Naming("named", reach + start, position, Named({}, reach + start, position, country, is_law=True))


def _pointed_before(window: str, reach: int, position: int, grammar: Grammar) -> Naming | None:
    for found in grammar.pointed.finditer(window):
        if _TAIL.match(window, found.end()):
            return Naming("pointed", reach + found.start(), position, to_law=_is_law(found, grammar))
    for found in grammar.document.finditer(window):
        if _TAIL.match(window, found.end()):
            return Naming("document", reach + found.start(), position)
    return None


def _law_after(text: str, head: re.Match[str], grammar: Grammar) -> Named | None:
    """A law by what follows the word: country, date, number, title in any order. None if nothing follows."""
    position, meanings = head.end(), None
    country = next((one for one, mark in grammar.marks if mark.search(head[0])), None)
    described = False
    for _ in range(5):
        before = position
        named_country, position = _country_after(text, position, grammar)
        country, described = named_country or country, described or named_country is not None
        if grammar.date is not None and (found := grammar.date.match(text, position)):
            position, described = found.end(), True
        if found := grammar.number.match(text, position):
            position, described = found.end(), True
            if (known := grammar.numbers.get(law_number(found[1]))) is not None:
                country, meanings = known[0], {known[0]: known[1]}
        opening = _QUOTE.match(text, position)
        at = opening.end() if opening else position
        if found := grammar.titles.match(text, at):
            meanings = meanings or grammar.title_meanings[(found.lastindex or 1) - 1]
            position, described = _closed(text, at, found.end()), True
        elif found := _ABOUT.match(text, position):
            position, described = _closed(text, at, found.end()), True
        if position == before:
            break
    return Named(meanings or {}, head.start(), position, country, is_law=True) if described else None


def _is_law(pointed: re.Match[str], grammar: Grammar) -> bool:
    return grammar.law_head.search(pointed[0]) is not None


def _closed(text: str, opened: int, end: int) -> int:
    """The end of a title: its closing quote if a quote opened before it, else where it is known to reach."""
    quoted = text[max(0, opened - 3) : opened].rstrip()[-1:] in ("«", '"', "“", "„")
    if quoted and (found := _CLOSE.match(text, end)):
        return found.end()
    return end


def _country_after(text: str, position: int, grammar: Grammar) -> tuple[str | None, int]:
    lead = grammar.before_name.match(text, position)
    found = grammar.countries.match(text, lead.end() if lead else position)
    return (grammar.country_ids[(found.lastindex or 1) - 1], found.end()) if found else (None, position)


def _country_before(window: str, start: int, grammar: Grammar) -> tuple[str | None, int]:
    for found in grammar.countries.finditer(window, max(0, start - 48), start):
        if not window[found.end() : start].strip(' \n\t«"-'):
            return grammar.country_ids[(found.lastindex or 1) - 1], found.start()
    return None, start
