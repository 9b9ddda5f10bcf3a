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
from django.core.management import call_command
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from tarazy.site import assets

PACKAGE = Path(__file__).resolve().parents[1]
Report = Callable[[int, int | None], None]


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


def _build_assets(home: Path, report: Report) -> None:
    assets.build()


def _migrate(home: Path, report: Report) -> None:
    home.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)


def steps(cases: int) -> list[Step]:
    """The steps for a model court of `cases` cases, in order."""
    return [
        Step("assets", "Building styles and scripts", _build_assets, assets.fingerprint),
        Step("database", "Preparing the database", _migrate, code_of("acts", "practice")),
    ]


def prepare(cases: int) -> None:
    """Do what isn't done yet, with a progress bar on the terminal's error stream."""
    home: Path = settings.TARAZY_HOME
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
        for step in steps(cases):
            before = hashlib.sha256(f"{before}\0{step.name}\0{step.depends_on()}".encode()).hexdigest()
            stamp = stamps / f"{step.name}.json"
            task = progress.add_task(step.title, total=None, count="")
            if not _done(stamp, before):
                stamp.unlink(missing_ok=True)

                def report(done: int, total: int | None, task: int = task) -> None:
                    progress.update(
                        task,
                        completed=done,
                        total=total,
                        count=f"{done:,}" + (f" / {total:,}" if total else ""),
                    )

                step.run(home, report)
                draft = stamp.with_suffix(".draft")
                draft.write_text(json.dumps({"fingerprint": before}), encoding="ascii")
                draft.replace(stamp)
            progress.update(task, total=1, completed=1)


def _done(stamp: Path, fingerprint: str) -> bool:
    try:
        return bool(json.loads(stamp.read_text(encoding="ascii"))["fingerprint"] == fingerprint)
    except (FileNotFoundError, ValueError, KeyError):
        return False
