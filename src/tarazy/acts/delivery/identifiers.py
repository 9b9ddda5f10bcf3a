"""Names of an act that never change: the neutral identifier, the ECLI-style citation, the FRBR address of its text.

ECLI (Council conclusions 2011/C 127/01): ECLI, country, court (begins with a letter, at most 7 characters), year,
ordinal (letters, digits, dots, at most 25 characters). The country takes no part in ECLI, hence "ECLI-style".
"""

from __future__ import annotations

import re
from datetime import date as Date

from tarazy.jurimetrics.decision import Kind

_LETTER = {
    Kind.JUDGMENT: "J",
    Kind.RULING: "R",
    Kind.APPEAL_RULING: "A",
    Kind.CASSATION_RULING: "C",
    Kind.COURT_ORDER: "O",
    Kind.SENTENCE: "S",
    Kind.OFFENCE_RULING: "F",
}
_NUMBER = re.compile(r"^\d{4}-(?P<year>\d{2})-\d{2}-(?P<type>[^/\s]+)/(?P<serial>\S+)$")
_LATIN = str.maketrans({"а": "a", "к": "k", "г": "g", "п": "p", "А": "a", "К": "k", "Г": "g", "П": "p"})
_FOREIGN = re.compile(r"[^0-9A-Za-z]+")


def neutral_identifier(court_code: str, number: str, kind: str, day: Date, *, nth: int = 1) -> str:
    """«KZ 7585 2026 24.2.101.J1»: country, court, year of the act, the case's own year, type and serial, the act.

    `nth` counts the acts of one kind in one proceeding and year. Without a case number the day stands for it.
    """
    return f"KZ {court_code} {day.year} {_ordinal(number, kind, day, nth)}"


def citation_of(court_code: str, number: str, kind: str, day: Date, *, nth: int = 1) -> str:
    """«ECLI:KZ:C7585:2026:24.2.101.J1»."""
    return f"ECLI:KZ:C{court_code}:{day.year}:{_ordinal(number, kind, day, nth)}"


def address_of(neutral: str) -> str:
    """A neutral identifier as the last part of an address: «kz-7585-2026-24.2.101.j1»."""
    return neutral.lower().replace(" ", "-")


def _ordinal(number: str, kind: str, day: Date, nth: int) -> str:
    found = _NUMBER.match(number.translate(_LATIN).replace("\\", "/"))
    parts = (found["year"], found["type"], found["serial"]) if found else (f"{day:%m%d}", number or "0")
    plain = [_FOREIGN.sub("", part.translate(_LATIN)) or "0" for part in parts]
    letter = _LETTER[Kind(kind)] if kind in set(Kind) else "X"
    return ".".join((*plain, f"{letter}{nth}"))[-25:].lstrip(".")
