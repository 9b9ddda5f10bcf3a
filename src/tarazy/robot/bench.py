"""`tarazy bench robot`: how many travel-ban materials a second, over HTTP registers, beside one after another."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table

ONE_BY_ONE = 60
WORKERS = 2
DOUBTFUL = 0.1  # share of materials that must be handed over: a register is silent, old or contradicts


def run(materials: int = 10_000, seed: int = 0, progress: Callable[..., object] = print) -> dict[str, Any]:
    """Figures as a dictionary, on an empty SQLite database and the stand-in registers in a process of its own."""
    with tempfile.TemporaryDirectory() as home:
        work = subprocess.run(
            [sys.executable, "-m", "tarazy.robot.bench", str(materials), str(seed)],
            env=os.environ
            | {"TARAZY_HOME": home, "DATABASE_URL": f"sqlite:///{home}/bench.sqlite3", "MODEL_DATA": "on"},
            stdout=subprocess.PIPE,
            check=True,
        )
    found: dict[str, Any] = json.loads(work.stdout)
    return found


def render(result: dict[str, Any], console: Console) -> None:
    """A table for the terminal."""
    table = Table("way", "materials", "a second", "drafts a second", "handed over")
    for name in ("one_by_one", "batch"):
        row = result[name]
        table.add_row(
            name.replace("_", " "), f"{row['materials']:,}", f"{row['per_second']:.1f}",
            f"{row['drafts_per_second']:.1f}", f"{row['handed_over']:,}",
        )  # fmt: skip
    console.print(table)
    console.print(
        f"From the last datum to the draft: {result['draft_ms']:.0f} ms on average, {result['slowest_ms']:.0f} ms at most; "
        f"{result['machine']}"
    )


@contextmanager
def _registers(port: int, records: list[dict[str, Any]]) -> Iterator[str]:
    server = subprocess.Popen([sys.executable, "-m", "tarazy.robot.sources.stand_in", str(port)])
    address = f"http://127.0.0.1:{port}"
    try:
        _tell(f"{address}/stand-in/records", records)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def _tell(address: str, records: list[dict[str, Any]]) -> None:
    from urllib.request import Request, urlopen

    for begin in range(0, len(records), 1000):
        body = json.dumps(records[begin : begin + 1000]).encode()
        for attempt in range(60):
            try:
                urlopen(
                    Request(address, body, {"Content-Type": "application/json"}, method="PUT"), timeout=30
                ).close()
                break
            except OSError:
                if attempt == 59:
                    raise
                time.sleep(0.25)


def _measure(materials: int, seed: int) -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db.models import Avg, Max
    from django.utils import timezone

    from tarazy.robot.actions.carry_out import carry_out
    from tarazy.robot.actions.start_run import start_run
    from tarazy.robot.batch import start_batch
    from tarazy.robot.models import Run
    from tarazy.robot.several import at_once
    from tarazy.robot.sources.records import model_records

    call_command("migrate", verbosity=0, interactive=False)
    now = timezone.now()
    bailiff = "850101300019"
    records = list(model_records(materials + ONE_BY_ONE, now=now, court="7511", bailiff=bailiff, seed=seed))
    faults = ("timeout", "stale", "contradicts", "half")
    for place, record in enumerate(records):
        if place % round(1 / DOUBTFUL) == 0:
            fault = faults[place // round(1 / DOUBTFUL) % len(faults)]
            record["faults"] = {"payments": "error" if fault == "timeout" else fault}
    ids = _fill(records, bailiff, now)
    with _registers(_port(), records) as address:
        from django.conf import settings

        settings.ROBOT_REGISTERS = {"all": address}
        os.environ["ROBOT_REGISTERS"] = f"all={address}"  # of the workers
        settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
        began = time.monotonic()
        for one in ids[:ONE_BY_ONE]:
            run = start_run(one, now=now)
            assert run is not None
            carry_out(run.pk, now=timezone.now())
        seconds = time.monotonic() - began
        single = _counted(Run.objects.filter(batch=None), seconds)
        batch = start_batch("travel_ban", by=None, now=timezone.now())
        began = time.monotonic()
        at_once(batch.pk, WORKERS, lambda one: print(f"{one.done:,} of {one.total:,}", file=sys.stderr))  # noqa: T201
        many = _counted(Run.objects.filter(batch=batch), time.monotonic() - began)
    told = Run.objects.aggregate(mean=Avg("draft_seconds"), most=Max("draft_seconds"))
    return {
        "one_by_one": single,
        "batch": many,
        "draft_ms": 1000 * (told["mean"] or 0),
        "slowest_ms": 1000 * (told["most"] or 0),
        "machine": f"{platform.machine()}, {len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}",
    }


def _counted(rows: Any, seconds: float) -> dict[str, float]:
    materials, drafts = rows.count(), rows.filter(state="drafted").count()
    return {
        "materials": materials,
        "seconds": seconds,
        "per_second": materials / seconds,
        "drafts_per_second": drafts / seconds,
        "handed_over": rows.filter(state="handed_over").count(),
    }


def _port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _fill(records: list[dict[str, Any]], bailiff: str, now: datetime) -> list[int]:
    """The registry with a proceeding for each record, written at once; their ids in the records' order."""
    from tarazy.cases.models import (
        Assignment,
        Case,
        CaseDocument,
        DocketEntry,
        Party,
        Proceeding,
    )
    from tarazy.courts.models import Court, Judge
    from tarazy.documents.models import Document
    from tarazy.robot.actions.submit_ban import Ban

    court = Court.objects.create(
        code="7511", kind="district", region="almaty_city", name_kk="Алматы қ. аудандық соты",
        name_ru="Районный суд г. Алматы", name_en="District court",
    )  # fmt: skip
    judge = Judge.objects.create(
        court=court, family_name="Сәрсенова", given_name="Айгерім", appointed=now.date()
    )
    files = {
        kind: Document.objects.create(
            sha256=f"{number:064x}", size=1, media_type="application/pdf", status="ready", kind=kind
        )
        for number, kind in enumerate(("claim", "order", "document", "notice"))
    }
    cases = []
    for serial, record in enumerate(records, start=1):
        person, entity = record["person"], record["entity"]
        name = " ".join((person["family"], person["given"], person["patronymic"]))
        from decimal import Decimal

        ban = Ban(
            court_code="7511", language="ru" if serial % 2 else "kk", enforcement_number=record["number"],
            order_number=str(serial), order_on=now.date(), document="исполнительный лист",
            debtor_name=entity["name"] if entity else name, debtor_number=record["debtor"],
            debtor_is_entity=bool(entity), person_name=name, person_iin=person["iin"],
            creditor_name=record["creditor"], debt=Decimal(record["left"]) / 100, grounds="задолженность не погашена",
        )  # fmt: skip
        cases.append(
            Case(
                court=court, kind="sanction", language=ban.language, filed_at=now, registered_at=now, docket_size=1,
                number=f"7511-26-00-2/{serial}", claim_data={"definition": "travel_ban", "material": ban.material()},
            )
        )  # fmt: skip
    Case.objects.bulk_create(cases, batch_size=500)
    proceedings = Proceeding.objects.bulk_create(
        (
            Proceeding(
                case=one, court=court, kind="sanction", stage="distributed", stage_since=now, filed_at=now,
                registered_at=now, number=one.number,
            )
            for one in cases
        ), batch_size=500,
    )  # fmt: skip
    entries = DocketEntry.objects.bulk_create(
        (
            DocketEntry(
                case=one.case, proceeding=one, number=1, code="file", at=now, params={}, ledger_stream="bench",
                ledger_number=place,
            )
            for place, one in enumerate(proceedings, start=1)
        ), batch_size=500,
    )  # fmt: skip
    CaseDocument.objects.bulk_create(
        (
            CaseDocument(case=entry.case, entry=entry, document=document, kind=kind, title=kind)
            for entry in entries
            for kind, document in files.items()
        ),
        batch_size=500,
    )
    parties = []
    for one, record in zip(cases, records, strict=True):
        person, entity = record["person"], record["entity"]
        name = " ".join((person["family"], person["given"], person["patronymic"]))
        parties += [
            Party(case=one, role="bailiff", side="claim", name="Ержанов Нұрлан Болатұлы", iin=bailiff, joined_at=now),
            Party(
                case=one, role="debtor", side="defence", kind="company" if entity else "person",
                name=entity["name"] if entity else name, iin="" if entity else person["iin"],
                bin=entity["bin"] if entity else "", joined_at=now,
            ),
        ]  # fmt: skip
    Party.objects.bulk_create(parties, batch_size=500)
    Assignment.objects.bulk_create(
        (Assignment(proceeding=one, judge=judge, since=now) for one in proceedings), batch_size=500
    )
    return [one.pk for one in proceedings]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    json.dump(_measure(int(sys.argv[1]), int(sys.argv[2])), sys.stdout)
