"""Equal treatment and drift: measured over what happened, alarms where they should be and only there."""

from __future__ import annotations

from datetime import date as Date
from datetime import timedelta

import pytest

from tarazy.cases.models import Case
from tarazy.law import Sex, iin_for
from tarazy.oversight.actions.measure_bands import measure_bands, of_cases
from tarazy.oversight.actions.watch_drift import calibration_of, shift_of, watch_drift
from tarazy.oversight.models import Alarm, Band
from tarazy.oversight.outcomes import chance_in
from tarazy.oversight.registry import systems
from tarazy.oversight.schedule import watch
from tests.cases.factories import NOW, a_court, later
from tests.oversight.factories import decided, used

pytestmark = pytest.mark.django_db
WOMAN = next(iin for n in range(1, 99) if (iin := iin_for(Date(1990, 5, 4), Sex.FEMALE, n)))
MAN = next(iin for n in range(1, 99) if (iin := iin_for(Date(1990, 5, 4), Sex.MALE, n)))


def test_outcomes_are_banded_by_language_region_kind_and_sex() -> None:
    for number in range(40):
        decided(number < 36, language="kk", iin=WOMAN)
        decided(number < 12, language="ru", iin=MAN)
    measure_bands(NOW)
    bands = {(band.by, band.group): band for band in Band.objects.filter(source="cases")}
    assert bands["language", "kk"].share == 0.9 and bands["language", "ru"].n == 40
    assert bands["sex", "female"].share == 0.9 and bands["sex", "male"].low < 0.3 < bands["sex", "male"].high
    assert bands["party_kind", "person"].n == 80
    alarms = set(Alarm.objects.filter(kind=Alarm.Kind.BANDS).values_list("subject", flat=True))
    assert alarms == {"cases.language.kk/ru", "cases.sex.female/male"}


def test_an_alarm_about_bands_ends_when_they_meet_again() -> None:
    for number in range(40):
        decided(number < 36, language="kk")
        decided(number < 12, language="ru")
    measure_bands(NOW)
    for _ in range(70):
        decided(True, language="ru")
    measure_bands(later(1))
    assert Alarm.objects.get().closed_at == later(1)


def test_groups_of_few_people_are_not_shown_nor_what_they_would_follow_from() -> None:
    for _ in range(30):
        decided(True, language="kk")
    for _ in range(12):
        decided(True, language="ru")
    for _ in range(4):
        decided(True, language="en")
    measure_bands(NOW)
    rows = {band.group: band for band in Band.objects.filter(source="cases", by="language")}
    assert rows["en"].hidden and rows["en"].n is None and rows["en"].share is None
    assert rows["ru"].hidden and not rows["kk"].hidden


def test_sealed_cases_and_the_sex_of_companies_are_not_counted() -> None:
    for _ in range(20):
        decided(True, kind="company", iin="")
    found = decided(True, iin=WOMAN)
    Case.objects.filter(pk=found.case_id).update(sealed=True)
    counted = of_cases()
    assert ("cases", "sex") not in counted
    assert counted["cases", "party_kind"] == {"company": (20, 20)}


def test_errors_of_the_forecast_are_those_made_before_the_decision() -> None:
    court = a_court()
    for number in range(40):
        proceeding = decided(number < 20, court=court)
        used(case=proceeding.case, at=later(-1), output={"probability": 0.9})
        used(case=proceeding.case, at=later(-0.5), output={"probability": 0.8 if number < 25 else 0.1})
    late = decided(False, court=court)
    used(case=late.case, at=later(1), output={"probability": 0.9})
    counted = of_cases()
    assert counted["forecast", "language"] == {"kk": (5, 40)}


def test_the_chance_of_a_grant_is_read_as_practice_says_it() -> None:
    said = {"claims": [{"type": "debt", "chances": {"granted": 0.3, "granted_in_part": 0.1, "denied": 0.4}}]}
    forecast = systems()["forecast"]
    assert chance_in(said, forecast) == pytest.approx(0.5)
    assert chance_in({"probability": 0.7}, forecast) == 0.7
    for nothing in ({}, {"claims": []}, {"claims": [{}]}, {"claims": "x"}, {"probability": 7}):
        assert chance_in(nothing, forecast) is None
    assert chance_in(said, systems()["analogues"]) is None


def test_what_a_system_says_has_shifted() -> None:
    for number in range(120):
        used("category", at=NOW - timedelta(days=60), output={"category": "loan" if number % 2 else "rent"})
    for _ in range(60):
        used("category", at=NOW - timedelta(days=2), output={"category": "loan"})
    shift = shift_of(systems()["category"], NOW)
    assert shift is not None and shift.psi > 0.25 and (shift.before, shift.after) == (120, 60)
    assert watch_drift(NOW) == 1
    assert Alarm.objects.get().kind == Alarm.Kind.OUTPUT_DRIFT
    assert shift_of(systems()["forecast"], NOW) is None


def test_a_forecast_that_stops_coming_true_raises_an_alarm_and_a_true_one_none() -> None:
    for number in range(60):
        proceeding = decided(number % 10 < 8)
        used(case=proceeding.case, at=later(-1), output={"probability": 0.8})
    found = calibration_of(systems()["forecast"])
    assert found is not None and abs(found.effect) < 0.2 and found.low < 0 < found.high
    assert watch_drift(NOW) == 0
    for _ in range(60):
        proceeding = decided(False)
        used(case=proceeding.case, at=later(-1), output={"probability": 0.8})
    assert watch_drift(NOW) == 1
    alarm = Alarm.objects.get(kind=Alarm.Kind.CALIBRATION)
    assert alarm.figures["effect"] < 0 and alarm.figures["n"] == 120


def test_the_clock_measures_once_a_day() -> None:
    for _ in range(30):
        decided(True)
    watch(now=NOW)
    first = Band.objects.count()
    watch(now=NOW + timedelta(hours=1))
    assert Band.objects.count() == first > 0


def test_the_page_of_bands_is_open_to_all_and_says_no_small_number(client: object) -> None:
    for _ in range(30):
        decided(True, language="kk")
    for _ in range(7):
        decided(True, language="en")
    measure_bands(NOW)
    page = client.get("/ru/ai/bands/").content.decode()  # type: ignore[attr-defined]
    assert "<svg" in page and "100 %" in page
    table = client.get("/ru/ai/bands.csv").content.decode()  # type: ignore[attr-defined]
    assert "cases,language,en,,,,,,yes" in table
