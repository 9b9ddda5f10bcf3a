"""`tarazy bench anomalies`: anomalies planted in the model court, looked for in acts as read from text."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.table import Table

from tarazy.jurimetrics.anomalies import AnomalyCard, AnomalyKind, check_draft, find_departures, find_drift
from tarazy.modelcourt.bench.reading import Progress, read_court
from tarazy.modelcourt.court import ModelCourt
from tarazy.modelcourt.truth import ActTruth

#: A planted act or court: the kind and the id of the act, or the code of the court.
Mark = tuple[AnomalyKind, str]


def run(
    seed: int = 0, cases: int = 4000, anomaly_share: float = 0.03, progress: Progress | None = None
) -> dict[str, Any]:
    """Make `cases` cases, read every act, run the three detectors, and compare their cards with what was
    planted.

    Returns `precision, recall` overall and under `by_kind` for each kind, there with `planted, found, right`;
    `acts`, `seconds_read, seconds_detect`. A card is right when its act (its court, for drift) bears an
    anomaly of that kind. Two cards of one kind on one act count once.
    """
    started = time.perf_counter()
    court = ModelCourt(seed, cases, anomaly_share=anomaly_share)
    truths: list[ActTruth] = []
    decisions = []
    cards: list[AnomalyCard] = []
    for truth, decision in read_court(court, progress):
        truths.append(truth)
        decisions.append(decision)
        cards.extend(check_draft(decision))
    read = time.perf_counter()
    cards.extend(find_departures(decisions, seed=seed))
    cards.extend(find_drift(decisions).cards())
    planted = {(kind, truth.act_id) for truth in truths for kind in truth.anomalies}
    planted |= {(AnomalyKind.COURT_DRIFT, code) for code in court.drifting_courts()}
    return {
        **score(planted, marks(cards)),
        "acts": len(truths),
        "cases": cases,
        "seed": seed,
        "seconds_read": round(read - started, 2),
        "seconds_detect": round(time.perf_counter() - read, 2),
    }


def marks(cards: Iterable[AnomalyCard]) -> set[Mark]:
    """What the cards claim."""
    return {
        (card.kind, str(card.params["key"]) if card.kind is AnomalyKind.COURT_DRIFT else card.act_id)
        for card in cards
    }


def score(planted: set[Mark], found: set[Mark]) -> dict[str, Any]:
    """Precision and recall, overall and by kind; None where nothing was found or planted."""
    by_kind = {}
    for kind in AnomalyKind:
        wanted = {mark for mark in planted if mark[0] is kind}
        got = {mark for mark in found if mark[0] is kind}
        by_kind[kind.value] = {
            "planted": len(wanted),
            "found": len(got),
            "right": len(wanted & got),
            "precision": _share(len(wanted & got), len(got)),
            "recall": _share(len(wanted & got), len(wanted)),
        }
    right = len(planted & found)
    return {
        "precision": _share(right, len(found)),
        "recall": _share(right, len(planted)),
        "planted": len(planted),
        "found": len(found),
        "by_kind": by_kind,
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def render(result: dict[str, Any], console: Console) -> None:
    """Print the figures as a table, one row a kind."""
    table = Table(title=f"Anomalies: {result['acts']} acts")
    table.add_column("kind")
    for name in ("planted", "found", "right", "precision", "recall"):
        table.add_column(name, justify="right")
    right = sum(row["right"] for row in result["by_kind"].values())
    rows = {**result["by_kind"], "all": {**result, "right": right}}
    for kind, row in rows.items():
        counts = (str(row[name]) for name in ("planted", "found", "right"))
        table.add_row(kind, *counts, _shown(row["precision"]), _shown(row["recall"]))
    console.print(table)
    console.print(f"reading {result['seconds_read']} s, detecting {result['seconds_detect']} s")


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
