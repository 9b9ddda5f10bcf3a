"""Building the practice of a bank: index, models, links, anomalies and potential in one directory."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tarazy.jurimetrics.analogues import AnalogueIndex, Embedder
from tarazy.jurimetrics.anomalies.card import AnomalyCard
from tarazy.jurimetrics.anomalies.comparable import find_departures
from tarazy.jurimetrics.anomalies.conflicts import find_conflicts
from tarazy.jurimetrics.anomalies.drift import Unit, find_drift
from tarazy.jurimetrics.categorise import StarterCategoriser, TrainedCategoriser
from tarazy.jurimetrics.decision import Decision, Found, Stage
from tarazy.jurimetrics.forecast import Forecaster, NotEnoughCases
from tarazy.jurimetrics.learning.model_directory import code_versions
from tarazy.jurimetrics.potential import Potential, rank_potential
from tarazy.jurimetrics.trace.collection import Collection
from tarazy.jurimetrics.trace.links import Links

Report = Callable[[str, int, int | None], None]
LEARN_FROM = 20_000  # acts at most that models are fitted on; more add time, not accuracy
LEAST_LABELLED = 200  # acts with a category of their own below which only the starter is used
SURE_CATEGORY = 0.6  # the starter's probability from which its category is put on an act that has none


def build_practice(
    decisions: Iterable[Decision],
    path: str | Path,
    *,
    embedder: Embedder | None = None,
    report: Report | None = None,
    seed: int = 0,
) -> Path:
    """Build the practice of `decisions` and put it at `path` in one step; a directory there is replaced.

    Acts need unique ids. An act without a category gets the starter's, where that is sure enough. Vectors
    are not made here: `AnalogueIndex.embed_pending` makes them later. Killed midway, it leaves the old
    directory as it was. `report` is called with the stage, how many are done and of how many. Raises
    `ValueError` for no acts or for ids that are not unique.
    """
    target = Path(path)
    unfinished = target.with_name(f"{target.name}.building")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    say = report or (lambda stage, done, total: None)

    acts = list(_categorised(decisions, say))
    if not acts:
        raise ValueError("there are no acts to build a practice of")
    AnalogueIndex.build(acts, unfinished / "index", embedder, lambda done: say("index", done, len(acts)))
    say("trace", 0, None)
    collection = Collection.of(acts, seed=seed)
    collection.save(unfinished / "trace")
    _learn(acts, collection.links, unfinished, say, seed)
    say("anomalies", 0, None)
    _write_rows(unfinished / "anomalies.jsonl", _cards(acts, seed))
    say("potential", 0, None)
    _write_rows(unfinished / "potential.jsonl", rank_potential(acts, collection.links, seed=seed))
    _write_card(unfinished, acts)
    _replace(unfinished, target)
    return target


def _categorised(decisions: Iterable[Decision], say: Report) -> Iterator[Decision]:
    starter = StarterCategoriser()
    for done, decision in enumerate(decisions, 1):
        if done % 100 == 0:
            say("read", done, None)
        if decision.category is not None:
            yield decision
            continue
        answer = starter.predict(decision)
        if answer.category is None or answer.top[0][1] < SURE_CATEGORY:
            yield decision
            continue
        found = Found(value=answer.category, confidence=answer.top[0][1], available_from=Stage.CLAIM)
        yield decision.model_copy(update={"category": found})


def _learn(acts: Sequence[Decision], links: Links, folder: Path, say: Report, seed: int) -> None:
    """Fit the categoriser and the forecaster, each where there is enough to learn from.

    Acts of one case, by the links, are never on both sides of a fold.
    """
    sample = _evenly(acts, LEARN_FROM)
    named = [act for act in sample if act.category is not None and act.category.confidence >= 1.0]
    if len(named) >= LEAST_LABELLED:
        say("categoriser", 0, None)
        labels = [act.category.value for act in named if act.category is not None]
        cases = [_lowest(act.id, links) for act in named]
        TrainedCategoriser.fit(named, labels, groups=cases, seed=seed).save(folder / "categoriser")
    say("forecaster", 0, None)
    try:
        Forecaster.fit(sample, seed=seed).save(folder / "forecaster")
    except NotEnoughCases:
        return


def _lowest(act_id: str, links: Links) -> str:
    """The act of the first instance at the bottom of the links, which stands for the whole case."""
    while act_id in links.below:
        act_id = links.below[act_id]
    return act_id


def _evenly(acts: Sequence[Decision], most: int) -> list[Decision]:
    """At most `most` acts, spread evenly over the collection."""
    if len(acts) <= most:
        return list(acts)
    step = len(acts) / most
    return [acts[int(place * step)] for place in range(most)]


def _cards(acts: Sequence[Decision], seed: int) -> Iterator[AnomalyCard]:
    yield from find_conflicts(acts)
    yield from find_departures(acts, seed=seed)
    for unit in Unit:
        yield from find_drift(acts, unit).cards()


def _write_rows(file: Path, rows: Iterable[AnomalyCard | Potential]) -> None:
    with file.open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(row.model_dump_json() + "\n")


def _write_card(folder: Path, acts: Sequence[Decision]) -> None:
    dates = [act.date.value for act in acts if act.date]
    card: dict[str, Any] = {
        "what": "practice",
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "acts": len(acts),
        "first": min(dates).isoformat() if dates else None,
        "last": max(dates).isoformat() if dates else None,
        "languages": {
            language: sum(act.language == language for act in acts)
            for language in sorted({act.language for act in acts})
        },
        "versions": code_versions(),
    }
    (folder / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=1), encoding="utf-8")


def _replace(unfinished: Path, target: Path) -> None:
    """Put the finished directory in place; the old one is moved aside first, so a kill leaves one of them."""
    old = target.with_name(f"{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        os.replace(target, old)
    os.replace(unfinished, target)
    shutil.rmtree(old, ignore_errors=True)
