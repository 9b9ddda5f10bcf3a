"""Numbers that tell a person: identification numbers with their control digits, telephones, accounts, plates …"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from tarazy.jurimetrics.anonymise.model import Kind, Source
from tarazy.law.identifiers import is_bin, is_iin


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the text that tells a person (or, kind BIN, an organisation), and how sure that is."""

    start: int
    end: int
    kind: Kind
    confidence: float
    source: Source = Source.PATTERN


@lru_cache(maxsize=1)
def number_rules() -> dict[str, Any]:
    """What numbers.yaml says."""
    raw = files("tarazy.jurimetrics.anonymise").joinpath("numbers.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(raw)
    return loaded


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[Kind, re.Pattern[str], float, str, tuple[str, ...]], ...]:
    return tuple(
        (
            Kind(row["kind"]),
            re.compile(row["re"]),
            float(row["sure"]),
            row.get("check", ""),
            tuple(row.get("near", ())),
        )
        for row in number_rules()["patterns"]
    )


@lru_cache(maxsize=1)
def _organisation() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(number_rules()['organisation_numbers'])})[\s:№(-]*$", re.IGNORECASE)


def luhn(digits: str) -> bool:
    """Whether the last digit of a card's number agrees with the others (ISO/IEC 7812-1)."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if position % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def numbers_in(text: str) -> Iterator[Spot]:
    """Every number and date of birth in the text, in the order of the patterns; overlaps are possible."""
    if not any(sign.isdigit() for sign in text) and "@" not in text:
        return
    lower = text.lower()
    for kind, pattern, sure, check, near in _patterns():
        if near and not any(word in lower for word in near):
            continue
        for match in pattern.finditer(text):
            start, end = match.span("value") if "value" in pattern.groupindex else match.span()
            digits = re.sub(r"\D", "", text[start:end])
            if check == "luhn" and not luhn(digits):
                continue
            if check == "iin_or_named":
                spot = _twelve(text, start, end, digits)
                yield spot
                continue
            if not _of_the_state(kind, text[start:end], digits):
                yield Spot(start, end, kind, sure)


def _of_the_state(kind: Kind, said: str, digits: str) -> bool:
    rules = number_rules()
    if kind is Kind.EMAIL:
        return said.lower().endswith(tuple(rules["official_domains"]))
    return kind is Kind.PHONE and digits.startswith(tuple(rules["free_phones"]))


def _twelve(text: str, start: int, end: int, digits: str) -> Spot:
    if is_iin(digits) and not _organisation().search(text[max(0, start - 12) : start]):
        return Spot(start, end, Kind.IIN, 0.99, Source.CHECKED)
    if is_bin(digits):
        return Spot(start, end, Kind.BIN, 0.99, Source.CHECKED)
    if _organisation().search(text[max(0, start - 12) : start]):
        return Spot(start, end, Kind.BIN, 0.9)
    return Spot(start, end, Kind.IIN, 0.8)
