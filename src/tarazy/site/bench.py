"""`tarazy bench …`: each bench is a module with `run(…) -> dict` and `render(result, console)`."""

from __future__ import annotations

import inspect
import json
import math
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)

File = Annotated[Path, typer.Option(help="JSON Lines, gzip or plain.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output, and nothing else.")]
Seed = Annotated[int, typer.Option(help="Fixes chance.")]


def _bench(module: str, as_json: bool, **options: Any) -> None:
    """Run a bench, progress on standard error, figures on standard output."""
    bench = import_module(module)
    errors = Console(stderr=True)
    with errors.status("starting") as status:
        say: Callable[[str], None] = status.update if errors.is_terminal else _line

        def progress(*told: object) -> None:
            """A stage, and how many are done of how many, in whatever of these a bench tells."""
            say(" ".join(str(one) for one in told if one is not None))

        known = inspect.signature(bench.run).parameters
        given = {name: value for name, value in options.items() if name in known}
        try:
            result = bench.run(**given, progress=progress)
        except EOFError as error:  # left alone, the terminal would take it for its own end
            raise ValueError(f"a file ends in the middle: {error}") from error
    if as_json:
        json.dump(_strict(result), sys.stdout, ensure_ascii=False, default=float, allow_nan=False)
        sys.stdout.write("\n")
    else:
        bench.render(result, Console())


def _strict(value: Any) -> Any:
    """The value with null for each number that JSON can't say."""
    if isinstance(value, dict):
        return {name: _strict(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_strict(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _line(words: str) -> None:
    typer.echo(words, err=True)


@app.command()
def retrieval(
    corpus: File,
    queries: File,
    qrels: Annotated[Path, typer.Option(help="Judgements in TREC form: query 0 document 1.")],
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """How well analogues are found, beside BM25 and TF-IDF."""
    _bench(
        "tarazy.jurimetrics.bench.retrieval", as_json, corpus=corpus, queries=queries, qrels=qrels, seed=seed
    )


@app.command()
def category(
    train: File,
    test: File,
    text: Annotated[str, typer.Option(help="Fields of the text, with commas.")],
    label: Annotated[str, typer.Option(help="Field of the category.")],
    date: Annotated[str | None, typer.Option(help="Field that puts the rows in order of time.")] = None,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """How well a category is told from a text, beside TF-IDF with a linear SVM and the most frequent one."""
    fields = tuple(text.split(","))
    _bench(
        "tarazy.jurimetrics.bench.category",
        as_json,
        train=train,
        test=test,
        text=fields,
        label=label,
        date=date,
        seed=seed,
    )


@app.command()
def outcome(
    train: File,
    test: File,
    text: Annotated[str, typer.Option(help="Fields of the text, with commas.")],
    label: Annotated[str, typer.Option(help="Field of the outcome.")],
    date: Annotated[str, typer.Option(help="Field of the date; models are chosen inside the earlier part.")],
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """How well an outcome is foretold, and whether the probabilities hold, beside the same two baselines."""
    _bench(
        "tarazy.jurimetrics.bench.outcome",
        as_json,
        train=train,
        test=test,
        text=text,
        label=label,
        date=date,
        seed=seed,
    )


@app.command()
def read(gold: File, seed: Seed = 0, as_json: Json = False) -> None:
    """How well each field of an act is read, with the first mistakes. Reading has no chance in it."""
    _bench("tarazy.jurimetrics.bench.read", as_json, gold=gold, seed=seed)


@app.command()
def split(
    rows: File,
    out: Annotated[Path, typer.Option(help="Folder for earlier.jsonl.gz and later.jsonl.gz.")],
    date: Annotated[str, typer.Option(help="Field that puts the rows in order of time.")],
    share: Annotated[
        float, typer.Option(help="Share of the rows that is earlier.", min=0.05, max=0.95)
    ] = 0.75,
) -> None:
    """Cut a file in two by time, so that models are judged on rows later than those they learnt from."""
    from tarazy.jurimetrics.bench.rows import split_by_time

    earlier, later = split_by_time(rows, out, date, share)
    typer.echo(f"{earlier} earlier rows, {later} later rows in {out}", err=True)


@app.command()
def trace(seed: Seed = 0, as_json: Json = False) -> None:
    """How well the acts of one case are linked across instances, on the model court."""
    _bench("tarazy.modelcourt.bench.trace", as_json, seed=seed)


@app.command()
def anomalies(seed: Seed = 0, as_json: Json = False) -> None:
    """How many planted anomalies are found, and how many findings are true, on the model court."""
    _bench("tarazy.modelcourt.bench.anomalies", as_json, seed=seed)


@app.command()
def crosslingual(seed: Seed = 0, as_json: Json = False) -> None:
    """Whether a query in Russian finds Kazakh acts and the other way round, on the model court."""
    _bench("tarazy.modelcourt.bench.crosslingual", as_json, seed=seed)


@app.command()
def speed(
    acts: Annotated[int, typer.Option(help="How many acts.", min=100)] = 10_000,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """Build, size, memory and latency at a number of acts, beside bm25s and SQLite FTS5 on the same texts."""
    _bench("tarazy.modelcourt.bench.speed", as_json, acts=acts, seed=seed)


@app.command()
def allocation(
    draws: Annotated[int, typer.Option(help="How many draws with receipts.", min=10)] = 1000,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """Whether the drawer keeps to its tickets, what attackers gain, how many draws a second."""
    _bench("tarazy.allocation.bench", as_json, seed=seed, draws=draws)


@app.command()
def anonymise(
    gold: Annotated[
        Path | None,
        typer.Option(help="JSON Lines with text, persons, identifiers; without it, acts of the model court."),
    ] = None,
    cases: Annotated[int, typer.Option(help="How many model cases.", min=1)] = 300,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """How many names and numbers of people are masked, and how much is masked for nothing, beside plain patterns."""
    _bench("tarazy.modelcourt.bench.anonymise", as_json, gold=gold, cases=cases, seed=seed)


@app.command()
def bank(
    acts: Annotated[int, typer.Option(help="How many acts the bank has.", min=500)] = 20_000,
    seconds: Annotated[float, typer.Option(help="How long it is searched.", min=5)] = 60,
    rate: Annotated[float, typer.Option(help="Searches a second.", min=0.1)] = 50,
    publishing: Annotated[float, typer.Option(help="Acts published a second.", min=0.1)] = 10,
    different: Annotated[
        int, typer.Option(help="How many acts differ, the others being copies; 0: all.", min=0)
    ] = 0,
    home: Annotated[Path, typer.Option(help="Folder that keeps the files and the database.")] = Path(
        "load-bank"
    ),
    database: Annotated[str, typer.Option(help="URL of a database to use instead of one of its own.")] = "",
    search: Annotated[str, typer.Option(help="SEARCH_URL of an engine to use instead of a folder.")] = "",
    baseline: Annotated[bool, typer.Option(help="Ask SQLite's FTS5 the same too.")] = True,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """The bank of acts searched while acts are published and sealed: pages, analogues, how soon what is seen or gone."""
    _bench(
        "tarazy.site.load.bank",
        as_json,
        acts=acts,
        seconds=seconds,
        rate=rate,
        publishing=publishing,
        different=different,
        home=home,
        database=database,
        search=search,
        baseline=baseline,
        seed=seed,
    )


@app.command()
def robot(
    materials: Annotated[int, typer.Option(help="How many materials.", min=100)] = 10_000,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """How many materials the robot goes through a second, asking registers over HTTP, beside one after another."""
    _bench("tarazy.robot.bench", as_json, seed=seed, materials=materials)


@app.command()
def load(
    cases: Annotated[int, typer.Option(help="How many cases the registry has.", min=0)] = 1_000_000,
    minutes: Annotated[float, typer.Option(help="How long filings go on.", min=0.1)] = 10,
    rate: Annotated[float, typer.Option(help="Filings a second.", min=0.1)] = 10,
    readers: Annotated[int, typer.Option(help="People who read at once.", min=0)] = 100,
    draws: Annotated[int, typer.Option(help="How many draws.", min=10)] = 1000,
    home: Annotated[Path, typer.Option(help="Folder that keeps the files and the database.")] = Path("load"),
    database: Annotated[str, typer.Option(help="URL of a PostgreSQL to use instead of one of its own.")] = "",
    parts: Annotated[
        str, typer.Option(help="What is measured, with commas.")
    ] = "filings,readers,together,draws,kills",
    baseline: Annotated[bool, typer.Option(help="Measure a registry of 2,000 cases too.")] = True,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """A registry of a million cases under filings, a hundred readers, draws and kills, beside a small one."""
    _bench(
        "tarazy.site.load.bench",
        as_json,
        cases=cases,
        minutes=minutes,
        rate=rate,
        readers=readers,
        draws=draws,
        home=home,
        database=database,
        parts=parts,
        baseline=baseline,
        seed=seed,
    )
