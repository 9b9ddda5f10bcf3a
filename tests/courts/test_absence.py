"""Absence of judges: entered by the chair, kept in the ledger, seen by who asks who is at work."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tarazy.courts.actions.record_absence import end_absence, record_absence
from tarazy.courts.queries import absences_of, judges_at_work, judges_of, working_calendar
from tarazy.courts.refusals import AbsenceEnded, AbsenceOverlaps
from tarazy.ledger import audit
from tarazy.ledger.models import Entry
from tarazy.people.refusals import Invalid, NotPermitted
from tests.cases.factories import NOW, a_chair, a_clerk, a_court, a_judge, later

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def test_an_absent_judge_is_of_the_court_but_not_at_work() -> None:
    court = a_court()
    judge, other = a_judge(court), a_judge(court)
    record_absence(judge.pk, "leave", TODAY, TODAY + timedelta(days=9), by=a_chair(court), now=NOW)

    assert set(judges_of(court, TODAY)) == {judge, other}
    assert list(judges_at_work(court.pk, TODAY)) == [other]
    assert set(judges_at_work(court, TODAY + timedelta(days=10))) == {judge, other}


def test_an_absence_stands_in_the_ledger_with_who_entered_it_and_whether_late() -> None:
    court = a_court()
    judge, chair = a_judge(court), a_chair(court)
    record_absence(judge.pk, "illness", TODAY - timedelta(days=1), TODAY, by=chair, now=NOW)
    body = Entry.objects.get(stream=court.pk).body

    assert (body["judge"], body["by"], body["late"]) == (str(judge.uuid), str(chair.uuid), True)
    assert judge.family_name not in str(body) and audit(court.pk) == []


def test_only_the_chair_of_the_court_enters_absence() -> None:
    court = a_court()
    judge = a_judge(court)
    for somebody in (a_clerk(court), a_chair(a_court()), judge.user):
        with pytest.raises(NotPermitted):
            record_absence(judge.pk, "leave", TODAY, TODAY, by=somebody, now=NOW)


def test_absences_of_one_judge_do_not_overlap() -> None:
    court = a_court()
    judge, chair = a_judge(court), a_chair(court)
    record_absence(judge.pk, "leave", TODAY, TODAY + timedelta(days=5), by=chair, now=NOW)

    with pytest.raises(AbsenceOverlaps):
        record_absence(
            judge.pk, "trip", TODAY + timedelta(days=5), TODAY + timedelta(days=6), by=chair, now=NOW
        )
    with pytest.raises(Invalid):
        record_absence(judge.pk, "trip", TODAY, TODAY - timedelta(days=1), by=chair, now=NOW)


def test_an_absence_can_be_shortened_or_taken_back_until_it_has_passed() -> None:
    court = a_court()
    judge, chair = a_judge(court), a_chair(court)
    absence = record_absence(judge.pk, "leave", TODAY, TODAY + timedelta(days=9), by=chair, now=NOW)
    shorter = end_absence(absence.pk, TODAY + timedelta(days=2), by=chair, now=NOW)
    assert shorter is not None and shorter.until == TODAY + timedelta(days=2)
    with pytest.raises(AbsenceEnded):
        end_absence(absence.pk, TODAY, by=chair, now=later(30))

    ahead = record_absence(
        judge.pk, "trip", TODAY + timedelta(days=20), TODAY + timedelta(days=21), by=chair, now=NOW
    )
    assert end_absence(ahead.pk, TODAY, by=chair, now=NOW) is None
    assert list(absences_of(court, TODAY, TODAY + timedelta(days=40))) == [shorter]


def test_a_judge_whose_powers_ended_is_not_of_the_court() -> None:
    court = a_court()
    a_judge(court, dismissed=TODAY)
    assert not judges_of(court, TODAY).exists()
    assert working_calendar().is_working(TODAY)
