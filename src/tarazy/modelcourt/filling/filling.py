"""The filling itself: whole or not there, in one transaction; refused beside anything that isn't model data."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from tarazy.acts.models import Act, Source
from tarazy.cases.models import Case, NumberSeries
from tarazy.documents.signatures.demo_keys import demo_open
from tarazy.modelcourt.filling import beside, plans, rooms, today
from tarazy.modelcourt.filling.cast import Cast, fill_people, read_cast
from tarazy.modelcourt.filling.keys import fill_keys, forget_strange_keys
from tarazy.modelcourt.filling.seats import fill_seats
from tarazy.modelcourt.filling.telling import FRESH, Telling
from tarazy.people.models import User

SEED = 20260701
FILINGS = 300
LEAST_WITH_TODAY = 30  # fewer are for trying out
_NUMBER = re.compile(r"(\d{4})-(\d\d)-00-(\d[^/]{0,2})/(\d+)")
Report = Callable[[int, int], None]


class NotForFilling(ValueError):
    """The installation isn't one for model data."""


@dataclass(frozen=True)
class Filled:
    """What was made."""

    cases: int
    steps: int
    signed: int
    rendered: int


def may_fill() -> None:
    """Raises `NotForFilling` unless the installation is for model data and holds nothing but model data."""
    if not settings.MODEL_DATA:
        raise NotForFilling("MODEL_DATA is off: a court with real data is never filled")
    if Case.objects.filter(is_model=False).exists():
        raise NotForFilling("there are cases that aren't model cases")
    if User.objects.filter(is_model=False).exists():
        raise NotForFilling("there are accounts that aren't model accounts")


def may_fill_here() -> bool:
    """As `may_fill`, for who goes on without: whether it may."""
    try:
        may_fill()
    except NotForFilling:
        return False
    return True


def fill_courts(*, seed: int = SEED, now: datetime | None = None) -> int:
    """Courts, sections, rooms, judges; those there already stay. How many were made. Raises `NotForFilling`."""
    may_fill()
    return fill_seats(seed, timezone.localtime(now))


def fill_cast(*, seed: int = SEED, now: datetime | None = None, keys: bool = True) -> Cast:
    """The people, with their keys in a demo; those there already stay. Raises `NotForFilling`."""
    may_fill()
    at = timezone.localtime(now)
    cast = fill_people(seed, at)
    if keys:
        fill_keys(at)
    return cast


def fill_cases(
    count: int = FILINGS,
    *,
    seed: int = SEED,
    now: datetime | None = None,
    signing: bool = True,
    report: Report | None = None,
) -> Filled | None:
    """About `count` cases in every stage, relative to `now`, and what waits today; None where cases are there.

    Fewer cases than there are ways of a case leave some stages out; 0 makes none.

    One transaction: a process that is killed leaves nothing. Raises `NotForFilling`.
    """
    may_fill()
    at = timezone.localtime(now)
    if demo_open():
        forget_strange_keys()  # a filling that was stopped left them
    with transaction.atomic():
        if Case.objects.exists() or not count:
            return None
        begin_after_the_bank()
        telling = Telling(read_cast(), at, signing=signing)
        for plan in plans.plans(count, seed, at):
            telling.add(plan)
        told = today.plans_of_today(telling, seed) if count >= LEAST_WITH_TODAY else {}
        further = len(rooms.PARTS) if told and demo_open() else 0

        def reported(done: int, total: int) -> None:
            if report:
                report(done, total + further)

        with _rare_collection():
            steps = telling.tell(reported)
            if told:
                today.make_today(telling, told)
            Case.objects.update(is_model=True)  # before anything is published
            if further:
                rooms.fill_rooms(telling, told, seed, lambda done: reported(steps + done, steps))
            if told:
                beside.sweep_up(telling)
        Case.objects.update(is_model=True)
        _forget_old_news(at)
    return Filled(Case.objects.count(), steps, telling.sheets.signed, telling.sheets.rendered)


@contextmanager
def _rare_collection() -> Iterator[None]:
    """Look for garbage in rings less often: there is hardly any, and looking takes a tenth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _forget_old_news(now: datetime) -> None:
    """Nobody is told now of what happened months ago."""
    if apps.is_installed("tarazy.cabinet.notices"):
        from tarazy.cabinet.notices.models import Happening

        Happening.objects.filter(at__lt=now - FRESH).delete()


def begin_after_the_bank() -> None:
    """Numbers of new cases begin after those that model acts in the bank carry."""
    last: dict[tuple[str, int, str], int] = {}
    numbers = (
        Act.objects.filter(source=Source.MODEL).exclude(case_number="").values_list("case_number", flat=True)
    )
    for number in numbers.distinct().iterator(chunk_size=2000):
        found = _NUMBER.fullmatch(number.strip())
        if found:
            court, year, series, serial = found.groups()
            key = (court, 2000 + int(year), series)
            last[key] = max(last.get(key, 0), int(serial))
    NumberSeries.objects.bulk_create(
        [NumberSeries(court_code=court, year=year, type=series, last=serial)
         for (court, year, series), serial in sorted(last.items())],
        ignore_conflicts=True,
    )  # fmt: skip


def newest() -> datetime | None:
    """When the last model case was filed."""
    return Case.objects.filter(is_model=True).aggregate(last=Max("filed_at"))["last"]
