"""What an act says of the court, the judge and the day: the only values that no row of a table tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from typing import Any

NEEDED = ("court_kk", "court_ru", "judge", "date")


class HeadLacks(ValueError):
    """A value that the act needs isn't there, or can't be written as the sentence asks; the argument names it."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an act: its court in both languages, the judge's name, the day of the act, the case's number."""

    court_kk: str
    court_ru: str
    judge: str
    date: Date
    number: str = ""

    def value(self, name: str, language: str) -> Any:
        """A value by its name in patterns (`court`, `judge`, `date`, `number`); None for another name."""
        if name == "court":
            return self.court_kk if language == "kk" else self.court_ru
        return getattr(self, name) if name in ("judge", "date", "number") else None


def read_head(values: Mapping[str, Any] | Head) -> Head:
    """The head from plain values by the names of `Head`'s fields; what else is given isn't looked at.

    Raises `HeadLacks` for the first that isn't there.
    """
    if isinstance(values, Head):
        return values
    for name in NEEDED:
        if not values.get(name):
            raise HeadLacks(name)
    if not isinstance(values["date"], Date):
        raise HeadLacks("date")
    return Head(
        court_kk=str(values["court_kk"]),
        court_ru=str(values["court_ru"]),
        judge=str(values["judge"]),
        date=values["date"],
        number=str(values.get("number") or ""),
    )
