"""What is kept from others: closed acts and names behind masks, whatever way one asks."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from tarazy.acts.models import Act
from tarazy.people.models import User
from tarazy.practice.answers_seen import seen_by
from tarazy.practice.models import AskJob
from tests.acts.factories import a_decision

pytestmark = pytest.mark.django_db


def answers_of_the_api(client: Client) -> tuple[Any, str]:
    taken = client.post("/api/v1/ask", {"text": a_decision(50).text})
    response = client.get(taken.json()["address"])
    return response.json()["answers"], response.content.decode()


def test_the_api_names_no_closed_act_in_any_answer(client: Client, bank: list[Act], practice: Any) -> None:
    answers, page = answers_of_the_api(client)
    assert len(answers) == 5
    assert "hidden-777" not in page
    assert answers["analogues"]


def test_the_api_names_closed_acts_to_those_who_may_see_them(
    client: Client, bank: list[Act], practice: Any, staff: User
) -> None:
    client.force_login(staff)
    answers, _page = answers_of_the_api(client)
    assert "hidden-777" in [one["id"] for one in answers["analogues"]]
    assert answers["forecast"][0]["speaking_against"] == ["hidden-777"]


def test_a_closed_act_leaves_no_trace_in_a_track(client: Client, bank: list[Act], practice: Any) -> None:
    below = a_decision(0).id
    Act.objects.filter(act_id=below).update(visibility="closed")
    answers, page = answers_of_the_api(client)
    assert below not in page
    track = answers["trace"]["track"]
    assert [stage["act"]["id"] for stage in track["stages"]] == ["asked"]
    assert track["stages"][0]["days"] is None
    assert track["days"] is None
    assert answers["trace"]["links"] == []


def test_a_passage_lies_in_the_text_that_the_caller_reads(bank: list[Act], staff: User) -> None:
    act = Act.objects.get(act_id=a_decision(0).id)
    start = act.text.index("842 600")
    pair = {"asked": {"start": 0, "end": 1}, "act": {"start": start, "end": start + 7}}
    content = [{"id": act.act_id, "score": 1.0, "passages": [pair], "higher": []}]
    for user, text in ((None, act.public_text), (staff, act.text)):
        place = seen_by(user or AnonymousUser(), "analogues", content)[0]["passages"][0]["act"]
        assert text[place["start"] : place["end"]] == "842 600"


def test_the_fingerprint_of_the_unmasked_text_is_not_given_out(
    client: Client, bank: list[Act], staff: User
) -> None:
    act = Act.objects.get(act_id=a_decision(0).id)
    assert act.public_text != act.text
    address = f"/en/acts/{act.act_id}/verify/"
    assert act.content_hash not in client.get(address).content.decode()
    client.force_login(staff)
    assert act.content_hash in client.get(address).content.decode()


def test_a_planted_session_cookie_is_not_taken_over(client: Client, bank: list[Act], practice: Any) -> None:
    client.cookies["sessionid"] = "plantedplantedplantedplantedplan"
    client.post("/en/practice/", {"text": a_decision(50).text})
    assert AskJob.objects.get().session_key
    assert not AskJob.objects.get().session_key.startswith("planted")
