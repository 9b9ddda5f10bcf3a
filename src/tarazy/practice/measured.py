"""Measured figures and model cards."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Min

from tarazy.acts.models import Act
from tarazy.acts.practice_at_hand import practice_folder
from tarazy.jurimetrics.trace import wilson

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    Viewer = AbstractBaseUser | AnonymousUser

FIGURES_FOLDER = "figures"


@dataclass(frozen=True)
class Bench:
    """One measurement: figures by name, the data, the command that repeats it, points of the reliability
    diagram.

    A point has `said` (mean probability given), `was` (share that came true) with its interval, and `n`.
    """

    name: str
    figures: dict[str, Any]
    data: str = ""
    command: str = ""
    date: str = ""
    reliability: list[dict[str, float]] = field(default_factory=list)


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
    known `data`, `command`, `date` and `reliability` (points with `said`, `was`, `n`).
    """
    benches = [
        Bench(
            name=card.name,
            figures=card.figures,
            data=card.data,
            date=card.created,
            reliability=_points(card.settings.get("reliability")),
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
                data=str(row.get("data", "")),
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
