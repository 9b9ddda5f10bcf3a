"""Questions that are given up, forgotten, or wait long; and what the log and the process list tell of them."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.utils import timezone

from tarazy.acts.models import Act
from tarazy.practice import reading_process
from tarazy.practice.actions.ask import _say_alive, _waiting, ask, fail, work_on
from tarazy.practice.models import AskJob
from tests.acts.factories import a_decision

pytestmark = pytest.mark.django_db
asking = import_module("tarazy.practice.actions.ask")


def test_a_question_given_up_while_it_is_read_stays_given_up(
    bank: list[Act], practice: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = AskJob.objects.create()
    reads = asking.read_apart

    def given_up(content: bytes, name: str = "") -> Any:
        fail(AskJob.objects.get(pk=job.pk), "stopped")
        return reads(content, name)

    monkeypatch.setattr(asking, "read_apart", given_up)
    work_on(job.pk, a_decision(50).text.encode(), "")
    job.refresh_from_db()
    assert (job.status, job.error, job.text) == ("failed", "stopped", "")
    assert not job.answers.exists()


def test_a_question_forgotten_while_it_is_answered_does_not_come_back(
    bank: list[Act], monkeypatch: pytest.MonkeyPatch, practice: Any
) -> None:
    def forgotten(_decision: Any) -> Iterator[tuple[str, object]]:
        yield "category", {}
        AskJob.objects.all().delete()
        yield "trace", {}

    monkeypatch.setattr(asking, "answers_to", forgotten)
    ask(a_decision(50).text.encode())
    assert not AskJob.objects.exists()


def test_a_question_that_waits_for_a_worker_does_not_grow_stale(db: None) -> None:
    worked_on, waits, left_behind = (AskJob.objects.create() for _ in range(3))
    AskJob.objects.update(touched=timezone.now() - timedelta(minutes=9))
    _waiting.add(waits.pk)
    try:
        _say_alive(worked_on)
    finally:
        _waiting.discard(waits.pk)
    old = timezone.now() - timedelta(minutes=8)
    assert set(AskJob.objects.filter(touched__lt=old)) == {left_behind}


def test_the_log_quotes_nothing_of_the_text(
    bank: list[Act], practice: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(_decision: Any) -> Iterator[tuple[str, object]]:
        raise ValueError("Сериков Айдос")
        yield

    monkeypatch.setattr(asking, "answers_to", breaks)
    with caplog.at_level(logging.DEBUG):
        ask(a_decision(50).text.encode())
    assert "ValueError" in caplog.text
    assert "Сериков" not in caplog.text


def test_the_list_of_processes_doesn_t_name_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    def run(command: list[str], **_options: Any) -> Any:
        started.append(command)
        return subprocess.CompletedProcess(command, 0, b'{"error": "empty", "params": {}}', b"")

    monkeypatch.setattr(reading_process.subprocess, "run", run)
    with pytest.raises(reading_process.ReadingFailed):
        reading_process.read_apart(b"x", "иск Серикова.txt")
    assert started[0][-1] == "file"
    assert not any("Серик" in word for word in started[0])


def test_a_reading_that_outlives_its_server_ends_by_itself() -> None:
    code = (
        "import tarazy.practice.reading_process as r; r.CPU_SECONDS = 2\n"
        "def forever(*_):\n    while True: pass\n"
        "r._read = forever; r.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], input=b"x", timeout=40, check=False)
    assert done.returncode < 0
