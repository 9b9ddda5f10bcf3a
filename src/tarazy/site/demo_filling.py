"""The demo's steps that fill the registry, and when a filling is made anew (ADR 0024)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date as Date
from pathlib import Path

from django.db import DatabaseError, connection
from django.utils import timezone

from tarazy.site import demo_steps
from tarazy.site.demo_steps import Report

# Steps whose result is in the database, so that they go with it.
IN_DATABASE = ("database", "bank", "findings", "courts", "people", "cases")


def open_courts(home: Path, report: Report) -> None:
    """Courts, sections, rooms and judges of the model country."""
    from tarazy.modelcourt.filling.filling import fill_courts, may_fill_here

    if may_fill_here():
        fill_courts(seed=demo_steps.SEED)


def call_people(home: Path, report: Report) -> None:
    """Accounts of every role, and the keys of those who are offered first."""
    from tarazy.modelcourt.filling.filling import fill_cast, may_fill_here

    if may_fill_here():
        fill_cast(seed=demo_steps.SEED)


def tell_cases(filings: int) -> Callable[[Path, Report], None]:
    """Cases in every stage, relative to now; where cases are there already they stay."""

    def work(home: Path, report: Report) -> None:
        from tarazy.modelcourt.filling.filling import fill_cases, may_fill_here

        if may_fill_here():
            fill_cases(filings, seed=demo_steps.SEED, report=lambda done, total: report(done, total))

    return work


def renew(home: Path, wanted: str) -> bool:
    """Set the demo's database aside where its filling is of another week or version and nobody worked in it.

    Work of one's own (an account, a case, an act) keeps the database as it is. True where it was set aside.
    """
    record = home / "filling.json"
    fingerprint = {"wanted": wanted, "week": week_of(timezone.localdate())}
    try:
        made = json.loads(record.read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        made = None
    if made == fingerprint:
        return False
    aside = False
    if made is not None and _there():
        if own_work() or not set_aside(home):
            return False
        aside = True
    home.mkdir(parents=True, exist_ok=True)
    draft = record.with_suffix(".draft")
    draft.write_text(json.dumps(fingerprint), encoding="ascii")
    draft.replace(record)
    return aside


def _there() -> bool:
    return connection.vendor != "sqlite" or Path(str(connection.settings_dict["NAME"])).is_file()


def set_aside(home: Path) -> bool:
    """Rename the database, forget the steps whose results were in it, and the keys of its people."""
    stamps = home / "steps"
    kept = {path: path.read_bytes() for path in stamps.glob("*.json") if path.stem not in IN_DATABASE}
    if not demo_steps.set_aside(home):
        return False
    for path, content in kept.items():
        path.write_bytes(content)
    shutil.rmtree(home / "demo-keys", ignore_errors=True)
    return True


def own_work() -> bool:
    """Whether somebody worked in this database with an account, a case or an act of their own."""
    from tarazy.acts.models import Act, Source
    from tarazy.cases.models import Case
    from tarazy.people.models import User

    try:
        return (
            User.objects.filter(is_model=False).exists()
            or Case.objects.filter(is_model=False).exists()
            or Act.objects.exclude(source=Source.MODEL).exists()
        )
    except DatabaseError:  # a database of another version: its own step sees to it
        return False
    finally:
        connection.close()


def week_of(day: Date) -> str:
    """The ISO week, "2026-W48"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
