"""Batches: every material once, whatever is killed between; a bar that survives a reload."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from tarazy.cases.models import Task
from tarazy.courts.models import Court
from tarazy.people.refusals import NotPermitted
from tarazy.robot import batch as batches
from tarazy.robot.actions.carry_out import HAND_OVER
from tarazy.robot.batch import go_on, resume, start_batch, stop_batch
from tarazy.robot.bench import _fill
from tarazy.robot.models import Batch, BatchItem, Run
from tarazy.robot.refusals import BatchBusy, TableUnknown
from tarazy.robot.schedule import go_on_with_what_was_left
from tarazy.robot.sources.records import model_records
from tests.cases.factories import a_chair, a_claimant, a_court

BAILIFF = "850101300019"


def materials(stand_in: Any, count: int, *, silent: int = 3) -> list[int]:
    """Proceedings before the judge with their records; the payments of every `silent`th are unknown."""
    now = timezone.now()
    stand_in.now = now
    records = list(model_records(count, now=now, court="7511", bailiff=BAILIFF))
    for place, record in enumerate(records):
        if place % silent == 0:
            record["faults"] = {"payments": "error"}
        stand_in.registers.add(record)
    return _fill(records, BAILIFF, now)


@pytest.mark.django_db
def test_a_batch_drafts_hands_over_and_counts(stand_in: Any) -> None:
    materials(stand_in, 12)
    begun = start_batch("travel_ban", by=None, now=timezone.now())
    seen: list[int] = []
    assert begun.total == 12 and go_on(begun.pk, lambda one: seen.append(one.done)) == 12
    begun.refresh_from_db()
    assert (begun.state, begun.drafted, begun.handed_over, begun.passed_by) == (Batch.State.DONE, 8, 4, 0)
    assert seen[-1] == 12 and not BatchItem.objects.exists()
    assert Run.objects.filter(batch=begun, state="drafted").count() == 8
    assert Task.objects.filter(code=HAND_OVER).count() == 4
    again = start_batch("travel_ban", by=None, now=timezone.now())
    assert again.total == 0  # nothing is gone through twice


@pytest.mark.django_db
def test_a_chunk_that_dies_leaves_nothing_and_is_done_again(
    stand_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    materials(stand_in, 6)
    monkeypatch.setattr(batches, "CHUNK", 2)
    begun = start_batch("travel_ban", by=None, now=timezone.now())
    kept = batches._ask_the_judges
    calls: list[int] = []

    def dies(*args: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise OSError("killed")
        kept(*args)

    monkeypatch.setattr(batches, "_ask_the_judges", dies)
    with pytest.raises(OSError, match="killed"):
        go_on(begun.pk)
    assert Run.objects.count() == 2 and BatchItem.objects.count() == 4
    begun.refresh_from_db()
    assert begun.done == 2
    assert go_on_with_what_was_left(now=timezone.now()) == 0  # it could still be alive
    resume(begun.pk, now=timezone.now() + batches.GONE_AFTER * 2)
    assert go_on(begun.pk) == 4
    begun.refresh_from_db()
    assert begun.state == Batch.State.DONE and begun.done == Run.objects.count() == 6
    assert Run.objects.values("proceeding").distinct().count() == 6


@pytest.mark.django_db
def test_a_stopped_batch_keeps_the_rest_and_goes_on(stand_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    materials(stand_in, 6)
    monkeypatch.setattr(batches, "CHUNK", 2)
    begun = start_batch("travel_ban", by=None, now=timezone.now())
    Batch.objects.filter(pk=begun.pk).update(court_code="7511")

    chair = a_chair(Court.objects.get(pk="7511"))
    go_on(begun.pk, lambda one: stop_batch(begun.pk, by=chair, now=timezone.now()) and None)
    begun.refresh_from_db()
    assert begun.state == Batch.State.STOPPED and begun.done == 2
    assert go_on(begun.pk) == 0
    resume(begun.pk, now=timezone.now())
    assert go_on(begun.pk) == 4


@pytest.mark.django_db
def test_two_batches_of_a_table_do_not_run_at_once_and_only_tables_in_use_do(stand_in: Any) -> None:
    ids = materials(stand_in, 1)
    assert ids
    start_batch("travel_ban", by=None, now=timezone.now())
    with pytest.raises(BatchBusy):
        start_batch("travel_ban", by=None, now=timezone.now())
    with pytest.raises(TableUnknown):
        start_batch("no_such", by=None, now=timezone.now())

    with pytest.raises(NotPermitted):
        start_batch("travel_ban", by=a_claimant(), now=timezone.now())


def test_a_batch_killed_without_warning_goes_on_where_it_was(
    sqlite_file: str, stand_in: Any, settings: Any
) -> None:
    materials(stand_in, 70, silent=10)
    begun = start_batch("travel_ban", by=None, now=timezone.now())
    env = os.environ | {
        "DATABASE_URL": sqlite_file, "TARAZY_HOME": str(settings.TARAZY_HOME), "MODEL_DATA": "on",
        "ROBOT_REGISTERS": f"all={stand_in.address}", "DJANGO_SETTINGS_MODULE": "tarazy.site.settings",
    }  # fmt: skip
    command = [sys.executable, "-m", "tarazy.robot.several", str(begun.pk)]
    worker = subprocess.Popen(command, env=env)
    until = time.monotonic() + 60
    while Run.objects.count() == 0 and time.monotonic() < until:
        time.sleep(0.02)
    worker.send_signal(signal.SIGKILL)
    worker.wait(10)
    done = Run.objects.count()
    begun.refresh_from_db()
    assert 0 < done < 70 and begun.done == done and BatchItem.objects.count() == 70 - done
    resume(begun.pk, now=timezone.now() + batches.GONE_AFTER * 2)
    subprocess.run(command, env=env, check=True, timeout=120)
    begun.refresh_from_db()
    assert begun.state == Batch.State.DONE and begun.done == 70
    assert Run.objects.count() == Run.objects.values("proceeding").distinct().count() == 70
    assert Task.objects.filter(code=HAND_OVER).count() == 7


@pytest.mark.django_db
def test_the_bar_is_the_same_after_a_reload_and_other_courts_see_no_batch(
    stand_in: Any, client: Client
) -> None:
    materials(stand_in, 3)

    chair = a_chair(Court.objects.get(pk="7511"))
    client.force_login(chair)
    answer = client.post("/ru/robot/batches/", {"table": "travel_ban", "court": "7511"})
    assert answer.status_code == 302
    begun = Batch.objects.get()
    assert UUID(answer["Location"].rstrip("/").split("/")[-1]) == begun.pk
    page = client.get(f"/ru/robot/batches/{begun.pk}/").content.decode()
    assert "0 / 3" in page and "every 1s" in page
    go_on(begun.pk)
    for address in ("", "bar/"):
        page = client.get(f"/ru/robot/batches/{begun.pk}/{address}").content.decode()
        assert "3 / 3" in page and "every 1s" not in page

    stranger = Client()
    stranger.force_login(a_chair(a_court()))
    assert stranger.get(f"/ru/robot/batches/{begun.pk}/").status_code == 404
