"""Measured figures and model cards."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Min

from tarazy.acts.models import Act
from tarazy.acts.naming import language
from tarazy.acts.practice_at_hand import practice_folder
from tarazy.jurimetrics.trace import wilson

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    Viewer = AbstractBaseUser | AnonymousUser

FIGURES_FOLDER = "figures"


@dataclass(frozen=True)
class FigureTable:
    """Figures as a table: its corner, the names of its columns, and rows of a name with a value a column.

    The first column of the main table is the thing measured, named ""; the others are its baselines.
    """

    corner: str
    columns: list[str]
    rows: list[tuple[str, list[float | None]]]


@dataclass(frozen=True)
class Bench:
    """One measurement: figures by name, the data, the command that repeats it, points of the reliability
    diagram.

    `data` are words; a file may give them by language. `kind` and `rows` are of the model's card, if the
    figures come from one. A point has `said` (mean probability given), `was` (share that came true) with its interval, and `n`.
    """

    name: str
    figures: dict[str, Any]
    data: str = ""
    command: str = ""
    date: str = ""
    reliability: list[dict[str, float]] = field(default_factory=list)
    kind: str = ""
    rows: int = 0

    def tables(self) -> list[FigureTable]:
        """The figures that are numbers: the main table with a column a baseline, then a table for each
        figure that is told by kinds.
        """
        own = _numbers(self.figures)
        baselines = {name: _numbers(value) for name, value in self.figures.items()}
        baselines = {name: value for name, value in baselines.items() if value}
        names = list(dict.fromkeys([*own, *(name for value in baselines.values() for name in value)]))
        columns = [own, *baselines.values()]
        found = [
            FigureTable("", ["", *baselines], [(name, [one.get(name) for one in columns]) for name in names])
        ]
        for name, value in self.figures.items():
            kinds = {kind: _numbers(inner) for kind, inner in _mapping(value).items()}
            heads = list(dict.fromkeys(head for inner in kinds.values() for head in inner))
            if heads:
                rows = [(kind, [inner.get(head) for head in heads]) for kind, inner in kinds.items() if inner]
                found.append(FigureTable(name, heads, rows))
        return [table for table in found if table.rows]


@dataclass(frozen=True)
class Card:
    """A model or an index as its card tells of it."""

    name: str
    kind: str
    created: str
    data: str
    rows: int
    first: str
    last: str
    figures: dict[str, Any]
    settings: dict[str, Any]
    versions: dict[str, Any]
    files: dict[str, Any]


def measured() -> list[Bench]:
    """What is known of the models: figures from their cards, then benches kept as JSON.

    A bench is a file `figures/NAME.json` of this package or of the practice: `figures` by name, and where
    known `data` (words, or words by language), `command`, `date` and `reliability` (points with `said`, `was`, `n`).
    """
    benches = [
        Bench(
            name=card.name,
            figures=card.figures,
            data=card.data,
            date=card.created,
            reliability=_points(card.settings.get("reliability")),
            kind=card.kind,
            rows=card.rows,
        )
        for card in model_cards()
        if card.figures
    ]
    kept = Path(str(files("tarazy.practice").joinpath(FIGURES_FOLDER)))
    for path in [*sorted(kept.glob("*.json")), *sorted((practice_folder() / FIGURES_FOLDER).glob("*.json"))]:
        row = _json(path)
        if row is None or not isinstance(row.get("figures"), dict):
            continue
        benches.append(
            Bench(
                name=path.stem,
                figures=row["figures"],
                data=_worded(row.get("data")),
                command=str(row.get("command", "")),
                date=str(row.get("date", ""))[:10],
                reliability=_points(row.get("reliability")),
            )
        )
    return benches


def _points(rows: Any) -> list[dict[str, float]]:
    """Points of a reliability diagram with their 95 % intervals; rows that aren't points are left out."""
    points = []
    for row in rows if isinstance(rows, list) else []:
        if not (isinstance(row, dict) and {"said", "was", "n"} <= row.keys()):
            continue
        share = wilson(round(row["was"] * row["n"]), int(row["n"]))
        points.append({**row, "low": share.low, "high": share.high})
    return points


def model_cards() -> list[Card]:
    """The cards of all models of the practice."""
    cards = []
    for path in sorted(practice_folder().rglob("card.json")):
        row = _json(path)
        if row is None or not row.get("kind"):
            continue
        cards.append(
            Card(
                name=str(row.get("name") or path.parent.name),
                kind=str(row["kind"]),
                created=str(row.get("created") or "")[:10],
                data=str(row.get("data") or ""),
                rows=int(row.get("rows") or 0),
                first=str(row.get("first") or ""),
                last=str(row.get("last") or ""),
                figures=_mapping(row.get("figures")),
                settings=_mapping(row.get("settings")),
                versions=_mapping(row.get("versions")),
                files=_mapping(row.get("files")),
            )
        )
    return cards


def _numbers(value: Any) -> dict[str, float]:
    """The members of a mapping that are numbers."""
    return {
        name: one
        for name, one in _mapping(value).items()
        if isinstance(one, int | float) and not isinstance(one, bool)
    }


def _worded(value: Any) -> str:
    """Words, taken in the reader's language where they are given by language."""
    if isinstance(value, dict):
        value = value.get(language()) or value.get("en")
    return str(value or "")


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def bank_in_figures(user: Viewer) -> dict[str, Any]:
    """The data sheet of the bank: how many acts, from when to when, by language and source."""
    acts = Act.objects.visible_to(user).order_by()
    return {
        **acts.aggregate(acts=Count("pk"), first=Min("date"), last=Max("date")),
        "languages": list(acts.values_list("language").annotate(total=Count("pk")).order_by("-total")),
        "sources": list(acts.values_list("source").annotate(total=Count("pk")).order_by("-total")),
    }


def _json(path: Path) -> dict[str, Any] | None:
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return row if isinstance(row, dict) else None
