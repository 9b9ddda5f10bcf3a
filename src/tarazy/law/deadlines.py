"""When a time limit ends: working days, calendar days, months and years, each step shown."""

from __future__ import annotations

import calendar as gregorian
from datetime import date as Date
from datetime import timedelta

from .calendar import calendar_of
from .errors import UnknownLimit
from .model import Fact, Jurisdiction, TimeLimit, TimeLimits, Unit
from .steps import Step


class Deadline(Fact):
    """The last day of a term, how it was counted, by which norm; `unverified` if the norm or calendar is.

    The rules of counting carry their own doubt on the steps that they made.
    """

    date: Date
    steps: tuple[Step, ...]
    norm: str | None
    unverified: bool


def time_limit(jurisdiction: Jurisdiction, limit_id: str) -> TimeLimit:
    """The line of the table of time limits with this id. Raises `UnknownLimit`."""
    found = next((limit for limit in time_limits(jurisdiction) if limit.id == limit_id), None)
    if found is None:
        raise UnknownLimit(jurisdiction=jurisdiction.id, limit_id=limit_id)
    return found


def time_limits(jurisdiction: Jurisdiction) -> tuple[TimeLimit, ...]:
    """The whole table, in its order; empty where the pack has none."""
    return jurisdiction.time_limits.limits if jurisdiction.time_limits else ()


def deadline(jurisdiction: Jurisdiction, limit_id: str, start: Date) -> Deadline:
    """The last day of this limit for an event that happened on `start`.

    The count runs from the next day. A term in months ends on the same day of the last month, or on that
    month's last day; a last day that is not a working one moves to the next that is. Raises `UnknownLimit`,
    `NoCalendar`.
    """
    limit = time_limit(jurisdiction, limit_id)
    rules = jurisdiction.time_limits
    assert rules is not None  # a limit was found in it
    return count(jurisdiction, limit, rules, start)


def count(jurisdiction: Jurisdiction, limit: TimeLimit, rules: TimeLimits, start: Date) -> Deadline:
    """As `deadline`, for any limit."""
    calendar = calendar_of(jurisdiction)
    counting = rules.counting
    doubt = counting.unverified
    steps = [_step("starts", counting.from_next_day, doubt, event=limit.starts, date=start.isoformat())]
    last = start
    if limit.unit is Unit.WORKING_DAYS:
        last = calendar.add_working_days(start, limit.length)
    elif limit.unit is Unit.CALENDAR_DAYS:
        last = start + timedelta(days=limit.length)
    elif limit.unit in (Unit.MONTHS, Unit.YEARS):
        months = limit.length * (12 if limit.unit is Unit.YEARS else 1)
        last = add_months(start, months)
    counted: dict[str, str | int | bool] = {
        "limit": limit.id,
        "length": limit.length,
        "unit": limit.unit.value,
        "date": last.isoformat(),
    }
    steps.append(Step(code="counted", params=counted, norm=limit.norm, unverified=limit.unverified))
    if limit.unit in (Unit.MONTHS, Unit.YEARS) and last.day != start.day:
        steps.append(_step("month_end", counting.month_end, doubt, date=last.isoformat()))
    moved = calendar.next_working_day(last)
    if moved != last:
        steps.append(
            _step("moved", counting.last_day_moves, doubt, of=last.isoformat(), date=moved.isoformat())
        )
    settled = calendar.is_settled(moved)
    if not settled:
        steps.append(Step(code="calendar_not_settled", params={"year": moved.year}, unverified=True))
    unverified = limit.unverified or not settled
    return Deadline(date=moved, steps=tuple(steps), norm=limit.norm, unverified=unverified)


def add_months(start: Date, months: int) -> Date:
    """The same day `months` months later, or that month's last day if it has no such day; months ≥ 0."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    return Date(year, month + 1, min(start.day, gregorian.monthrange(year, month + 1)[1]))


def _step(code: str, norm: str, unverified: bool, **params: str) -> Step:
    return Step(code=code, params=dict(params), norm=norm, unverified=unverified)
