"""What the clock does for those who follow the bank."""

from __future__ import annotations

import time
from datetime import datetime

from tarazy.acts.following import alerts, bulk
from tarazy.acts.following.learning import learn

BUILD_S = 20.0  # the clock has other things to do


def send_due_alerts(*, now: datetime) -> int:
    """Learn which acts became public, tell those who asked for it; how many letters went out."""
    learn(now=now)
    alerts.claim(now=now)
    return alerts.send_waiting(now=now)


def make_bulk_files(*, now: datetime) -> int:
    """Build the files of months that changed, those first that lost an act; how many months were built."""
    bulk.sweep(now=now)
    until = time.monotonic() + BUILD_S
    built = 0
    for month in bulk.due(now):
        built += bulk.build(month.pk, now=now)
        if time.monotonic() > until:
            break
    return built
