"""Draws a second on the loaded registry, as the worker makes them. `python -m tarazy.site.load.drawing DRAWS`.

Registered proceedings of many courts are committed a hundred in a transaction and completed with receipts, seats,
dockets and tasks, by the beacon of several courts. One process. Prints one JSON object.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import timedelta
from typing import Any


def draw(draws: int) -> dict[str, Any]:
    """How many were drawn and seated, and a second: commitment, completion, both."""
    from django.utils import timezone

    from tarazy.allocation.actions import commit_draws, complete_round
    from tarazy.allocation.models import Draw
    from tarazy.cases import events, tasks, workflow
    from tarazy.cases.models import Assignment, Proceeding

    waiting = Proceeding.objects.filter(stage="registered", instance="first", draws__isnull=True)
    rows = list(waiting.select_related("case", "court").order_by("court", "pk")[: draws * 3])
    proceedings = rows[:: max(1, len(rows) // draws)][:draws]
    now = timezone.now()
    for read_once in (workflow.table, events.all_events, tasks.steps):  # a worker reads them when it starts
        read_once()
    commit_draws(proceedings[:5], None, now)
    proceedings = proceedings[5:]
    began = time.perf_counter()
    committed = [
        one
        for start in range(0, len(proceedings), 100)
        for one in commit_draws(proceedings[start : start + 100], None, now)
    ]
    half = time.perf_counter()
    for kind, named in {(one.beacon_kind, one.beacon_round) for one in committed if one.beacon_round}:
        complete_round(kind, named, now + timedelta(seconds=5))
    ended = time.perf_counter()
    keys = [one.pk for one in committed]
    done = Draw.objects.filter(pk__in=keys, state=Draw.State.DRAWN, receipt__isnull=False).count()
    seated = Assignment.objects.filter(proceeding__draws__in=keys).values("proceeding").distinct().count()
    return {
        "draws": done,
        "seated": seated,
        "courts": len({one.court_code for one in committed}),
        "per_second": done / (ended - began),
        "commit_per_second": len(committed) / (half - began),
        "complete_per_second": done / (ended - half),
        "load": os.getloadavg()[0],
    }


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    django.setup()
    print(json.dumps(draw(int(sys.argv[1]))))  # noqa: T201
