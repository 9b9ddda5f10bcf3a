"""Commands of the robot: those of its rules, with `batch` over the registry and the stand-in `registers`."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from tarazy.robot.cli import app

if TYPE_CHECKING:
    from tarazy.robot.models import Batch


@app.command()
def batch(
    table: Annotated[str, typer.Argument(help="Rule table, for instance travel_ban.")] = "travel_ban",
    court: Annotated[str, typer.Option(help="Code of a court; all courts if not given.")] = "",
    resume: Annotated[str, typer.Option(help="Id of a batch to go on with.")] = "",
    workers: Annotated[int, typer.Option(help="Processes that go on with it at once.", min=1)] = 2,
) -> None:
    """Go through every material that waits, with a progress bar. Stopped or killed, it goes on by `--resume`."""
    _start_django()
    from django.utils import timezone
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from tarazy.robot.batch import resume as go_on_with
    from tarazy.robot.batch import start_batch
    from tarazy.robot.several import at_once

    now = timezone.now()
    found = go_on_with(UUID(resume), now=now) if resume else start_batch(table, court, by=None, now=now)
    console = Console(stderr=True)
    console.print(f"batch {found.pk}: {found.total:,} materials", highlight=False)
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        TextColumn("{task.fields[rate]}"),
    )  # fmt: skip
    with Progress(*columns, console=console) as bar:
        line = bar.add_task(found.table, total=found.total, completed=found.done, rate="")

        def progress(now: Batch) -> None:
            rate = f"{now.rate:.0f}/s" if now.rate else ""
            bar.update(line, completed=now.done, rate=rate)

        at_once(found.pk, workers, progress)
    found.refresh_from_db()
    console.print(
        f"{found.drafted:,} drafts, {found.handed_over:,} handed over, {found.passed_by:,} passed by",
        highlight=False,
    )


@app.command()
def registers(
    port: Annotated[int, typer.Option(help="Port of 127.0.0.1.")] = 8100,
    records: Annotated[Path | None, typer.Option(help="JSON Lines with records to begin with.")] = None,
    model: Annotated[int, typer.Option(help="How many invented proceedings to begin with.", min=0)] = 0,
    court: Annotated[str, typer.Option(help="Court of the invented proceedings.")] = "7511",
    bailiff: Annotated[str, typer.Option(help="IIN of the bailiff of the invented proceedings.")] = "",
) -> None:
    """Stand-in registers to try the robot with: set ROBOT_REGISTERS=all=http://127.0.0.1:8100. Never for real cases."""
    from datetime import UTC, datetime

    from tarazy.robot.sources.records import model_records
    from tarazy.robot.sources.stand_in import Registers, serve

    known = Registers(clock=lambda: datetime.now(UTC))
    if records is not None:
        with records.open(encoding="utf-8") as lines:
            for line in lines:
                known.add(json.loads(line))
    for record in model_records(model, now=datetime.now(UTC), court=court, bailiff=bailiff):
        known.add(record)
    typer.echo(f"http://127.0.0.1:{port}", err=True)
    serve(known, port=port)


def _start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    import django

    django.setup()
