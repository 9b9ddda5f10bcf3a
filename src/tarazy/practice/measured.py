"""Measured figures and model cards, as they stand in the practice directory."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Min

from tarazy.acts.models import Act
from tarazy.acts.practice_at_hand import practice_folder

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    Viewer = AbstractBaseUser | AnonymousUser

FIGURES_FOLDER = "figures"


@dataclass(frozen=True)
class Bench:
    """One measurement: figures by name, the data, the command that repeats it, points of the reliability diagram.

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
    versions: dict[str, str]
    files: dict[str, str]


def measured() -> list[Bench]:
    """What was measured when the practice was built: one JSON object a file in `figures/`, in order of names."""
    benches = []
    for path in sorted((practice_folder() / FIGURES_FOLDER).glob("*.json")):
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
                reliability=[point for point in row.get("reliability", []) if isinstance(point, dict)],
            )
        )
    return benches


def model_cards() -> list[Card]:
    """The cards of all models of the practice."""
    cards = []
    for path in sorted(practice_folder().rglob("card.json")):
        row = _json(path)
        if row is None:
            continue
        cards.append(
            Card(
                name=str(row.get("name") or row.get("what") or path.parent.name),
                kind=str(row.get("kind", "")),
                created=str(row.get("created") or row.get("changed") or "")[:10],
                data=str(row.get("data", "")),
                rows=int(row.get("rows") or row.get("acts") or 0),
                first=str(row.get("first") or ""),
                last=str(row.get("last") or ""),
                figures=row.get("figures") if isinstance(row.get("figures"), dict) else {},
                versions=row.get("versions") if isinstance(row.get("versions"), dict) else {},
                files=row.get("files") if isinstance(row.get("files"), dict) else {},
            )
        )
    return cards


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
