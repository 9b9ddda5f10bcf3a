"""Oversight on home pages and on the page of a case."""

from __future__ import annotations

import pytest

from tarazy.cases.presenting import offered
from tarazy.oversight.homes import judge, watchers
from tarazy.oversight.models import Alarm
from tests.cases.factories import NOW, a_distributed_case, claimant_of
from tests.oversight.factories import an_auditor, an_operator, signed_in

pytestmark = pytest.mark.django_db


def test_alarms_wait_on_the_desk_of_operator_and_auditor() -> None:
    alarm = Alarm.objects.create(system="forecast", kind="calibration", subject="outcome", raised_at=NOW)
    Alarm.objects.create(system="ocr", kind="review_due", subject="2027-01-01", raised_at=NOW)
    for user in (an_operator(), an_auditor()):
        (section,) = watchers(user, NOW)
        assert section.count == 2 and section.urgent_count == 1
        assert f"/ai/alarms/{alarm.pk}/" in signed_in(user).get("/ru/home/", follow=True).content.decode()


def test_a_judge_is_led_to_the_own_switches_and_a_party_to_ai_in_the_case() -> None:
    proceeding, sitting = a_distributed_case()
    (section,) = judge(sitting.user, NOW)
    assert section.items[0].url.endswith("/ai/own/")
    links = [link.url for link in offered(claimant_of(proceeding), proceeding.case)]
    assert any(link.endswith(f"/{proceeding.case.uuid}/ai/") for link in links)
