"""Time limits and how they are counted."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy import law

KZ = law.load("kz")
CALENDAR = law.calendar_of(KZ)
limits = st.sampled_from([limit.id for limit in law.time_limits(KZ)])
starts = st.dates(date(2016, 1, 1), date(2024, 12, 31))


@settings(deadline=None)
@given(limits, starts)
def test_a_deadline_never_falls_on_a_day_off(limit_id: str, start: date) -> None:
    found = law.deadline(KZ, limit_id, start)
    assert CALENDAR.is_working(found.date)
    assert found.date >= start
    assert found.norm == law.time_limit(KZ, limit_id).norm


@settings(deadline=None)
@given(limits, starts, st.integers(0, 90))
def test_a_later_event_never_has_an_earlier_deadline(limit_id: str, start: date, later: int) -> None:
    after = date.fromordinal(start.toordinal() + later)
    assert law.deadline(KZ, limit_id, start).date <= law.deadline(KZ, limit_id, after).date


def test_a_month_ends_on_the_same_day_of_the_next() -> None:
    assert law.deadline(KZ, "appeal", date(2026, 5, 12)).date == date(2026, 6, 12)


def test_a_month_from_the_31st_ends_on_the_last_day_then_moves_to_a_working_one() -> None:
    found = law.deadline(KZ, "appeal", date(2026, 1, 31))
    assert found.date == date(2026, 3, 2)  # 28 February is a Saturday
    assert [step.code for step in found.steps] == ["starts", "counted", "month_end", "moved"]


def test_a_term_in_working_days_skips_holidays() -> None:
    # from Thursday 19 March: 20 March, then Nauryz with its moved days, 26 and 27 March, 30, 31
    assert law.deadline(KZ, "postpone_announcement", date(2026, 3, 19)).date == date(2026, 3, 31)


def test_a_limit_of_the_same_day_is_that_day_if_courts_work() -> None:
    assert law.deadline(KZ, "interim_measures", date(2026, 5, 12)).date == date(2026, 5, 12)
    assert law.deadline(KZ, "interim_measures", date(2026, 5, 9)).date == date(2026, 5, 12)


def test_years_are_counted_as_twelve_months() -> None:
    assert law.deadline(KZ, "appk_recognition_claim", date(2020, 2, 29)).date == date(2025, 2, 28)


def test_a_deadline_in_a_year_without_known_transfers_is_marked() -> None:
    assert law.deadline(KZ, "cassation", date(2027, 1, 12)).unverified
    assert not law.deadline(KZ, "cassation", date(2024, 1, 12)).unverified


def test_the_main_limits_are_those_of_the_code() -> None:
    table = {limit.id: (limit.length, limit.unit.value, limit.norm) for limit in law.time_limits(KZ)}
    assert table["response"] == (10, "working_days", "GPK 166")
    assert table["appeal"] == (1, "months", "GPK 403")
    assert table["interlocutory_appeal"] == (10, "working_days", "GPK 429")
    assert table["cassation"] == (6, "months", "GPK 436")
    assert table["decide"] == (2, "months", "GPK 183")


def test_an_unknown_limit_is_an_error() -> None:
    with pytest.raises(law.UnknownLimit):
        law.deadline(KZ, "nonsense", date(2026, 1, 1))
    with pytest.raises(law.UnknownLimit):
        law.deadline(law.load("ru"), "appeal", date(2026, 1, 1))


@given(starts, st.integers(0, 120))
def test_adding_months_keeps_the_day_or_the_end_of_the_month(start: date, months: int) -> None:
    end = law.add_months(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == start.day or (
        end.day < start.day and (end + (date(2000, 1, 2) - date(2000, 1, 1))).day == 1
    )
