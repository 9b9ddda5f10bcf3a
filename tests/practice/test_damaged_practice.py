"""A practice that can't be opened is no reason for a page to break."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tarazy.acts.models import Act
from tarazy.acts.practice_at_hand import practice_at_hand
from tests.acts.factories import a_decision

pytestmark = pytest.mark.django_db


def test_a_damaged_practice_is_taken_for_none(client: Client, bank: list[Act], settings: Any) -> None:
    folder = settings.PRACTICE_DIR
    (folder / "index").mkdir(parents=True)
    (folder / "card.json").write_text("{}")
    (folder / "index" / "card.json").write_text("not json")
    assert practice_at_hand() is None
    assert client.get(f"/en/acts/{a_decision(0).id}/analogues/").status_code == 200
