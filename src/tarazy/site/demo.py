"""`tarazy demo`: the steps from an empty folder to a served court, each done once and kept.

A step is done when its stamp names the same fingerprint as now: the versions of what it uses and the
fingerprint of the step before it. A step that was stopped in the middle has no stamp and is done again from
its beginning; what it leaves appears under its name only when complete.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from tarazy.site import assets, demo_filling, demo_steps
from tarazy.site.demo_steps import Report

PACKAGE = Path(__file__).resolve().parents[1]
FILINGS = 200


@dataclass(frozen=True)
class Step:
    """Words for the progress bar, what to do, and what the result depends on beside the step before."""

    name: str
    title: str
    run: Callable[[Path, Report], None]
    depends_on: Callable[[], str]


def code_of(*rooms: str) -> Callable[[], str]:
    """A fingerprint of the sources and data of the rooms: when they change, the step is done anew."""

    def fingerprint() -> str:
        digest = hashlib.sha256()
        for room in rooms:
            for path in sorted((PACKAGE / room).rglob("*"), key=str):
                if path.suffix in {".py", ".yaml", ".yml", ".json"} and "node_modules" not in path.parts:
                    digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()

    return fingerprint


def steps(cases: int, filings: int = FILINGS) -> list[Step]:
    """The steps for a model court of `cases` decided cases and about `filings` in the registry, in order."""
    generator = code_of("modelcourt", "law")
    return [
        Step("assets", "Building styles and scripts", demo_steps.build_assets, assets.fingerprint),
        Step(
            "database",
            "Preparing the database",
            demo_steps.migrate,
            code_of(*(str(path.relative_to(PACKAGE)) for path in sorted(PACKAGE.rglob("migrations")))),
        ),
        Step(
            "modelcourt",
            "Holding the model court",
            demo_steps.model_court(cases),
            lambda: f"{cases} {demo_steps.SEED} {generator()}",
        ),
        Step("reading", "Reading its acts", demo_steps.read_acts, code_of("jurimetrics/reading")),
        Step("bank", "Filling the bank of acts", demo_steps.fill_bank, code_of("acts")),
        Step("practice", "Building indexes and models", demo_steps.build_practice, code_of("jurimetrics")),
        Step("findings", "Taking over links and anomalies", demo_steps.take_findings, code_of("practice")),
        Step("courts", "Opening the courts", demo_filling.open_courts, lambda: ""),
        Step("people", "Calling the people", demo_filling.call_people, lambda: ""),
        Step("cases", "Telling the cases", demo_filling.tell_cases(filings), lambda: ""),
    ]


def prepare(cases: int, filings: int = FILINGS) -> None:
    """Do what isn't done yet, with a progress bar on the terminal's error stream."""
    home: Path = settings.TARAZY_HOME
    demo_filling.renew(home, f"{filings} {demo_steps.SEED} {code_of('modelcourt/filling')()}")
    stamps = home / "steps"
    stamps.mkdir(parents=True, exist_ok=True)
    console = Console(stderr=True)
    before = ""
    with Progress(
        SpinnerColumn(finished_text="[green]✓[/]"),
        TextColumn("{task.description}"),
        BarColumn(bar_width=28),
        TextColumn("{task.fields[count]}"),
        TimeElapsedColumn(),
        console=console,
    ) as progress:
        for step in steps(cases, filings):
            before = hashlib.sha256(f"{before}\0{step.name}\0{step.depends_on()}".encode()).hexdigest()
            stamp = stamps / f"{step.name}.json"
            task = progress.add_task(step.title, total=None, count="")
            if not _done(stamp, before):
                stamp.unlink(missing_ok=True)

                def report(done: int, total: int | None = None, part: str = "", task: TaskID = task) -> None:
                    count = f"{done:,} / {total:,}" if total else f"{done:,}" if done else ""
                    progress.update(task, completed=done, total=total, count=f"{part} {count}".strip())

                step.run(home, report)
                draft = stamp.with_suffix(".draft")
                draft.write_text(json.dumps({"fingerprint": before}), encoding="ascii")
                draft.replace(stamp)
            progress.update(task, total=1, completed=1, count="")


def _done(stamp: Path, fingerprint: str) -> bool:
    try:
        return bool(json.loads(stamp.read_text(encoding="ascii"))["fingerprint"] == fingerprint)
    except (FileNotFoundError, ValueError, KeyError):
        return False
