"""The court in numbers: right, quick, and silent about few people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tarazy.cases.actions.seal import seal
from tarazy.cases.models import Case, Outcome, Proceeding
from tarazy.oversight.actions.count_court import count_court, count_if_due
from tarazy.oversight.models import CourtFigure
from tarazy.oversight.queries import court_series, court_year
from tests.cases.factories import ALMATY, NOW, a_chair, a_court
from tests.oversight.factories import decided

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 3, 20, 12, tzinfo=ALMATY)


def test_flows_times_and_shares_are_counted() -> None:
    court = a_court()
    for days in range(10, 30):
        decided(True, court=court, days=days)
    for _ in range(12):
        decided(True, court=court, days=5, origin=Case.Origin.PAPER)
    Proceeding.objects.filter(decided_at__isnull=False, case__origin="paper").update(
        decided_at=None, outcome="", stage="hearing"
    )
    count_court(LATER)
    year = court_year("court", court.pk, "")
    assert year is not None
    assert (year.filed, year.ended, year.pending) == (32, 20, 12)
    assert (year.quarter_days, year.median_days, year.three_quarter_days) == (14, 19, 24)
    assert year.electronic == 20 / 32
    months = {row.month.month: row for row in court_series("court", court.pk, "")}
    assert months[3].ended == 20 and months[3].pending == 12
    assert len(months) == 12 and len(court_series("court", court.pk, "")) == 25


def test_a_country_is_the_sum_of_its_regions_and_those_of_their_courts() -> None:
    for code, region, cases in (
        ("7511", "almaty_city", 20),
        ("7512", "almaty_city", 30),
        ("7111", "astana", 15),
    ):
        court = a_court(code, region=region)
        for _ in range(cases):
            decided(True, court=court)
    count_court(LATER)
    year = {(row.level, row.place): row.filed for row in CourtFigure.objects.filter(month=None, category="")}
    assert (
        year["country", ""] == 65 and year["region", "almaty_city"] == 50 and year["region", "astana"] == 15
    )
    assert year["court", "7512"] == 30


def test_what_was_changed_above_counts_for_the_court_below() -> None:
    low, high = a_court(), a_court("7599", instance="appeal")
    for number in range(20):
        below = decided(True, court=low)
        Proceeding.objects.create(
            case=below.case, court=high, number=f"{high.pk}-{number}", kind="appeal", instance="appeal",
            stage="in_force", stage_since=NOW, filed_at=NOW, decided_at=NOW, reviews=below,
            outcome=Outcome.CHANGED if number < 5 else Outcome.UPHELD,
        )  # fmt: skip
    count_court(LATER)
    year = court_year("court", low.pk, "")
    assert year is not None and (year.reviewed, year.changed) == (20, 0.25)
    assert year.changed_low < 0.25 < year.changed_high
    above = court_year("court", high.pk, "")
    assert above is not None and above.reviewed == 0 and above.changed is None


def test_small_numbers_are_nowhere_and_do_not_follow() -> None:
    first, second, third = a_court("7511"), a_court("7512"), a_court("7513")
    for court, cases in ((first, 4), (second, 30), (third, 40)):
        for number in range(cases):
            decided(True, court=court, category="loan" if number % 2 else "rent")
    count_court(LATER)
    rows = CourtFigure.objects.all()
    assert not rows.filter(filed__gt=0, filed__lt=10).exists()
    assert not rows.filter(ended__gt=0, ended__lt=10).exists()
    assert not rows.filter(pending__gt=0, pending__lt=10).exists()
    year = {row.place: row.filed for row in rows.filter(level="court", month=None, category="")}
    assert year == {"7511": None, "7512": None, "7513": 40}
    assert court_year("court", "7511", "").median_days is None


def test_sealed_cases_leave_the_figures_with_the_next_tick_of_the_clock() -> None:
    court = a_court()
    found = [decided(True, court=court) for _ in range(21)]
    assert count_if_due(LATER) > 0
    assert count_if_due(LATER + timedelta(minutes=1)) == 0
    seal(
        found[0].case_id, by=a_chair(court), reason="Бала асырап алу туралы іс", norm="GPK 19",
        now=LATER + timedelta(minutes=2),
    )  # fmt: skip
    assert count_if_due(LATER + timedelta(minutes=3)) > 0
    assert court_year("court", court.pk, "").filed == 20
    assert count_if_due(LATER + timedelta(hours=2)) > 0


def test_the_page_reads_what_was_counted_and_never_cases(client: Any) -> None:
    court = a_court()
    for _ in range(25):
        decided(True, court=court)
    count_court(LATER)
    client.get("/ru/statistics/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get(f"/ru/statistics/?court={court.pk}").content.decode()
    assert "25" in page
    assert not [one for one in asked if "cases_" in one["sql"]] and len(asked) < 15


def test_pictures_and_tables_are_files(client: Any) -> None:
    court = a_court()
    for _ in range(25):
        decided(True, court=court)
    count_court(LATER)
    for figure in ("flow", "times"):
        picture = client.get(f"/kk/statistics/{figure}.svg?court={court.pk}")
        assert picture["Content-Type"] == "image/svg+xml" and b"style=" not in picture.content
    table = client.get("/ru/statistics/regions.csv").content.decode()
    assert "almaty_city" in table and ",25,25," in table
    assert client.get("/ru/statistics/flow.csv").content.decode().count("\n") == 26
    assert client.get("/ru/statistics/judges.csv").status_code == 404
    assert client.get("/ru/statistics/judges.svg").status_code == 404


@pytest.mark.parametrize(
    "query", ["court=' OR 1=1", "region=%00", "category=%00x", "court=9999", "region=no_such", "court=७५११"]
)
def test_a_malformed_address_is_answered_for_the_country(client: Any, query: str) -> None:
    count_court(LATER)
    assert client.get(f"/en/statistics/?{query}").status_code == 200


def test_an_empty_house_says_so(client: Any) -> None:
    count_court(LATER)
    assert client.get("/kk/statistics/").status_code == 200
    assert client.get("/kk/statistics/flow.svg").status_code == 200
