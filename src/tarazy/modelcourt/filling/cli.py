"""`tarazy modelcourt fill`: the model country in the database of this installation."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


def fill(
    filings: Annotated[int, typer.Option(min=1, help="About how many cases.")] = 300,
    seed: Annotated[int, typer.Option(help="The same seed gives the same people and cases.")] = 20260701,
) -> None:
    """Fill an empty database with courts, people and cases in every stage. Needs MODEL_DATA; refused beside real data."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    import django

    django.setup()
    from tarazy.modelcourt.filling import filling

    filling.fill_courts(seed=seed)
    filling.fill_cast(seed=seed)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("Telling cases", total=None)
        made = filling.fill_cases(
            filings, seed=seed, report=lambda done, total: progress.update(task, completed=done, total=total)
        )
    if made is None:
        typer.echo("there are cases already; nothing was changed", err=True)
    else:
        typer.echo(
            f"{made.cases} cases, {made.steps} steps, {made.rendered} papers, {made.signed} signed", err=True
        )
