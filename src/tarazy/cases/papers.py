"""What parties may file and what each paper sets going, by `data/papers.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

PARTIES = ("claim", "defence")


@dataclass(frozen=True)
class Paper:
    """A kind of paper. Empty `kinds` means all; `to` is "judge", "higher" or "cassation"."""

    code: str
    by: frozenset[str]
    stages: frozenset[str]
    kinds: frozenset[str]
    scope: str
    settles: tuple[str, ...]
    starts: str
    counts: str
    task: str
    to: str
    moves: str
    not_for: frozenset[str]
    urgent: bool

    def fits(self, kind: str, stage: str, outcome: str) -> bool:
        """Whether it can be filed in such a proceeding at all."""
        return stage in self.stages and (not self.kinds or kind in self.kinds) and outcome not in self.not_for


@dataclass(frozen=True)
class Service:
    """What the proof that something was served does in proceedings of some kinds."""

    what: str
    kinds: frozenset[str]
    starts: str
    opens: bool


@cache
def papers() -> dict[str, Paper]:
    """Every kind of paper by its code."""
    raw = _raw()
    return {
        code: Paper(
            code=code,
            by=frozenset(row.get("by", PARTIES)),
            stages=frozenset(
                row["stages"] if isinstance(row["stages"], list) else raw["stages"][row["stages"]]
            ),
            kinds=frozenset(row.get("in", ())),
            scope=row.get("scope", "file"),
            settles=tuple(row.get("settles", ())),
            starts=row.get("starts", ""),
            counts=row.get("counts", ""),
            task=row.get("task", ""),
            to=row.get("to", "judge"),
            moves=row.get("moves", ""),
            not_for=frozenset(row.get("not_for", ())),
            urgent=row.get("urgent", False),
        )
        for code, row in raw["papers"].items()
    }


@cache
def services() -> tuple[Service, ...]:
    """What service does, in the order of the file."""
    return tuple(
        Service(row["what"], frozenset(row["in"]), row.get("starts", ""), row.get("opens", False))
        for row in _raw()["service"]
    )


def possible_papers(kind: str, stage: str, outcome: str, standing: frozenset[str]) -> list[Paper]:
    """The papers that somebody with this standing may file now."""
    return [one for one in papers().values() if one.fits(kind, stage, outcome) and one.by & standing]


@cache
def _raw() -> dict[str, Any]:
    text = resources.files("tarazy.cases").joinpath("data/papers.yaml").read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.safe_load(text)
    return raw
