"""The worker beside the pages."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tarazy.site import demo_steps
from tarazy.site.work import Clock, begin_again

NOW = datetime(2026, 7, 1, tzinfo=UTC)


def test_the_clock_calls_what_is_due_and_not_what_isnt() -> None:
    called: list[str] = []
    clock = Clock(
        due={"often": 0.0, "seldom": 0.0},
        functions={
            "often": (lambda now: called.append("often"), 1.0),
            "seldom": (lambda now: called.append("seldom"), 100.0),
        },
    )
    clock.run_due(0.0, NOW)
    clock.run_due(0.5, NOW)
    clock.run_due(1.0, NOW)
    assert called == ["often", "seldom", "often"]


def test_one_that_fails_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    called: list[str] = []

    def fails(now: datetime) -> None:
        raise ValueError("7101")

    clock = Clock(
        due={"a": 0.0, "b": 0.0},
        functions={"a": (fails, 1.0), "b": (lambda now: called.append("b"), 1.0)},
    )
    assert clock.run_due(0.0, NOW) == 2
    assert called == ["b"]
    assert "ValueError" in caplog.text


@pytest.mark.django_db
def test_what_a_killed_worker_had_begun_is_begun_again_by_its_successor_only() -> None:
    mine, others = (
        DBTaskResult.objects.create(
            task_path="tests.none", args_kwargs={"args": [], "kwargs": {}}, priority=0, queue_name="default",
            backend_name="default", status=TaskResultStatus.RUNNING, worker_ids=[worker],
            exception_class_path="", traceback="",
        )
        for worker in ("one", "two")
    )  # fmt: skip
    assert begin_again("one") == 1
    mine.refresh_from_db()
    others.refresh_from_db()
    assert (mine.status, others.status) == (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def test_a_worker_told_to_stop_ends_in_order(tmp_path: Path) -> None:
    environment = os.environ | {"TARAZY_HOME": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/db"}
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        env=environment | {"DJANGO_SETTINGS_MODULE": "tarazy.site.settings"},
        check=True,
    )
    worker = subprocess.Popen(
        [sys.executable, "-m", "tarazy.site.work"],
        env=environment | {"LOG_LEVEL": "INFO"},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert worker.stderr is not None
    assert any("is at work" in line for line in worker.stderr)
    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=60)
    assert worker.returncode == 0


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the demo keeps its own database as a file")
def test_a_database_of_another_time_is_set_aside_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "tarazy.sqlite3"
    database.write_bytes(b"what somebody kept")
    (tmp_path / "steps").mkdir()
    (tmp_path / "steps" / "bank.json").write_text("{}")
    monkeypatch.setitem(connection.settings_dict, "NAME", str(database))
    monkeypatch.setattr(connection, "close", lambda: None)
    assert demo_steps.set_aside(tmp_path)
    kept = list(tmp_path.glob("*.old"))
    assert [path.read_bytes() for path in kept] == [b"what somebody kept"]
    assert not list((tmp_path / "steps").glob("*.json"))
    assert not database.exists()
