"""The stage machine as values: what is possible from a stage, for whom, by which norm. Reads the table, stores nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from functools import cache
from importlib import resources
from typing import Any

import yaml

BEFORE = "@before"
INITIAL = ("file", "open_instance")
FINAL = frozenset({"archived"})


@dataclass(frozen=True)
class Start:
    """A time limit that a step starts: for whom, and in which kinds, categories and outcomes."""

    limit: str
    whose: str = "court"
    kinds: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    not_categories: frozenset[str] = frozenset()
    stands: frozenset[str] = frozenset()

    def runs_for(self, kind: str, category: str, outcome: str) -> bool:
        """Whether it starts in such a proceeding."""
        return (
            (not self.kinds or kind in self.kinds)
            and (not self.categories or category in self.categories)
            and category not in self.not_categories
            and (not self.stands or outcome in self.stands)
        )


@dataclass(frozen=True)
class Transition:
    """One row of the table: the event `event` in proceedings of `kinds`, from any of `sources` to `target`."""

    event: str
    kinds: frozenset[str]
    sources: frozenset[str]
    target: str
    may: frozenset[str]
    norm: str
    norms: Mapping[str, str] = field(default_factory=dict)
    unverified: frozenset[str] = frozenset()
    ruling: str = ""
    starts: tuple[Start, ...] = ()
    settles: tuple[str, ...] = ()
    cancels: tuple[str, ...] = ()
    replaces: Mapping[str, str] = field(default_factory=dict)
    extends: Mapping[str, str] = field(default_factory=dict)
    while_open: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    outcomes: str = ""
    grounds: str = ""
    fixed_ground: str = ""
    stands: frozenset[str] = frozenset()
    not_categories: frozenset[str] = frozenset()
    sets: str = ""
    clears_outcome: bool = False
    new_kind: str = ""
    remembers: bool = False
    pauses: bool = False
    resumes: bool = False
    once: bool = False

    def norm_for(self, kind: str) -> str:
        """The norm by which the step is made in this kind of proceedings."""
        return self.norms.get(kind, self.norm)

    def fits(self, kind: str, stage: str, category: str, outcome: str) -> bool:
        """Whether the row applies to a proceeding as it stands."""
        return (
            kind in self.kinds
            and stage in self.sources
            and category not in self.not_categories
            and (not self.stands or outcome in self.stands)
        )


@dataclass(frozen=True)
class Ground:
    """A ground that a step may name."""

    code: str
    norm: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Outcomes:
    """The lawful outcomes of a deciding step; `until` names those that were lawful up to a day."""

    norm: str
    lawful: tuple[str, ...]
    until: Mapping[str, Date] = field(default_factory=dict)
    unverified: bool = False

    def on(self, day: Date) -> tuple[str, ...]:
        """What is lawful on that day."""
        return (*self.lawful, *(code for code, last in self.until.items() if day <= last))


@dataclass(frozen=True)
class Table:
    """The whole table."""

    transitions: tuple[Transition, ...]
    outcomes: Mapping[str, Outcomes]
    grounds: Mapping[str, Mapping[str, Ground]]
    groups: Mapping[str, tuple[str, ...]]

    def find(
        self, event: str, kind: str, stage: str, category: str = "", outcome: str = ""
    ) -> Transition | None:
        """The row for this event in a proceeding as it stands, if there is one."""
        return next(
            (row for row in self.possible(kind, stage, category, outcome) if row.event == event), None
        )

    def possible(
        self, kind: str, stage: str, category: str = "", outcome: str = ""
    ) -> tuple[Transition, ...]:
        """The rows that lead on from here, in the order of the table."""
        return tuple(row for row in self.transitions if row.fits(kind, stage, category, outcome))

    def possible_for(
        self, standing: Collection[str], kind: str, stage: str, category: str = "", outcome: str = ""
    ) -> tuple[Transition, ...]:
        """Those of `possible` that somebody with this standing may make."""
        return tuple(row for row in self.possible(kind, stage, category, outcome) if row.may & set(standing))

    def initial(self, kind: str) -> Transition:
        """The row by which a proceeding of this kind begins."""
        return next(row for row in self.transitions if not row.sources and kind in row.kinds)

    def stages(self, kind: str) -> frozenset[str]:
        """The stages that a proceeding of this kind can come to."""
        rows = [row for row in self.transitions if kind in row.kinds]
        remembered = {stage for row in rows if row.remembers for stage in row.sources}
        reached: set[str] = set()
        waiting = {row.target for row in rows if not row.sources}
        while waiting:
            stage = waiting.pop()
            reached.add(stage)
            for row in rows:
                if stage in row.sources:
                    targets = remembered & reached if row.target == BEFORE else {row.target}
                    waiting |= targets - reached
        return frozenset(reached)


@cache
def table() -> Table:
    """The table of `data/transitions.yaml`, read once."""
    text = resources.files("tarazy.cases").joinpath("data/transitions.yaml").read_text(encoding="utf-8")
    return read(yaml.safe_load(text))


def read(raw: Mapping[str, Any]) -> Table:
    """A table from its YAML form. Raises `KeyError` for unknown groups or categories, `ValueError` for unknown fields."""
    groups = {name: tuple(kinds) for name, kinds in raw["groups"].items()}
    categories = {name: frozenset(slugs) for name, slugs in raw["categories"].items()}
    kinds = frozenset(groups["all"])

    def expanded(names: Collection[str]) -> frozenset[str]:
        return frozenset(
            kind for name in names for kind in (groups[name] if name in groups else (_one(name, kinds),))
        )

    def start(row: Mapping[str, Any]) -> Start:
        return Start(
            limit=row["limit"],
            whose=row.get("whose", "court"),
            kinds=expanded(row.get("in", ())),
            categories=categories[row["categories"]] if "categories" in row else frozenset(),
            not_categories=categories[row["not_categories"]] if "not_categories" in row else frozenset(),
            stands=frozenset(row.get("stands", ())),
        )

    def transition(row: Mapping[str, Any]) -> Transition:
        if unknown := set(row) - _FIELDS:
            raise ValueError(f"{row['event']}: unknown fields {sorted(unknown)}")
        return Transition(
            event=row["event"],
            kinds=expanded(row["in"]),
            sources=frozenset(row["from"]),
            target=row["to"],
            may=frozenset(row["may"]),
            norm=row["norm"],
            norms=row.get("norms", {}),
            unverified=frozenset(row.get("unverified", ())),
            ruling=row.get("ruling", ""),
            starts=tuple(start(one) for one in row.get("starts", ())),
            settles=tuple(row.get("settles", ())),
            cancels=tuple(row.get("cancels", ())),
            replaces=row.get("replaces", {}),
            extends=row.get("extends", {}),
            while_open=tuple(row.get("while_open", ())),
            after=tuple(row.get("after", ())),
            outcomes=row.get("outcomes", ""),
            grounds=row.get("grounds", ""),
            fixed_ground=row.get("fixed_ground", ""),
            stands=frozenset(row.get("stands", ())),
            not_categories=categories[row["not_categories"]] if "not_categories" in row else frozenset(),
            sets=row.get("sets", ""),
            clears_outcome=row.get("clears") == "outcome",
            new_kind=row.get("kind", ""),
            remembers=row.get("remembers", False),
            pauses=row.get("pauses", False),
            resumes=row.get("resumes", False),
            once=row.get("once", False),
        )

    return Table(
        transitions=tuple(transition(row) for row in raw["transitions"]),
        outcomes={
            name: Outcomes(
                norm=row["norm"],
                lawful=tuple(row["lawful"]),
                until=row.get("until", {}),
                unverified=row.get("unverified", False),
            )
            for name, row in raw["outcomes"].items()
        },
        grounds={
            name: {
                code: Ground(code, row["norm"], {key: row[key] for key in ("kk", "ru", "en")})
                for code, row in rows.items()
            }
            for name, rows in raw["grounds"].items()
        },
        groups=groups,
    )


def lint(
    table: Table, *, norms: Collection[str], limits: Collection[str], events: Collection[str],
    stages: Collection[str], outcomes: Collection[str], rulings: Collection[str],
) -> Iterator[str]:  # fmt: skip
    """Every fault of the table, in words for the one who edits it; nothing if it is sound.

    `norms` are ids of codes of law, `limits` ids of time limits, `events` codes of the docket, `rulings` of acts.
    """
    for row in table.transitions:
        if row.event not in events:
            yield f"{row.event}: no such event in the docket"
        for kind in row.kinds:
            code, _, article = row.norm_for(kind).partition(" ")
            if code not in norms or not article[:1].isdigit():
                yield f"{row.event}: {row.norm_for(kind)!r} is no norm"
        for limit in (
            *(one.limit for one in row.starts), *row.settles, *row.cancels, *row.while_open, *row.after,
            *row.replaces, *row.replaces.values(), *row.extends.values(),
        ):  # fmt: skip
            if limit not in limits:
                yield f"{row.event}: no such time limit {limit}"
        if row.ruling and row.ruling not in rulings:
            yield f"{row.event}: no such act {row.ruling}"
        if row.outcomes and row.outcomes not in table.outcomes:
            yield f"{row.event}: no such outcomes {row.outcomes}"
        if row.grounds and row.grounds not in table.grounds:
            yield f"{row.event}: no such grounds {row.grounds}"
        for stage in (*row.sources, row.target):
            if stage != BEFORE and stage not in stages:
                yield f"{row.event}: no such stage {stage}"
        if not row.may:
            yield f"{row.event}: nobody may do it"
        for kind in set(row.norms) | row.unverified:
            if kind not in row.kinds:
                yield f"{row.event}: {kind} is named, but the row isn't for it"
    for name, one in table.outcomes.items():
        for code in (*one.lawful, *one.until):
            if code not in outcomes:
                yield f"outcomes {name}: no such outcome {code}"
    reached = {kind: table.stages(kind) for kind in table.groups["all"]}
    for row in table.transitions:
        for stage in row.sources:
            if not any(stage in reached[kind] for kind in row.kinds):
                yield f"{row.event}: the stage {stage} can't be reached"
    for kind, stages_of_kind in reached.items():
        yield from _lint_kind(table, kind, stages_of_kind)


def _lint_kind(table: Table, kind: str, reached: frozenset[str]) -> Iterator[str]:
    rows = [row for row in table.transitions if kind in row.kinds]
    beginnings = [row for row in rows if not row.sources]
    if len(beginnings) != 1:
        yield f"{kind}: {len(beginnings)} beginnings"
    for row in rows:
        if row.sources and not row.sources & reached:
            yield f"{kind}: {row.event} can never happen"
    for stage in sorted(reached - FINAL):
        if not any(stage in row.sources for row in rows):
            yield f"{kind}: no way out of {stage}"
    for event, stage in sorted({(row.event, stage) for row in rows for stage in row.sources}):
        twice = [row for row in rows if row.event == event and stage in row.sources and not row.stands]
        if len(twice) > 1:
            yield f"{kind}: {event} from {stage} stands twice"


_FIELDS = {
    "event", "in", "from", "to", "may", "norm", "norms", "unverified", "ruling", "starts", "settles", "cancels",
    "replaces", "extends", "while_open", "after", "outcomes", "grounds", "fixed_ground", "stands", "not_categories", "sets",
    "clears", "kind", "remembers", "pauses", "resumes", "once",
}  # fmt: skip


def _one(name: str, kinds: frozenset[str]) -> str:
    if name not in kinds:
        raise KeyError(f"no such kind of proceedings: {name}")
    return name
