"""Commands of the model court: `tarazy modelcourt …`."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tarazy.modelcourt.court import ModelCourt
from tarazy.modelcourt.filling.cli import fill
from tarazy.modelcourt.storage import write_jsonl, write_parquet

app = typer.Typer(help="A synthetic country of courts with known truth.", no_args_is_help=True)
app.command()(fill)
_ACTS_PER_CASE = 1.27


class Format(StrEnum):
    """How the acts are stored."""

    JSONL = "jsonl"
    PARQUET = "parquet"


@app.callback()
def _model_court() -> None:
    """A synthetic country of courts with known truth."""


@app.command()
def generate(
    cases: Annotated[int, typer.Option(min=1, help="Number of cases at first instance.")] = 1000,
    out: Annotated[Path, typer.Option(help="Folder to write to; it is made if absent.")] = Path("modelcourt"),
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    anomaly_share: Annotated[
        float, typer.Option(min=0, max=1, help="Share of judgments with an anomaly.")
    ] = 0.03,
    noisy_share: Annotated[float, typer.Option(min=0, max=1, help="Share of references with a slip.")] = 0.10,
    shard: Annotated[int, typer.Option(min=0, help="Which part to make, counted from 0.")] = 0,
    shards: Annotated[int, typer.Option(min=1, help="How many parts there are.")] = 1,
    form: Annotated[Format, typer.Option("--format", help="jsonl or parquet.")] = Format.JSONL,
) -> None:
    """Write the acts of a model country, their truth and the country's own truth (drifting courts)."""
    court = ModelCourt(seed, cases, anomaly_share=anomaly_share, noisy_reference_share=noisy_share)
    out.mkdir(parents=True, exist_ok=True)
    name = "acts" if shards == 1 else f"acts-{shard}-of-{shards}"
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("Writing acts", total=int(cases * _ACTS_PER_CASE / shards))
        acts = court.acts(shard, shards)

        def tick(done: int) -> None:
            progress.update(task, completed=done)

        if form is Format.JSONL:
            written = write_jsonl(out / f"{name}.jsonl", acts, tick)
        else:
            written = write_parquet(out / name, acts, tick)
        progress.update(task, total=written, completed=written)
    country = {"seed": seed, "cases": cases, "drifting_courts": court.drifting_courts()}
    (out / "country.json").write_text(json.dumps(country, ensure_ascii=False, indent=1), encoding="utf-8")
    typer.echo(f"{written} acts", err=True)
