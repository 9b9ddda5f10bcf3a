"""Ways that cases go, walked through the table of transitions once: what each step sets, starts, ends and asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

from tarazy.cases.models import Stage
from tarazy.cases.tasks import steps as task_steps
from tarazy.cases.workflow import BEFORE, table


@dataclass
class Limit:
    """A time limit of a way: started and ended by steps (their places); `end` None while it runs."""

    limit: str
    whose: str
    start: int
    end: int | None = None
    state: str = "open"


@dataclass
class Ask:
    """A task of a way: for the judge or the registry, made and done by steps; its limit gives the last day."""

    code: str
    to: str
    made: int
    limit: str = ""
    urgent: bool = False
    done: int | None = None


@dataclass
class Way:
    """One way: steps with their days, and all that follows from them."""

    share: int
    kind: str
    age: tuple[int, int]
    steps: list[tuple[str, int]]
    outcome: str = ""
    ground: str = ""
    stage: str = ""
    stage_place: int = 0
    sets: dict[str, int] = field(default_factory=dict)
    limits: list[Limit] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)

    @property
    def distributed(self) -> int | None:
        """The place of the step that seats a judge."""
        return next((place for place, (code, _) in enumerate(self.steps) if code == "distribute"), None)


@cache
def _raw() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(
        resources.files(__package__).joinpath("ways.yaml").read_text("utf-8")
    )
    return read


def categories() -> dict[str, list[str]]:
    """Slugs of categories by kind of proceedings."""
    return {kind: list(slugs) for kind, slugs in _raw()["categories"].items()}


@cache
def ways() -> tuple[Way, ...]:
    """Every way. Raises ValueError for a step that the table doesn't know at that place."""
    return tuple(_walked(row) for row in _raw()["ways"])


def _walked(row: dict[str, Any]) -> Way:
    way = Way(
        row["share"],
        row["kind"],
        tuple(row["age"]),
        [(code, int(day)) for code, day in (step.split() for step in row["steps"])],
    )
    category, rows = categories()[way.kind][0], table()
    stage, outcome = "", ""
    for place, (code, _day) in enumerate(way.steps):
        found = rows.initial(way.kind) if place == 0 else rows.find(code, way.kind, stage, category, outcome)
        if found is None or found.event != code or found.target == BEFORE:
            raise ValueError(f"{way.kind}: {code} can't follow {stage}")
        if found.outcomes:
            lawful = rows.outcomes[found.outcomes].lawful
            outcome = row["outcome"] if row.get("outcome") in lawful else lawful[0]
        if found.grounds and found.outcomes:
            way.ground = next(iter(rows.grounds[found.grounds]))
        way.ground = found.fixed_ground or way.ground
        if found.target != stage:
            stage, way.stage_place = found.target, place
        if found.sets:
            way.sets[found.sets] = place
        _limits(way, found, place, category, outcome)
        _asks(way, code, place, outcome)
    if stage not in Stage.values:
        raise ValueError(stage)
    way.stage, way.outcome = stage, outcome
    return way


def _limits(way: Way, found: Any, place: int, category: str, outcome: str) -> None:
    for limit in way.limits:
        if limit.end is None and limit.limit in (*found.settles, *found.cancels):
            limit.end, limit.state = place, "met" if limit.limit in found.settles else "cancelled"
    way.limits += [
        Limit(one.limit, one.whose, place)
        for one in found.starts
        if one.runs_for(way.kind, category, outcome)
    ]


def _asks(way: Way, code: str, place: int, outcome: str) -> None:
    step = task_steps().get(code, {})
    for ask in way.asks:
        if ask.done is None and ask.code in step.get("done", ()):
            ask.done = place
    for new in step.get("new", ()):
        if way.kind in new.get("in", (way.kind,)) and outcome in new.get("stands", (outcome,)):
            to = "judge" if new["to"] == "judge" else "registry"
            way.asks.append(Ask(new["code"], to, place, new.get("limit", ""), bool(new.get("urgent"))))
