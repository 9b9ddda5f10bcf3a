"""Commands of the robot's rules: `tarazy robot …`. They need no database."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from tarazy.robot.rules import Finding
    from tarazy.robot.table import Table

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
MARKS = {"met": "+", "unmet": "-", "doubtful": "?", "not_reached": "."}


@app.callback()
def about() -> None:
    """The rule tables of the robot, which lawyers write: docs/robot.md."""


@app.command()
def lint(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Tables; without any, those of the program.")
    ] = None,
) -> None:
    """Look for slips in rule tables. One line a slip: table row: code: what. Exit code 1 if there are any."""
    from tarazy.robot.conditions import BadTable
    from tarazy.robot.lint import lint as lint_one
    from tarazy.robot.lint import lint_all
    from tarazy.robot.table import read_table

    try:
        tables = [read_table(path.read_text(encoding="utf-8"), path.name) for path in files or ()]
        found = [slip for table in tables for slip in lint_one(table)] if files else lint_all()
    except BadTable as bad:
        typer.echo(str(bad))
        raise typer.Exit(1) from None
    for one in found:
        typer.echo(str(one))
    typer.echo(f"{len(found)} slips", err=True)
    if found:
        raise typer.Exit(1)


@app.command()
def coverage() -> None:
    """Run the examples of every table, and name rows without one met, one unmet and one doubtful example."""
    from tarazy.robot.coverage import all_examples, mismatches, untried
    from tarazy.robot.table import editions

    wrong = 0
    for name, tables in editions().items():
        of = all_examples().get(name)
        faults = [*mismatches(of)] if of else []
        lacking = untried(tables[-1], of)
        for fault in faults:
            typer.echo(str(fault))
        for row, state in lacking:
            typer.echo(f"{name}: {row}: no example of {state}")
        wrong += len(faults) + len(lacking)
        rows = len(tables[-1].conditions)
        typer.echo(f"{name}: {rows} rows, {len(of.examples) if of else 0} examples, {len(lacking)} untried")
    if wrong:
        raise typer.Exit(1)


@app.command()
def explain(
    table: Annotated[str, typer.Argument(help="Name of a table, such as travel_ban.")],
    language: Annotated[str, typer.Option(help="kk, ru or en.")] = "ru",
) -> None:
    """A table row by row: what must be so, by which norm, from which sources, and what follows if it isn't."""
    from tarazy.law import load, print_reference
    from tarazy.robot.words import filled

    found = _table(table)
    typer.echo(f"{found.titles[language]} ({found.name} {found.version}, since {found.since})")
    for row in found.conditions:
        norms = "; ".join(print_reference(one, load("kz"), language) for one in row.norms)
        typer.echo(f"\n{row.number}. {filled(row.says[language], {})}{'  (!)' if row.unverified else ''}")
        typer.echo(f"   {norms}")
        rows = [one for name in row.names if (one := found.datum(name)) is not None]
        sources = ", ".join(f"{one.words[language]} [{'/'.join(one.sources)}]" for one in rows)
        typer.echo(f"   {sources}")
        typer.echo(f"   -> {row.if_unmet}{f' ({row.reason})' if row.if_unmet == 'hand_over' else ''}")


@app.command("try")
def try_facts(
    table: Annotated[str, typer.Argument(help="Name of a table.")],
    facts: Annotated[
        Path | None, typer.Argument(help="YAML or JSON with data by name; without it, the table's example.")
    ] = None,
    change: Annotated[
        list[str] | None, typer.Option("--set", help="name=value, over what the file says.")
    ] = None,
    doubt: Annotated[list[str] | None, typer.Option(help="name=code: put a datum in doubt.")] = None,
    language: Annotated[str, typer.Option(help="Of the draft: kk or ru.")] = "ru",
) -> None:
    """Go through a table with facts of your own: the trace, then the draft or the reasons for handing over."""
    import yaml

    from tarazy.robot.coverage import Example, all_examples, facts_of
    from tarazy.robot.drafting import draft
    from tarazy.robot.rules import decide

    found = _table(table)
    of = all_examples()[table]
    values: dict[str, Any] = dict(of.bases["base"])
    if facts is not None:
        values = yaml.safe_load(facts.read_text(encoding="utf-8"))
    values |= {name: yaml.safe_load(value) for name, value in map(_pair, change or ())}
    of = of.model_copy(update={"bases": {"base": values}})
    told = facts_of(found, of, Example(name="try", doubt=dict(map(_pair, doubt or ())), result=""))
    finding = decide(found, told, of.at)
    _show(finding, language)
    if finding.act:
        typer.echo("\n" + draft(found, finding, told, of.head, language).plain())


def _show(finding: Finding, language: str) -> None:
    for step in finding.trace:
        data = "; ".join(
            f"{one.name}={one.value!r} ({one.source}{', ' + one.doubt if one.doubt else ''})"
            for one in step.data
        )
        typer.echo(f"{MARKS[step.state]} {step.number:>4}  {step.words[language]}  {data}")
    typer.echo(f"\n{finding.result}")
    for reason in finding.reasons:
        typer.echo(f"  {reason.code}: {reason.words.get(language, '')}")


def _pair(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark:
        raise typer.BadParameter(f"{text}: name=value is wanted")
    return name, value


def _table(name: str) -> Table:
    from tarazy.robot.coverage import all_examples
    from tarazy.robot.deciding import local_day
    from tarazy.robot.table import NoTable, load_table, table_names

    examples = all_examples().get(name)
    at = examples.at if examples else datetime.now().astimezone()
    try:
        return load_table(name, local_day(at))
    except NoTable:
        raise typer.BadParameter(f"no table {name}; there are {', '.join(table_names())}") from None
