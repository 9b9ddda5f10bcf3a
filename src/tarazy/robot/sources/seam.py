"""The seam between the robot and what it asks: a material goes in, data with their sources and times come out."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from tarazy.robot.facts import Datum, Facts
from tarazy.robot.sources.wanted import Wanted, wanted_by


@dataclass(frozen=True)
class Material:
    """What is decided on, as plain values: `asked` are the numbers that registers are asked about, `told` the data
    that the case's own papers and the court's registry gave already."""

    key: str
    table: str
    received: datetime
    asked: Mapping[str, Any] = field(default_factory=dict)
    told: tuple[Datum, ...] = ()


class Source(Protocol):
    """A register, or anything else that tells data about a material. It answers; it never raises for a fault of its
    own: what it couldn't tell comes back as a datum in doubt."""

    name: str

    async def fetch(self, material: Material, now: datetime) -> list[Datum]:
        """What the source says, each datum named `register.field` with the moment when it was true there."""


async def gather(material: Material, sources: Iterable[Source], now: datetime) -> Facts:
    """The facts that the table of the material asks for, from all sources at once."""
    wanted = wanted_by(material.table)
    asked = {register for one in wanted for register in one.registers}
    answers = await asyncio.gather(*(one.fetch(material, now) for one in sources if one.name in asked))
    heard = {datum.name: datum for told in (*answers, material.told) for datum in told}
    return {one.name: weigh(one, heard, now) for one in wanted}


def gather_now(material: Material, sources: Iterable[Source], now: datetime) -> Facts:
    """`gather`, for those who don't wait for loops; it runs in a thread of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(_once(material, tuple(sources), now))).result()


async def _once(material: Material, sources: tuple[Source, ...], now: datetime) -> Facts:
    try:
        return await gather(material, sources, now)
    finally:
        for one in sources:
            if closing := getattr(one, "close", None):
                await closing()


def weigh(wanted: Wanted, heard: Mapping[str, Datum], now: datetime) -> Datum:
    """The datum that the table asks for, out of what was heard: the first place that knows it, in doubt where it is
    too old or where another place says otherwise."""
    found = [heard[place] for place in wanted.places if place in heard]
    sure = [one for one in found if not one.doubt]
    if not sure:
        if found:
            return Datum(wanted.name, found[0].value, found[0].source, found[0].at, found[0].doubt)
        return Datum(wanted.name, None, wanted.registers[0], now, "missing")
    first, *others = sure
    against = [one for one in others if wanted.compare and not same(first.value, one.value)]
    if against:
        source = ", ".join(dict.fromkeys(one.source for one in (first, *against)))
        return Datum(
            wanted.name, first.value, source, min(one.at for one in (first, *against)), "contradicts"
        )
    return Datum(wanted.name, first.value, first.source, first.at)


def same(one: Any, other: Any) -> bool:
    """Whether two registers say the same; sums as text or number, words in either case."""
    try:
        return abs(float(one) - float(other)) < 0.005
    except (TypeError, ValueError):
        return str(one).strip().casefold() == str(other).strip().casefold()
