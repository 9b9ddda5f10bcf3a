"""The sources of this installation: each register at the address that the settings name, or none.

`ROBOT_REGISTERS` is a comma-separated list `enforcement=https://…,population=https://…`; `all=` is a base under which
every register stands by its name, as the stand-in serves them.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from tarazy.robot.sources.line import Line
from tarazy.robot.sources.registers import ALL, HttpRegister
from tarazy.robot.sources.wanted import registers

PATIENCE = 10.0


def addresses() -> Mapping[str, str]:
    """The address of each register by its name; "" where none is connected."""
    given: Mapping[str, str] = getattr(settings, "ROBOT_REGISTERS", {}) or {}
    base = given.get("all", "").rstrip("/")
    return {name: given.get(name) or (f"{base}/{name}" if base else "") for name in registers()}


def connected_sources(*, patient: bool = False) -> list[HttpRegister]:
    """A client for each register, to be closed by whoever asked for them. A `patient` one waits longer: many
    materials are asked about at once, and no person waits."""
    known, where = registers(), addresses()
    longer = PATIENCE if patient else 1.0
    return [
        one(Line(where[one.name], timeout_s=known[one.name].timeout_s * longer, tries=known[one.name].tries))
        for one in ALL
    ]
