"""A process that files without end until it is killed; `test_killed.py` starts it and kills it.

`python -m tests.ledger.filing KILLS SEED`: files in children that are killed at random moments, KILLS times, on the
database of DATABASE_URL, and after each death compares what is kept with what the child had been told was kept.
Prints one JSON object: kills, how many entries, how many deaths fell inside a transaction, and faults.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime
from typing import Any

COURT = "7101"
NOON = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)


def file_without_end(words: int) -> None:
    """File: a row of work and its entry in one transaction. Says `b` when it begins and the number when it is done."""
    from django.db import connection, transaction

    from tarazy import ledger

    while True:
        os.write(words, b"b\n")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO filed (number) VALUES (0) RETURNING id")
            (pk,) = cursor.fetchone()
            entry = ledger.append(COURT, "case.filed", {"filed": pk}, at=NOON)
            cursor.execute("UPDATE filed SET number = %s WHERE id = %s", (entry.number, pk))
        os.write(words, f"{entry.number}\n".encode())


def kill_one(chance: random.Random) -> tuple[list[int], bool]:
    """What the child said was kept, and whether it died inside a transaction."""
    from django.db import connections

    connections.close_all()  # a child must not inherit an open connection
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            file_without_end(writing)
        except BaseException as error:
            os.write(writing, f"! {error!r}\n".encode())
        finally:
            os._exit(1)
    os.close(writing)
    time.sleep(chance.uniform(0.001, 0.06))
    os.kill(child, signal.SIGKILL)
    with os.fdopen(reading, "rb") as said:
        lines = said.read().decode().split("\n")[:-1]
    os.waitpid(child, 0)
    if lines and lines[-1].startswith("!"):
        raise RuntimeError(lines[-1])
    return [int(line) for line in lines if line != "b"], bool(lines) and lines[-1] == "b"


def agreement(acknowledged: set[int]) -> list[str]:
    """What disagrees between the table of work and the ledger; nothing should."""
    from django.db import connection

    from tarazy.ledger.models import Entry, Head

    with connection.cursor() as cursor:
        cursor.execute("SELECT number, id FROM filed ORDER BY number")
        filed = list(cursor.fetchall())
    entered = [(entry.number, entry.body["filed"]) for entry in Entry.objects.order_by("number")]
    size = Head.objects.filter(pk=COURT).values_list("size", flat=True).first() or 0
    faults = [] if filed == entered else [f"{len(filed)} filed, {len(entered)} entered"]
    if size != len(entered):
        faults.append(f"head {size}, {len(entered)} entered")
    if lost := acknowledged - {number for number, _ in entered}:
        faults.append(f"lost: {sorted(lost)[:5]}")
    return faults


def main(kills: int, seed: int) -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tarazy import ledger

    call_command("migrate", "ledger", verbosity=0, interactive=False)
    identity = "integer PRIMARY KEY" if connection.vendor == "sqlite" else "serial PRIMARY KEY"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE filed (id {identity}, number bigint NOT NULL)")
    chance, acknowledged, inside, faults = random.Random(seed), set[int](), 0, list[str]()
    for turn in range(1, kills + 1):
        kept, died_inside = kill_one(chance)
        acknowledged |= set(kept)
        inside += died_inside
        if turn % 10 == 0 or turn == kills:
            faults += agreement(acknowledged)
        if turn % 50 == 0 or turn == kills:
            faults += [str(difference) for difference in ledger.audit()]
    return {"kills": kills, "entries": len(acknowledged), "inside": inside, "faults": faults}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201 - its answer
