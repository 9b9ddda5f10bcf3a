"""Numbers of cases and papers: `CCCC-YY-00-T/N`, without gaps or doubles.

A number is taken in the transaction that uses it, under the lock of its series: a filing that fails gives it back.
"""

from __future__ import annotations

from datetime import date as Date
from functools import cache
from importlib import resources

import yaml
from django.db import connection

from tarazy.cases.models import NumberSeries, NumberType, ProceedingKind
from tarazy.cases.models.case import NUMBER_TYPES

_TAKE = (
    "INSERT INTO cases_numberseries (court_code, year, type, last) VALUES (%s, %s, %s, 1) "
    "ON CONFLICT (court_code, year, type) DO UPDATE SET last = cases_numberseries.last + 1 RETURNING last"
)


def next_serial(court_code: str, year: int, series: str) -> int:
    """The next serial of a series, its row locked until the transaction ends. Needs an open transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("a number is taken in the transaction that uses it")
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, (court_code, year, series))
        return int(cursor.fetchone()[0])


def next_number(court_code: str, kind: str, instance: str, on: Date, *, first_kind: str | None = None) -> str:
    """The next case number in a court for a kind of proceedings; `first_kind` is that of the first instance."""
    series = f"{number_type(first_kind or kind)}{_shape()['letters'][instance]['letter']}"
    serial = next_serial(court_code, on.year, series)
    return f"{court_code}-{on.year % 100:02d}-{_shape()['middle']}-{series}/{serial}"


def number_type(kind: str) -> str:
    """The part T for a kind of first-instance proceedings: civil unless another."""
    return str(NUMBER_TYPES.get(ProceedingKind(kind), NumberType.CIVIL).value)


@cache
def _shape() -> dict[str, dict[str, dict[str, str]]]:
    text = resources.files("tarazy.cases").joinpath("data/numbers.yaml").read_text(encoding="utf-8")
    shape: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(text)
    return shape


def last_serial(court_code: str, year: int, series: str) -> int:
    """The last serial given, 0 before the first."""
    found = NumberSeries.objects.filter(court_code=court_code, year=year, type=series).first()
    return found.last if found else 0
