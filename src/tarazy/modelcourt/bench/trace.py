"""`tarazy bench trace`: links between instances on the model court, read from the texts, a tenth of the
references noisy.
"""

from __future__ import annotations

import time
from typing import Any

from rich.console import Console
from rich.table import Table

from tarazy.jurimetrics.trace import Links, link_acts
from tarazy.modelcourt.bench.reading import Progress, read_court
from tarazy.modelcourt.court import ModelCourt
from tarazy.modelcourt.truth import ActTruth


def run(
    seed: int = 0, cases: int = 2000, noise: float = 0.10, progress: Progress | None = None
) -> dict[str, Any]:
    """Make `cases` cases, read every act, link, and compare the links with the truth.

    Returns `precision, recall, f1`; the same for the references with and without noise under `noisy` and
    `clean`; `acts, references`, `queue` (links that a person is asked about), `brier` of the probabilities of
    the links,
    and `seconds_read, seconds_link`. A higher act that the reader did not recognise as one counts as missed.
    """
    started = time.perf_counter()
    court = ModelCourt(seed, cases, noisy_reference_share=noise)
    truths: list[ActTruth] = []
    decisions = []
    for truth, decision in read_court(court, progress):
        truths.append(truth)
        decisions.append(decision.model_copy(update={"text": "", "parts": {}}))
    read = time.perf_counter()
    links = link_acts(decisions, seed=seed)
    return {
        **score(truths, links),
        "acts": len(truths),
        "cases": cases,
        "seed": seed,
        "seconds_read": round(read - started, 2),
        "seconds_link": round(time.perf_counter() - read, 2),
    }


def score(truths: list[ActTruth], links: Links) -> dict[str, Any]:
    """The figures of the links against the truth."""
    reviewed = {truth.act_id: truth.reviewed for truth in truths if truth.reviewed}
    noisy = {act for act, reference in reviewed.items() if reference.noisy}
    wanted = {(act, reference.act_id) for act, reference in reviewed.items()}
    found = {(link.act_id, link.reviewed_id) for link in links.links}
    error = sum((link.probability - ((link.act_id, link.reviewed_id) in wanted)) ** 2 for link in links.links)
    return {
        **_figures(found, wanted),
        "noisy": _figures({pair for pair in found if pair[0] in noisy}, {p for p in wanted if p[0] in noisy}),
        "clean": _figures(
            {pair for pair in found if pair[0] not in noisy}, {p for p in wanted if p[0] not in noisy}
        ),
        "references": len(wanted),
        "noisy_references": len(noisy),
        "queue": len(links.queue),
        "brier": round(error / len(links.links), 5) if links.links else None,
    }


def _figures(found: set[tuple[str, str]], wanted: set[tuple[str, str]]) -> dict[str, float]:
    right = len(found & wanted)
    precision = right / len(found) if found else 0.0
    recall = right / len(wanted) if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def render(result: dict[str, Any], console: Console) -> None:
    """Print the figures as a table, noisy references beside clean ones."""
    table = Table(title=f"Trace: {result['acts']} acts, {result['references']} references")
    for name in ("references", "precision", "recall", "f1"):
        table.add_column(name, justify="left" if name == "references" else "right")
    for label, row in (("all", result), ("noisy", result["noisy"]), ("clean", result["clean"])):
        table.add_row(label, *(f"{row[name]:.4f}" for name in ("precision", "recall", "f1")))
    console.print(table)
    console.print(
        f"queue {result['queue']}, Brier {result['brier']}, reading {result['seconds_read']} s, "
        f"linking {result['seconds_link']} s"
    )
