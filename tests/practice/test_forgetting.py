"""The clock deletes what was asked, whether or not anyone comes by."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import OperationalError

from tarazy.practice import forgetting


def test_the_clock_goes_on_after_a_busy_database(monkeypatch: pytest.MonkeyPatch) -> None:
    stopped, calls = threading.Event(), []

    def forget() -> Any:
        calls.append(1)
        if len(calls) == 1:
            raise OperationalError("database is locked")
        stopped.set()

    monkeypatch.setattr(forgetting, "forget_expired", forget)
    monkeypatch.setattr(forgetting, "close_old_connections", lambda: None)
    thread = forgetting.forget_by_the_clock(stopped, every_s=0.01)
    thread.join(5)
    assert not thread.is_alive()
    assert len(calls) == 2


@pytest.mark.django_db
def test_the_database_overwrites_what_it_deletes() -> None:
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("SQLite only")
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA secure_delete").fetchone()[0] == 1
