"""Run by a process of its own on an empty database: workers that race for the same draws, and workers that are killed.

Prints what came of it as JSON. `DATABASE_URL` and `TARAZY_HOME` say where.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.db.models import Count, Sum  # noqa: E402

from tarazy import ledger, verify  # noqa: E402
from tarazy.allocation.actions import commit_draw, complete_draw  # noqa: E402
from tarazy.allocation.models import Draw, Tally  # noqa: E402
from tarazy.allocation.refusals import AlreadyDistributed  # noqa: E402
from tarazy.cases.models import Assignment, Proceeding  # noqa: E402
from tests.allocation import courts  # noqa: E402
from tests.allocation.courts import NOW  # noqa: E402

LATER = NOW + timedelta(seconds=5)
RIVALS, RACED, KILLS = 4, 3, 6


def forked(work: Callable[[], int]) -> int:
    """A child that does the work and ends with what it returns."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        os._exit(work())
    except BaseException as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        os._exit(99)


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def commit(number: int) -> int:
    try:
        commit_draw(Proceeding.objects.get(pk=number), None, NOW)
    except AlreadyDistributed:
        return 1
    return 0


def complete_all(numbers: list[int]) -> int:
    for number in numbers:
        complete_draw(Draw.objects.get(pk=number), LATER)
    return 0


def work_on(proceedings: list[int]) -> int:
    for number in proceedings:
        draw = Draw.objects.live().filter(proceeding=number).first()
        if draw is None:
            draw = commit_draw(Proceeding.objects.get(pk=number), None, NOW)
        complete_draw(draw, LATER)
    return 0


def main() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    house = courts.courthouse(6)
    raced = [courts.proceeding(house).pk for _ in range(RACED)]
    commits = [
        [ended(child) for child in [forked(lambda n=n: commit(n)) for _ in range(RIVALS)]] for n in raced
    ]
    waiting = list(Draw.objects.order_by("?").values_list("pk", flat=True))
    completed = [ended(child) for child in [forked(lambda: complete_all(waiting)) for _ in range(RIVALS)]]

    chance = random.Random(1)
    killed = [courts.proceeding(house).pk for _ in range(12)]
    signals = Counter[int]()
    for _ in range(KILLS):
        child = forked(lambda: work_on(killed))
        time.sleep(chance.uniform(0.02, 0.12))
        os.kill(child, signal.SIGKILL)
        signals[ended(child)] += 1
    finished = ended(forked(lambda: work_on(killed)))

    draws = Draw.objects.filter(state="drawn")
    seats = Assignment.objects.values("proceeding").annotate(n=Count("id"))
    print(  # noqa: T201 - the answer to the test
        json.dumps(
            {
                "commits": commits,
                "completed": completed,
                "killed": signals[-signal.SIGKILL],
                "finished": finished,
                "drawn": draws.count(),
                "others": Draw.objects.exclude(state="drawn").count(),
                "seats": sorted({row["n"] for row in seats}),
                "seated": len(seats),
                "chosen": Tally.objects.aggregate(n=Sum("chosen"))["n"],
                "differences": len(list(ledger.audit())),
                "verified": sum(verify.check_receipt(draw.receipt).verifies for draw in draws),
            }
        )
    )


if __name__ == "__main__":
    main()
