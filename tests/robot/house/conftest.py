"""The stand-in registers in a thread of their own, with a clock that the test sets."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tarazy.robot.sources import line
from tarazy.robot.sources.stand_in import Registers
from tests.cases.factories import NOW
from tests.database import sqlite_file  # noqa: F401


class StandIn:
    """A running stand-in: its address and what it knows."""

    def __init__(self) -> None:
        self.now: datetime = NOW
        self.registers = Registers(clock=lambda: self.now)
        self.address = ""
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._start())
        self._loop.run_forever()

    async def _start(self) -> None:
        runner = web.AppRunner(self.registers.application(), access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        self._ready.set()

    def forget(self) -> None:
        """Nothing is known, nothing is wrong, it is the tests' Monday."""
        self.now = NOW
        fresh = Registers(clock=lambda: self.now)
        for name in ("faults", "proceedings", "people", "entities", "officers", "fault_of", "asked"):
            setattr(self.registers, name, getattr(fresh, name))
        if hasattr(self.registers, "_ban_cache"):
            del self.registers._ban_cache

    def stop(self) -> None:
        """End the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)


@pytest.fixture(scope="session")
def stand_in_server() -> Iterator[StandIn]:
    server = StandIn()
    yield server
    server.stop()


@pytest.fixture
def stand_in(stand_in_server: StandIn, settings: Any) -> StandIn:
    """The registers of a test: empty, well, connected."""
    stand_in_server.forget()
    line._circuits.clear()
    settings.ROBOT_REGISTERS = {"all": stand_in_server.address}
    return stand_in_server


@pytest.fixture
def demo(settings: Any, tmp_path: Path) -> None:
    settings.TARAZY_DEMO = settings.MODEL_DATA = True
    settings.TARAZY_HOME = tmp_path
    settings.STORAGE_URL = ""
