"""The stand-in registers beside a demo: a few proceedings of each demo bailiff, to be filled into the form and tried."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from tarazy.cases.models import Party
from tarazy.people.models import RoleGrant
from tarazy.people.permissions import Role
from tarazy.robot.sources.records import Record, a_record

EACH = 4
COURT = "7511"
DOUBTFUL: dict[str, str] = {"payments": "contradicts"}


def records_file() -> Path:
    """Where the records of the demo stand."""
    return Path(settings.TARAZY_HOME) / "registers.jsonl"


def told_file() -> Path:
    """Where the records of the materials stand that the demo's court has had already: their days stay as they were."""
    return Path(settings.TARAZY_HOME) / "registers-told.jsonl"


def keep_told(records: Iterable[Record]) -> None:
    """Keep the records of materials that are in court, for every later start of the registers."""
    told_file().parent.mkdir(parents=True, exist_ok=True)
    with told_file().open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(one | {"told": True}, ensure_ascii=False) + "\n" for one in records)


def write_records(now: datetime) -> int:
    """Write anew what the registers know: proceedings ripe today (the last of each bailiff doubtful), those that are in
    court, and the people of the registry's cases. Returns how many proceedings are ripe."""
    chance = random.Random(1)
    bailiffs = RoleGrant.objects.filter(role=Role.BAILIFF, until__isnull=True).exclude(user__iin=None)
    records: list[Record] = []
    for iin in sorted({str(one) for one in bailiffs.values_list("user__iin", flat=True)}):
        for serial in range(1, EACH + 1):
            records.append(
                a_record(
                    f"{COURT}-{now:%y}-{len(records) + 1:06d}", now=now, court=COURT, bailiff=iin, chance=chance,
                    entity=serial == EACH - 1, faults=DOUBTFUL if serial == EACH else {},
                )
            )  # fmt: skip
    count = len(records)
    records += _people_of_cases()
    if told_file().is_file():  # last: what they say of a person holds
        with told_file().open(encoding="utf-8") as lines:
            records += [json.loads(line) for line in lines]
    with records_file().open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in records)
    return count


def samples_for(iin: str) -> list[Record]:
    """The demo's proceedings of one bailiff; nothing outside a demo."""
    if not getattr(settings, "TARAZY_DEMO", False) or not iin or not records_file().is_file():
        return []
    with records_file().open(encoding="utf-8") as lines:
        read = (json.loads(line) for line in lines)
        ripe = (one for one in read if one.get("number") and not one.get("told"))
        return [one for one in ripe if one["bailiff"] == iin]


@contextlib.contextmanager
def registers_at_hand(records: Iterable[Record], now: datetime) -> Iterator[None]:
    """The stand-in in a thread of this process while the block runs, its clock standing at `now`."""
    from aiohttp import web  # heavy, and pages that offer samples need none of it

    from tarazy.robot.sources.stand_in import Registers

    loop, ready, where = asyncio.new_event_loop(), threading.Event(), [""]
    registers = Registers(records, clock=lambda: now)

    async def start() -> None:
        runner = web.AppRunner(registers.application(), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        where[0] = f"http://127.0.0.1:{runner.addresses[0][1]}"
        ready.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(start())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    before = getattr(settings, "ROBOT_REGISTERS", None)
    try:
        if not ready.wait(10):
            raise TimeoutError("the stand-in registers don't start")
        settings.ROBOT_REGISTERS = {"all": where[0]}
        yield
    finally:
        settings.ROBOT_REGISTERS = before
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


@contextlib.contextmanager
def registers_beside() -> Iterator[None]:
    """The stand-in in a process of its own while the block runs, connected by the environment of what is started in
    it; nothing where registers are connected already."""
    if getattr(settings, "ROBOT_REGISTERS", None):
        yield
        return
    write_records(timezone.now())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "tarazy.site.cli", "robot", "registers", "--port", str(port), "--records",
        str(records_file()),
    ]  # fmt: skip
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    before = os.environ.get("ROBOT_REGISTERS")
    os.environ["ROBOT_REGISTERS"] = f"all=http://127.0.0.1:{port}"
    try:
        yield
    finally:
        if before is None:
            os.environ.pop("ROBOT_REGISTERS", None)
        else:
            os.environ["ROBOT_REGISTERS"] = before
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(5)


def _people_of_cases() -> Iterator[dict[str, Any]]:
    """The parties of model cases, as the population and BIN registers would know them."""
    for one in Party.objects.filter(case__is_model=True).exclude(iin="", bin="").order_by("id")[:5000]:
        if one.iin:
            family, _, rest = one.name.partition(" ")
            given, _, patronymic = rest.partition(" ")
            yield {
                "person": {
                    "iin": one.iin, "family": family, "given": given, "patronymic": patronymic,
                    "birth_date": one.birth_date.isoformat() if one.birth_date else "1980-01-01", "alive": True,
                    "capable": True, "country": "398", "region": "", "address": one.address,
                }
            }  # fmt: skip
        elif one.bin:
            yield {
                "entity": {
                    "bin": one.bin, "name": one.name, "status": "REGISTERED", "heads": [], "founders": [],
                    "address": one.address,
                }
            }  # fmt: skip
