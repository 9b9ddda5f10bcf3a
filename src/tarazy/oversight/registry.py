"""The register of systems, read from `data/systems.yaml`, and what it says of each installed file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

import tarazy
from tarazy.acts.practice_at_hand import practice_folder
from tarazy.cases.naming import in_language
from tarazy.oversight.figure_names import figure_name

PACKAGE = Path(tarazy.__file__).resolve().parent
RISKS = ("min", "medium", "high")
Words = Mapping[str, str]


@dataclass(frozen=True)
class System:
    """One system. Words are in kk, ru and en; `probability` and `outcome` name members of the output of a use."""

    slug: str
    family: str
    in_case: bool
    kind: str
    risk: str
    names: Words
    purpose: Words
    role: Words
    data: Words
    limits: Words
    owner: Words
    autonomy: str = "low"
    files: tuple[str, ...] = ()
    practice: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    probability: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return in_language(dict(self.names), self.slug)

    def words(self, part: str) -> str:
        """Its purpose, role, data, limits or owner in the reader's language."""
        return in_language(dict(getattr(self, part)), "")


@dataclass(frozen=True)
class Figures:
    """What was measured of a system: numbers by name, on which data, by which command, when."""

    name: str
    numbers: dict[str, float] = field(default_factory=dict)
    data: str = ""
    command: str = ""
    date: str = ""

    @property
    def named(self) -> list[tuple[str, float]]:
        """The numbers with their names in the reader's language."""
        return [(figure_name(name), value) for name, value in self.numbers.items()]


@cache
def _read() -> dict[str, Any]:
    text = resources.files("tarazy.oversight").joinpath("data/systems.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read


@cache
def measures() -> dict[str, Any]:
    """The table `data/measures.yaml`."""
    text = resources.files("tarazy.oversight").joinpath("data/measures.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read


@cache
def systems() -> dict[str, System]:
    """Every system by its slug, in the order of the file."""
    raw = _read()
    return {
        row["slug"]: System(
            **{
                name: tuple(value) if isinstance(value, list) else value
                for name, value in {"owner": raw["owner"], **row}.items()
            }
        )
        for row in raw["systems"]
    }


def system_of(slug: str) -> System | None:
    """The system with this slug, or the one under which it stands («robot.x» under «robot»); None if unregistered."""
    known = systems()
    while slug:
        if slug in known:
            return known[slug]
        slug = slug.rpartition(".")[0]
    return None


def system_name(slug: str) -> str:
    """The name of a system in the reader's language; an unregistered one by its slug."""
    found = system_of(slug)
    return found.name if found else slug


def families() -> Mapping[str, Words]:
    """What parties are told as one thing."""
    told: Mapping[str, Words] = _read()["families"]
    return told


def norms() -> Mapping[str, Any]:
    """The norms behind notice, explanation, risk and review in the reader's language; `unverified` if they were not read
    in their text."""
    told: Mapping[str, Any] = _read()["norms"]
    return {name: in_language(one, "") if isinstance(one, dict) else one for name, one in told.items()}


def review_rule() -> tuple[int, int]:
    """(months between two reviews of risk, days before the day on which it is reminded of)."""
    row = _read()["review"]
    return int(row["months"]), int(row["remind_days"])


def paths_of(system: System) -> list[tuple[str, Path]]:
    """The files that make up the system as installed: (name, path), sorted by name."""
    found = {
        path.relative_to(PACKAGE).as_posix(): path
        for pattern in system.files
        for path in PACKAGE.glob(pattern)
        if path.is_file() and path.suffix in (".py", ".yaml", ".json")
    }
    folder = practice_folder()
    found |= {f"practice:{name}": folder / name for name in system.practice if (folder / name).is_file()}
    return sorted(found.items())


def hashes_of(system: System) -> dict[str, str]:
    """SHA-256 of each of its files in hexadecimal."""
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in paths_of(system)}


def version_hash(files: Mapping[str, str]) -> str:
    """SHA-256 over the names and hashes of the files in their order: one hash for a version."""
    listed = "".join(f"{value}  {name}\n" for name, value in sorted(files.items()))
    return hashlib.sha256(listed.encode()).hexdigest()


def figures_of(system: System) -> list[Figures]:
    """What was measured: figures kept with the package, then those of its cards in the practice."""
    found = []
    for name in system.figures:
        if row := _json(PACKAGE / name):
            found.append(_figures(Path(name).stem, row))
    for name in system.practice:
        if row := _json(practice_folder() / name):
            found.append(_figures(str(row.get("name") or name), {**row, "date": row.get("created")}))
    return [one for one in found if one.numbers]


def cards_of(system: System) -> list[dict[str, Any]]:
    """The model cards of the system in the practice: name, kind, when made, on which data, how many rows."""
    kept = ("name", "kind", "created", "data", "rows", "first", "last")
    cards = (_json(practice_folder() / name) for name in system.practice)
    return [{key: card[key] for key in kept if card.get(key)} for card in cards if card]


def _figures(name: str, row: Mapping[str, Any]) -> Figures:
    numbers = {
        key: float(value)
        for key, value in (row.get("figures") or {}).items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }
    data = row.get("data") or ""
    said = in_language(data, "") if isinstance(data, dict) else str(data)
    return Figures(name, numbers, said, str(row.get("command") or ""), str(row.get("date") or "")[:10])


def _json(path: Path) -> dict[str, Any] | None:
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return row if isinstance(row, dict) else None
