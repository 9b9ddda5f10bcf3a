"""What the filled cases will be: which way, about what, where, how far, since when. Pure and seeded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from random import Random
from typing import Any

import yaml

from tarazy.law import calendar_of, load

DRAW_HOUR = 16  # the draws of a day are held together


@dataclass(frozen=True)
class Step:
    """One step: its event, the value after "=", and when it is made."""

    event: str
    value: str
    at: datetime


@dataclass(frozen=True)
class Subject:
    """What a case is about."""

    code: str
    category: str
    demand: str
    who: tuple[str, str]
    sums: tuple[int, int] | None
    words: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Plan:
    """One case before it is filed. `sum` in tenge, 0 where the claim has no price; `told` cases are told with care."""

    key: str
    kind: str
    subject: Subject
    court: str
    language: str
    sum: int
    steps: tuple[Step, ...]
    rng_seed: str
    claimant: str = ""  # the name before @ of an account, or "" for anybody
    defendant: str = ""
    extraterritorial: str = ""
    further: dict[str, Any] = field(default_factory=dict)


@cache
def _raw() -> dict[str, Any]:
    text = resources.files("tarazy.modelcourt.filling").joinpath("ways.yaml").read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.safe_load(text)
    return raw


@cache
def subjects() -> dict[str, Subject]:
    """Every subject by its code."""
    text = resources.files("tarazy.modelcourt.filling").joinpath("subjects.yaml").read_text(encoding="utf-8")
    return {
        code: Subject(
            code=code,
            category=row["category"],
            demand=row["demand"],
            who=(row["who"][0], row["who"][1]),
            sums=(row["sums"][0], row["sums"][1]) if row["sums"] else None,
            words={language: row[language] for language in ("kk", "ru")},
        )
        for code, row in yaml.safe_load(text)["subjects"].items()
    }


def plans(count: int, seed: int, now: datetime) -> Iterator[Plan]:
    """About `count` cases; at least one of every row of the mix unless there are fewer cases than rows."""
    rows = _raw()["mix"]
    if count < len(rows):
        rows = [rows[place * len(rows) // count] for place in range(count)]
    shares = sum(row["share"] for row in rows)
    number = 0
    for place, row in enumerate(rows):
        for _ in range(max(1, round(count * row["share"] / shares))):
            number += 1
            yield plan(row, f"{seed}/{place}/{number}", number, now)


def plan(row: dict[str, Any], key: str, number: int, now: datetime, **fields: Any) -> Plan:
    """The case of a row of the mix; `fields` replace what chance would say."""
    rng = Random(f"filling/plan/{key}")
    way, group = _raw()["ways"][row["way"]], _raw()["groups"][row["group"]]
    subject = subjects()[fields.pop("subject", "") or rng.choice(group["subjects"])]
    if subject.who == ("person", "company") and row["way"] == "divorce":
        raise ValueError(row["way"])
    rest = rng.uniform(*row["rest"])
    least, most = subject.sums or (0, 0)
    return Plan(
        key=key,
        kind=way["kind"],
        subject=subject,
        court=fields.pop("court", "") or rng.choice(group["courts"]),
        language="kk" if number % 5 in (0, 2) else "ru",
        sum=round(rng.randint(least, most), -3) if subject.sums else 0,
        steps=steps(_until(way["steps"], row["stop"], row.get("again", False)) + _parsed(row.get("then", "")), rest,
                    now, rng),
        rng_seed=f"filling/case/{key}",
        **fields,
    )  # fmt: skip


def steps(path: list[tuple[float, str, str]], rest: float, now: datetime, rng: Random) -> tuple[Step, ...]:
    """The steps with their times: the last `rest` days ago, on working days and in order, none after `now`."""
    total = sum(days for days, _, _ in path)
    filed = now - timedelta(days=total + rest, minutes=rng.randrange(5, 170) if rest < 1 else 0)
    passed, made, before = 0.0, [], filed
    for place, (days, event, value) in enumerate(path):
        passed += days
        at = filed if place == 0 else _in_hours(filed + timedelta(days=passed), event, rng)
        latest = now - timedelta(minutes=len(path) - place)
        at = min(max(at, before + timedelta(minutes=1)) if place else at, latest)
        if event == "distribute":
            at = at.replace(second=0, microsecond=0)
        made.append(Step(event, value, at))
        before = at
    return tuple(made)


def _in_hours(at: datetime, event: str, rng: Random) -> datetime:
    """The working day itself or the last before it, at an hour of work; draws at theirs."""
    day = at
    while not _working(day.date()):
        day -= timedelta(days=1)
    if event == "distribute":
        return day.replace(hour=DRAW_HOUR, minute=0, second=0, microsecond=0)
    hour, minute = (
        (rng.randrange(9, 13), rng.randrange(60))
        if event == "register"
        else (rng.randrange(9, 16), rng.randrange(60))
    )
    return day.replace(hour=hour, minute=minute)


@cache
def _working(day: Date) -> bool:
    return calendar_of(load("kz")).is_working(day)


def _parsed(text: str) -> list[tuple[float, str, str]]:
    found = []
    for part in (one.strip() for one in text.split(",") if one.strip()):
        days, _, named = part.partition(" ")
        event, _, value = named.partition("=")
        found.append((float(days), event, value))
    return found


def _until(text: str, stop: str, again: bool) -> list[tuple[float, str, str]]:
    """The path to its first step `stop`; to the last one where it comes `again` in a higher court."""
    path = _parsed(text)
    event, _, value = stop.partition("=")
    places = [
        place for place, (_, one, said) in enumerate(path) if one == event and (not value or said == value)
    ]
    if not places:
        raise ValueError(stop)
    wanted = places[-1] if again or event == "close" else places[0]
    return path[: wanted + 1]
