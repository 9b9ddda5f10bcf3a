"""The bailiff's way: who may submit, what must be attached, once only, and the registers of a demo."""

from __future__ import annotations

import json
import os
import time
import urllib.request
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings as now_settings
from django.test import Client

from tarazy.cases.models import Case
from tarazy.people.refusals import NotFound, NotPermitted
from tarazy.robot.actions.submit_ban import Ban, ban_paper, prepare_ban, submit_ban
from tarazy.robot.forms import BanForm
from tarazy.robot.models import BanSubmission
from tarazy.robot.refusals import PapersMissing
from tarazy.robot.sources.beside import registers_beside, samples_for, write_records
from tarazy.robot.sources.records import a_record
from tests.cases.factories import NOW, a_claimant, a_court, later
from tests.robot.house.factories import a_bailiff, a_ban, a_submission, papers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def test_a_submission_becomes_one_case_however_often_it_is_signed(stand_in: Any) -> None:
    submission, record = a_submission(stand_in)
    assert ban_paper(submission) == ban_paper(BanSubmission.objects.get())  # what is shown is what is signed
    first = submit_ban(submission.pk, {"way": "demo"}, by=submission.by, now=NOW)
    assert submit_ban(submission.pk, {"way": "demo"}, by=submission.by, now=later(1)) == first
    assert Case.objects.count() == 1 and first.kind == "sanction"
    assert sorted(first.documents.values_list("kind", flat=True)) == ["claim", "document", "notice", "order"]
    assert first.claim_data["material"]["enforcement_number"] == record["number"]
    assert Ban.of(submission.values).kept() == submission.values


def test_only_a_bailiff_submits_with_all_papers_and_only_the_own(stand_in: Any) -> None:
    submission, record = a_submission(stand_in)
    other, citizen = a_bailiff(), a_claimant()
    ban = a_ban(record, submission.by and a_court())
    with pytest.raises(NotPermitted):
        prepare_ban(ban, papers(citizen), by=citizen, now=NOW)
    with pytest.raises(PapersMissing) as missing:
        prepare_ban(ban, papers(other)[:1], by=other, now=NOW)
    assert set(missing.value.fields) == {"document", "notice"}
    with pytest.raises(NotFound):
        submit_ban(submission.pk, {"way": "demo"}, by=other, now=NOW)
    assert replace(ban, hardship=True).material()["hardship"] is True


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("person_iin", "123456789012"), ("debtor_number", "1"), ("order_on", "31.02.2026"), ("debt", "-5"), ("debt", "NaN"),
     ("court_code", "0000"), ("grounds", " ")],
)  # fmt: skip
def test_what_cannot_be_right_is_named_at_its_field(stand_in: Any, field: str, wrong: str) -> None:
    court = a_court()
    record = a_record("7511-26-000009", now=NOW, court=court.pk, bailiff="x")
    ban = a_ban(record, court)
    good = {**ban.kept(), "order_on": "02.03.2026", "hardship": ""}
    assert BanForm(good).is_valid(), BanForm(good).errors
    assert BanForm(good | {"order_on": "2026-03-02"}).is_valid()
    form = BanForm(good | {field: wrong})
    assert not form.is_valid() and list(form.errors) == [field]


def test_a_demo_has_registers_with_proceedings_to_try(stand_in: Any, settings: Any, client: Client) -> None:
    bailiff = a_bailiff()
    settings.ROBOT_REGISTERS = {}
    a_court("7511", exact=True)
    assert samples_for(bailiff.iin or "") == []
    assert write_records(datetime.now(tz=NOW.tzinfo)) == 4
    samples = samples_for(bailiff.iin or "")
    assert len(samples) == 4 and samples[-1]["faults"] and not samples[0]["faults"]
    client.force_login(bailiff)
    page = client.get(f"/ru/robot/bans/new/?sample={samples[0]['number']}").content.decode()
    assert f'value="{samples[0]["person"]["iin"]}"' in page
    settings.TARAZY_DEMO = False
    assert samples_for(bailiff.iin or "") == []


def test_the_stand_in_beside_a_demo_answers(stand_in: Any, settings: Any) -> None:

    settings.ROBOT_REGISTERS = {}
    with registers_beside():
        address = os.environ["ROBOT_REGISTERS"].removeprefix("all=")
        until = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"{address}/stand-in/proceedings", timeout=2) as answer:
                    assert json.load(answer) == []
                break
            except OSError:
                assert time.monotonic() < until
                time.sleep(0.2)
    assert "ROBOT_REGISTERS" not in os.environ and now_settings.ROBOT_REGISTERS == {}
