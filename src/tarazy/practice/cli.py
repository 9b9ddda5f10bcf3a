"""Commands of the bank: `tarazy bank …`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)


@app.callback()
def about() -> None:
    """The bank of acts that the pages show: take in acts of one's own, and what a practice found about them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    import django

    django.setup()


@app.command()
def add(
    sources: Annotated[list[Path], typer.Argument(help="Acts: files, folders, or JSON Lines with `text`.")],
    public: Annotated[
        bool, typer.Option(help="Open to everyone, people masked; without it, closed to all but staff.")
    ] = False,
) -> None:
    """Read acts and take them into the bank. Run again, it adds nothing."""
    from tarazy.acts.actions.import_acts import import_acts
    from tarazy.acts.models import Source, Visibility
    from tarazy.jurimetrics.cli import acts_in

    refused: list[str] = []
    console = Console(stderr=True)
    report = import_acts(
        acts_in(sources, refused),
        source=Source.OWN,
        visibility=Visibility.PUBLIC if public else Visibility.CLOSED,
    )
    for line in refused:
        console.print(f"left out: {line}", style="yellow", highlight=False)
    console.print(
        f"{report.added} added, {report.unchanged} there already, {report.conflicting} under the id of another"
    )


@app.command()
def take(
    practice: Annotated[
        Path | None, typer.Option(help="Folder of a built practice; the installation's own if not given.")
    ] = None,
) -> None:
    """Take over the links, anomalies and potential that a built practice found."""
    from tarazy.jurimetrics.practice import PracticeMissing
    from tarazy.practice.actions.take_practice import take_practice

    try:
        taken = take_practice(practice)
    except PracticeMissing as missing:
        raise typer.BadParameter(
            f"no practice in {missing}: build one with `tarazy practice build`"
        ) from None
    Console(stderr=True).print(
        f"{taken.links} links, {taken.anomalies} new anomalies, {taken.categories} categories ranked"
    )
