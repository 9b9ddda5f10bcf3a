"""Oversight for programs."""

from __future__ import annotations

from typing import Any

import pytest

from tarazy.oversight.actions.count_court import count_court
from tarazy.oversight.actions.measure_bands import measure_bands
from tests.cases.factories import NOW, a_court, a_distributed_case, claimant_of
from tests.oversight.factories import an_auditor, decided, signed_in, used
from tests.people.factories import a_user

pytestmark = pytest.mark.django_db


def test_the_register_bands_and_statistics_are_open_to_all(client: Any) -> None:
    court = a_court()
    for _ in range(25):
        decided(True, court=court)
    count_court(NOW)
    measure_bands(NOW)
    register = client.get("/api/v1/ai/systems").json()
    assert {one["system"] for one in register} >= {"forecast", "robot", "anonymiser", "ocr"}
    card = client.get("/api/v1/ai/systems/forecast").json()
    assert card["limits"]["kk"] and card["figures"][0]["numbers"]["ece"] < 0.2
    assert client.get("/api/v1/ai/systems/no_such").status_code == 404
    assert client.get("/api/v1/ai/bands").json()["measured_on"] == "2026-03-02"
    found = client.get(f"/api/v1/statistics?court={court.pk}").json()
    assert (found["level"], found["year"]["ended"]) == ("court", 25)
    assert client.get("/api/v1/statistics?court=abcd").status_code == 422


def test_a_party_objects_by_program_and_a_stranger_finds_nothing() -> None:
    proceeding, judge = a_distributed_case()
    used(case=proceeding.case, by=judge.user)
    here = f"/api/v1/cases/{proceeding.case.uuid}/ai"
    party, stranger = signed_in(claimant_of(proceeding)), signed_in(a_user())
    assert [one["system"] for one in party.get(here).json()["used"]] == ["forecast"]
    assert stranger.get(here).status_code == 404
    given = {"systems": ["forecast"], "text": "Нет"}
    made = party.post(f"{here}/objections", given, content_type="application/json").json()
    assert made["objections"][0]["state"] == "open" and made["objections"][0]["due"]
    again = party.post(f"{here}/objections", given, content_type="application/json")
    assert again.status_code == 409 and again.json()["code"] == "ai_already_asked"
    assert party.post(f"{here}/without").json()["objections"][0]["state"] == "wish"
    assert stranger.post(f"{here}/without").status_code == 404


def test_the_log_by_program_names_nobody() -> None:
    proceeding, judge = a_distributed_case()
    used(case=proceeding.case, by=judge.user)
    (line,) = signed_in(an_auditor()).get("/api/v1/ai/uses").json()
    assert line["by"] == str(judge.user.uuid) and "reason" not in line
    assert signed_in(a_user()).get("/api/v1/ai/uses").json() == []
