"""`tarazy translations extract | check | compile`."""

from __future__ import annotations

from typing import Annotated

import typer

from tarazy.site import translations

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)


@app.command()
def extract(room: Annotated[list[str] | None, typer.Argument(help="Rooms; all by default.")] = None) -> None:
    """Bring the strings of the sources into the catalogues; what is no longer used goes."""
    for name in room or translations.rooms():
        typer.echo(f"{name}: {translations.extract(name)} strings")


@app.command()
def check() -> None:
    """List the strings without words in Kazakh or Russian; exit 1 if there are any."""
    found = [one for name in translations.rooms() for one in translations.missing(name)]
    for one in found:
        typer.echo(f"{one.room} {one.language}: {one.why}: {one.text}")
    typer.echo(f"missing translations: {len(found)}")
    if found:
        raise typer.Exit(1)


@app.command("compile")
def compile_catalogues() -> None:
    """Compile the catalogues that have changed, for the pages to read."""
    typer.echo(f"compiled: {translations.compile_all()}")
