"""Commands of the constructor: `tarazy constructor …`. They need no database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)


@app.callback()
def about() -> None:
    """The claim constructor's definitions, which lawyers write: docs/constructor.md."""


@app.command()
def lint(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Definitions; without any, those of the program.")
    ] = None,
) -> None:
    """Look for slips in definitions. One line a finding: file:line: code: what. Exit code 1 if there are any."""
    from tarazy.cabinet.constructor.lint import lint_all, lint_file
    from tarazy.cabinet.constructor.loading import FOLDER

    ids = frozenset(path.stem for path in FOLDER.glob("*.yaml"))
    found = [one for path in files for one in lint_file(path, None, ids)] if files else lint_all()
    for one in found:
        typer.echo(str(one))
    typer.echo(f"{len(found)} findings", err=True)
    if found:
        raise typer.Exit(1)


@app.command()
def questions(name: Annotated[str, typer.Argument(help="Id of a definition, such as wages.")]) -> None:
    """The questions of a definition in order, shared ones put in, each with its condition and its place."""
    from tarazy.cabinet.constructor.loading import definition

    found = definition(name)
    if found is None:
        raise typer.BadParameter(f"there is no definition {name}")
    for section in found.sections:
        typer.echo(f"{section.id}: {section.title.ru}")
        for one in section.questions:
            condition = f"  when {one.when.text}" if one.when else ""
            typer.echo(f"  {one.id} ({one.type}) {one.words.ru}{condition}  [{one.at}]")
