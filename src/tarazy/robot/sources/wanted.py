"""Which place tells which datum of a rule table: read from `wanted.yaml`, so that a register can be exchanged there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml


@dataclass(frozen=True)
class Wanted:
    """A datum of a table: `places` that know it (`register.field`), the most trusted first; whether they must agree."""

    name: str
    places: tuple[str, ...]
    compare: bool = True

    @property
    def registers(self) -> tuple[str, ...]:
        """The registers to ask."""
        return tuple(dict.fromkeys(place.partition(".")[0] for place in self.places))


@dataclass(frozen=True)
class Covered:
    """Which proceedings fall under a table, and how the table is used unless somebody switched it."""

    table: str
    kind: str
    stages: tuple[str, ...]
    mode: str
    definitions: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Register:
    """What is known of a register: its name for people, how long to wait for it, how often."""

    name: str
    titles: dict[str, str]
    timeout_s: float
    tries: int

    def title(self, language: str) -> str:
        """Its name in a language, in Russian where that one lacks."""
        return self.titles.get(language) or self.titles["ru"]


@cache
def wanted_by(table: str) -> tuple[Wanted, ...]:
    """The data of a table; nothing for a table of which this room doesn't know where its data stand."""
    return tuple(
        Wanted(
            name,
            (row,) if isinstance(row, str) else tuple(row["from"]),
            True if isinstance(row, str) else row.get("compare", True),
        )
        for name, row in _raw()["tables"].get(table, {}).get("data", {}).items()
    )


@cache
def covered_tables() -> tuple[Covered, ...]:
    """The tables whose data can be gathered, in the order in which they are tried."""
    return tuple(
        Covered(
            name,
            row["kind"],
            tuple(row["stages"]),
            row["mode"],
            tuple(row.get("definitions", ())),
            tuple(row.get("categories", ())),
        )
        for name, row in _raw()["tables"].items()
    )


@cache
def registers() -> dict[str, Register]:
    """Every register by its name."""
    return {
        name: Register(name, row["titles"], row["timeout_s"], row["tries"])
        for name, row in _raw()["registers"].items()
    }


def places() -> dict[str, dict[str, str]]:
    """Names for people of the places that are no registers: the papers, the court's own registry."""
    return dict(_raw()["places"])


def place_words(source: str, language: str) -> str:
    """The name of a source (or of several, with commas) as people read it."""
    known = {name: one.titles for name, one in registers().items()} | places()
    return ", ".join(
        known.get(one, {}).get(language) or known.get(one, {}).get("ru") or one for one in source.split(", ")
    )


@cache
def _raw() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("wanted.yaml").read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.safe_load(text)
    return raw
