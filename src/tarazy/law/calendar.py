"""Working days of a country: weekends, holidays that move or not, days transferred by the government."""

from __future__ import annotations

from datetime import date as Date
from datetime import timedelta

from .errors import NoCalendar
from .model import CalendarRules, Jurisdiction

DAY = timedelta(days=1)


class WorkingCalendar:
    """The five-day working week of a country's courts.

    Raises `NoCalendar` for a day outside the years that the pack covers.
    """

    def __init__(self, jurisdiction: Jurisdiction) -> None:
        if jurisdiction.calendar is None:
            raise NoCalendar(jurisdiction=jurisdiction.id, year=0)
        self._jurisdiction_id = jurisdiction.id
        self._rules: CalendarRules = jurisdiction.calendar
        self._off: dict[int, frozenset[Date]] = {}
        self._worked = frozenset(transfer.worked for transfer in self._rules.transfers)

    def is_settled(self, on: Date) -> bool:
        """Whether that year's transfers and lunar holidays are known, not reckoned ahead."""
        return on.year <= self._rules.settled_through

    def days_off(self, year: int) -> frozenset[Date]:
        """Holidays of a year, the days they move to, days off by transfer; not plain weekends."""
        if not self._rules.first_year <= year <= self._rules.last_year:
            raise NoCalendar(jurisdiction=self._jurisdiction_id, year=year)
        if year not in self._off:
            self._off[year] = self._year(year)
        return self._off[year]

    def is_working(self, on: Date) -> bool:
        """Whether courts work on this day."""
        off = self.days_off(on.year)
        return on in self._worked or (on not in off and on.weekday() not in self._rules.weekend)

    def next_working_day(self, on: Date) -> Date:
        """This day if courts work on it, else the first day after it on which they do."""
        while not self.is_working(on):
            on += DAY
        return on

    def add_working_days(self, start: Date, count: int) -> Date:
        """The last day of a term of `count` working days that runs from the day after `start`; count ≥ 0.

        A term of no days ends on `start` itself.
        """
        if count < 0:
            raise ValueError("count of working days is negative")
        day = start
        while count:
            day += DAY
            count -= self.is_working(day)
        return day

    def working_days_between(self, start: Date, end: Date) -> int:
        """How many working days lie after `start` up to `end` inclusive; 0 where `end` is not later."""
        days = range(1, (end - start).days + 1)
        return sum(self.is_working(start + number * DAY) for number in days)

    def _year(self, year: int) -> frozenset[Date]:
        rules = [rule for rule in self._rules.holidays if rule.since <= year <= (rule.until or year)]
        fixed = {Date(year, rule.month, rule.day): rule.moves for rule in rules}
        lunar = {day for holiday in self._rules.movable for day in holiday.dates if day.year == year}
        rested = {transfer.rested for transfer in self._rules.transfers if transfer.rested.year == year}
        off = set(fixed) | rested
        for day in sorted(
            day for day, moves in fixed.items() if moves and day.weekday() in self._rules.weekend
        ):
            moved = day + DAY
            while moved in off or moved.weekday() in self._rules.weekend:
                moved += DAY
            off.add(moved)
        return frozenset(off | lunar)


_BUILT: dict[int, tuple[WorkingCalendar, Jurisdiction]] = {}


def calendar_of(jurisdiction: Jurisdiction) -> WorkingCalendar:
    """The calendar of a pack, built once. Raises `NoCalendar` where the pack has none."""
    key = id(jurisdiction)
    if key not in _BUILT:
        # the pack is kept beside its calendar, so that its id stays its own
        _BUILT[key] = (WorkingCalendar(jurisdiction), jurisdiction)
    return _BUILT[key][0]
