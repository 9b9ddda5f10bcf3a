"""Streaming acts and their truth to files, a batch at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import polars

from tarazy.modelcourt.truth import ModelAct

BATCH = 20_000
Tick = Callable[[int], None]


def truth_path(path: Path) -> Path:
    """Where the truth of the acts in `path` stands: acts.jsonl -> acts.truth.jsonl."""
    return path.with_name(path.stem + ".truth.jsonl")


def write_jsonl(path: Path, acts: Iterable[ModelAct], tick: Tick | None = None) -> int:
    """Write `{"id", "text"}` rows to `path` and the truth, a row an act in the same order, beside it.

    Returns the number of acts. `tick` hears the number written so far, every hundred acts and at the end.
    """
    written = 0
    with path.open("w", encoding="utf-8") as rows, truth_path(path).open("w", encoding="utf-8") as truths:
        for written, act in enumerate(acts, 1):
            rows.write(json.dumps({"id": act.id, "text": act.text}, ensure_ascii=False) + "\n")
            truths.write(act.truth.model_dump_json() + "\n")
            if tick and written % 100 == 0:
                tick(written)
    if tick:
        tick(written)
    return written


def write_parquet(folder: Path, acts: Iterable[ModelAct], tick: Tick | None = None) -> int:
    """Write columns `id`, `text` to Parquet parts of a batch each in `folder`, the truth as JSON Lines beside them.

    Returns the number of acts; holds one batch in memory. `polars.scan_parquet(folder / "*.parquet")` reads it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    batch: list[ModelAct] = []

    def flush() -> None:
        if not batch:
            return
        frame = polars.DataFrame({"id": [act.id for act in batch], "text": [act.text for act in batch]})
        frame.write_parquet(folder / f"acts-{(written - 1) // BATCH:05d}.parquet", compression="zstd")
        batch.clear()

    with (folder / "acts.truth.jsonl").open("w", encoding="utf-8") as truths:
        for written, act in enumerate(acts, 1):
            batch.append(act)
            truths.write(act.truth.model_dump_json() + "\n")
            if len(batch) == BATCH:
                flush()
            if tick and written % 100 == 0:
                tick(written)
        flush()
    if tick:
        tick(written)
    return written
