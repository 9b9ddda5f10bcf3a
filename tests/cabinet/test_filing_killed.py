"""Killed at any moment of a filing, the process leaves all of it or nothing; asked again, there is exactly one case."""

from __future__ import annotations

import os
import random
import signal
import time

from django.db import connections
from django.utils import timezone

from tarazy.cabinet.actions.file_signed_claim import file_signed_claim
from tarazy.cabinet.models import Filing
from tarazy.cases.models import Case, DocketEntry
from tarazy.ledger.models import Entry
from tests.cabinet.factories import a_filing, signed_paper

KILLS = 20


def test_twenty_kills_lose_no_filing_and_double_none(sqlite_file: str, settings):
    settings.TARAZY_DEMO = True
    first = a_filing()
    signed, chance, inside = signed_paper(first), random.Random(5), 0
    file_signed_claim(first.pk, signed, by=first.by, now=timezone.now(), answers_at=first.answers_at)  # warm
    began = time.monotonic()
    warm = _copy(first)
    file_signed_claim(warm.pk, signed, by=first.by, now=timezone.now(), answers_at=first.answers_at)
    takes = time.monotonic() - began
    for number in range(KILLS):
        filing = _copy(first)
        done = _filed_in_a_child_that_is_killed(filing, signed, chance.uniform(0.05, 1.2) * takes)
        inside += not done
        filing.refresh_from_db()
        assert Case.objects.count() == 2 + number + bool(filing.filed_at)
        for _again in range(2):  # sent again, pressed twice
            filed = file_signed_claim(
                filing.pk, signed, by=first.by, now=timezone.now(), answers_at=filing.answers_at
            )
        assert filed.case is not None and Case.objects.count() == 3 + number
    assert inside >= 5  # it died while at it
    told = set(DocketEntry.objects.values_list("ledger_stream", "ledger_number"))
    assert told <= set(Entry.objects.values_list("stream", "number"))
    assert Entry.objects.filter(kind="docket.file").count() == Case.objects.count() == 2 + KILLS


def _copy(first: Filing) -> Filing:
    """Another filing of the same paper, without a draft."""
    return Filing.objects.create(
        by=first.by, court_code=first.court_code, claim=first.claim, answers_at=first.answers_at,
        created_at=timezone.now(), fee_way=Filing.FeeWay.NONE,
    )  # fmt: skip


def _filed_in_a_child_that_is_killed(filing: Filing, signed: bytes, after: float) -> bool:
    """Whether the child had finished before it was killed."""
    connections.close_all()  # a child must not inherit an open connection
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            file_signed_claim(
                filing.pk, signed, by=filing.by, now=timezone.now(), answers_at=filing.answers_at
            )
            os.write(writing, b"done")
        finally:
            os._exit(0)
    os.close(writing)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as said:
        return bool(said.read())
