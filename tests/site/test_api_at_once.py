"""One key sent several times at the same moment."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tarazy.people.actions.tokens import make_token
from tarazy.people.models import Invitation
from tarazy.people.permissions import Permission, Role
from tests.database import sqlite_file  # noqa: F401 - a fixture
from tests.people.factories import with_role


@pytest.mark.one_engine
def test_requests_with_one_key_at_the_same_moment_are_done_once(sqlite_file: str) -> None:  # noqa: F811
    chair = with_role(Role.COURT_CHAIR, "7511")
    _row, token = make_token(chair, "test", [Permission.INVITE_STAFF], 1, timezone.now())
    asked = {"email": "clerk@example.kz", "role": "registry_clerk", "court": "7511"}
    headers = {"authorization": f"Bearer {token}", "idempotency-key": "same"}
    answers: list[tuple[int, bytes]] = []
    start = threading.Barrier(4)

    def send() -> None:
        start.wait()
        answer = Client().post("/api/v1/invitations", asked, content_type="application/json", headers=headers)
        answers.append((answer.status_code, answer.content))
        connection.close()

    workers = [threading.Thread(target=send) for _number in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert [status for status, _content in answers] == [201] * 4
    assert len({content for _status, content in answers}) == 1
    assert Invitation.objects.count() == 1
