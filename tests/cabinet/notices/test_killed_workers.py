"""Workers are killed at any moment, several work at once: every notice leaves the house, and none of them twice."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from tarazy.cabinet.notices.actions.choose import choose_channels
from tarazy.cabinet.notices.actions.send import send_due
from tarazy.cabinet.notices.actions.tell import tell_happenings
from tarazy.cabinet.notices.models import Delivery, Happening, Kind, Notice
from tarazy.cases import docket
from tests.cabinet.notices.stand_ins import BotApi, Gateway
from tests.cases.factories import NOW, a_claimant, a_registered_case

ENTRIES, PEOPLE = 20, 2


def a_day_s_work() -> int:
    """Cases in which much has happened and nobody was told; how many messages must leave the house."""
    for number in range(PEOPLE):
        claimant = a_claimant(phone=f"8 701 123 45 {number:02d}", telegram_chat=100 + number)
        choose_channels(
            claimant, {kind: ["sms", "telegram"] for kind in Kind.values}, quiet=False, digest=False
        )
        case = a_registered_case(by=claimant)
        for _entry in range(ENTRIES):
            docket.record(case, "hearing_scheduled", by=None, at=NOW, proceeding=case.proceedings.get())
    return PEOPLE * (ENTRIES + 1)  # each was registered too


def in_a_child(work: Callable[[], object]) -> int:
    """A child process that does `work()` and ends."""
    connections.close_all()  # a child must not inherit an open connection
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return child


def one_round(turn: int) -> None:
    """What a worker does, at its own time; a minute is passed by waiting three, so that claims run out."""
    now = NOW + timedelta(minutes=3 * turn)
    tell_happenings(now)
    send_due(now)


def killed_and_counted(telegram: BotApi, sms: Gateway, kills: int) -> None:
    wanted, chance = a_day_s_work(), random.Random(3)
    for turn in range(kills):
        pair = [in_a_child(lambda turn=turn: one_round(turn)) for _worker in range(2)]
        time.sleep(chance.uniform(0.05, 0.5))
        for child in pair:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    for turn in range(kills, kills + 30):
        one_round(turn)
        if not Delivery.objects.filter(state__in=("waiting", "sending")).exists():
            break
    assert not Happening.objects.exists()
    assert Notice.objects.count() == wanted
    assert set(Delivery.objects.values_list("state", flat=True)) <= {"sent", "uncertain"}
    # The gateway knows messages again by their keys: each arrives, once.
    assert Delivery.objects.filter(channel="sms", state="sent").count() == wanted == len(sms.sent)
    # Telegram knows nothing again: none arrives twice, and each that may be missing is known as uncertain.
    texts = Counter(telegram.sent)
    assert max(texts.values()) == 1
    sent = Delivery.objects.filter(channel="telegram", state="sent").count()
    uncertain = Delivery.objects.filter(channel="telegram", state="uncertain").count()
    assert sent + uncertain == wanted
    assert sent <= len(telegram.sent) <= wanted
    assert uncertain <= 2 * kills


@pytest.fixture
def far_sides(telegram: BotApi, sms: Gateway, settings: Any) -> tuple[BotApi, Gateway]:
    settings.TELEGRAM_TIMEOUT = 20  # a busy machine is no silence
    settings.NOTICE_SMS_A_DAY = 10_000
    telegram.delay = 0.01
    return telegram, sms


def test_killed_workers_lose_and_double_nothing_on_sqlite(
    far_sides: tuple[BotApi, Gateway], sqlite_file: str
):
    killed_and_counted(*far_sides, kills=12)


def test_killed_workers_lose_and_double_nothing_on_postgresql(
    far_sides: tuple[BotApi, Gateway], postgres: str
):
    killed_and_counted(*far_sides, kills=12)
