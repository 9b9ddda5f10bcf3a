"""Working days of Kazakhstan."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy import law

KZ = law.load("kz")
CALENDAR = law.calendar_of(KZ)
days = st.dates(date(2016, 1, 1), date(2029, 6, 30))
counts = st.integers(0, 60)
DAY = timedelta(days=1)


def test_the_calendar_agrees_with_an_independent_one() -> None:
    other = holidays.country_holidays("KZ", years=range(2016, 2031))
    day, disagreements = date(2016, 1, 1), []
    while day <= date(2030, 12, 31):
        if CALENDAR.is_working(day) != other.is_working_day(day):
            disagreements.append(day)
        day += DAY
    assert disagreements == []


def test_a_transferred_day_is_worked_and_its_substitute_is_free() -> None:
    assert CALENDAR.is_working(date(2025, 1, 5))
    assert not CALENDAR.is_working(date(2025, 1, 3))


def test_a_holiday_at_the_weekend_frees_the_next_working_day() -> None:
    assert not CALENDAR.is_working(date(2026, 3, 9))  # 8 March is a Sunday
    assert not CALENDAR.is_working(date(2026, 3, 24))  # Nauryz of 21 and 22 March
    assert not CALENDAR.is_working(date(2026, 3, 25))
    assert CALENDAR.is_working(date(2026, 3, 26))


def test_the_constitution_day_moved_with_the_constitution() -> None:
    assert not CALENDAR.is_working(date(2024, 8, 30))
    assert CALENDAR.is_working(date(2027, 8, 30))
    assert not CALENDAR.is_working(date(2027, 3, 15))


@settings(deadline=None)
@given(days, counts)
def test_a_term_in_working_days_ends_on_a_working_day(start: date, count: int) -> None:
    end = CALENDAR.add_working_days(start, count)
    assert end >= start
    if count:
        assert CALENDAR.is_working(end)
    assert CALENDAR.working_days_between(start, end) == count


@settings(deadline=None)
@given(days, counts, counts)
def test_a_longer_term_ends_later(start: date, count: int, more: int) -> None:
    first = CALENDAR.add_working_days(start, count)
    assert CALENDAR.add_working_days(first, more) == CALENDAR.add_working_days(start, count + more)


@settings(deadline=None)
@given(days, st.integers(0, 400), counts)
def test_a_later_start_never_ends_earlier(start: date, later: int, count: int) -> None:
    assert CALENDAR.add_working_days(start, count) <= CALENDAR.add_working_days(start + later * DAY, count)


@settings(deadline=None)
@given(days)
def test_the_next_working_day_is_the_nearest(day: date) -> None:
    following = CALENDAR.next_working_day(day)
    assert CALENDAR.is_working(following)
    assert not any(CALENDAR.is_working(day + number * DAY) for number in range((following - day).days))


def test_a_year_outside_the_pack_is_an_error() -> None:
    with pytest.raises(law.NoCalendar):
        CALENDAR.is_working(date(1990, 5, 5))
    with pytest.raises(law.NoCalendar):
        law.calendar_of(law.load("ru"))


def test_a_negative_term_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_working_days(date(2026, 1, 1), -1)
