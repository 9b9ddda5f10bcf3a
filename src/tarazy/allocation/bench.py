"""`tarazy bench allocation`: does the drawer keep to its tickets, what does an attacker gain, how fast are draws."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from json import loads
from typing import Any

from rich.console import Console
from rich.table import Table

from .simulation import attacks, chi_square_fit, court_life, leaning

TICKETS = (100, 100, 120, 140, 140, 140, 160, 180, 200, 200)
ATTACKS = {
    "absence": "two colleagues report absence",
    "identical_claims": "five identical claims are filed",
    "filing_time": "the best of sixty seconds is chosen",
    "last_revealer": "three courts reveal last and collude",
    "load": "the favoured judge's list is kept empty",
}


def run(seed: int = 0, draws: int = 1000, progress: Callable[..., object] = print) -> dict[str, Any]:
    """Figures as a dictionary; `draws` are committed and completed with receipts in an empty SQLite database."""
    progress("drawing 100,000 cases")
    fit = chi_square_fit(TICKETS, 100_000, chance=seed)
    biased = chi_square_fit(TICKETS, 100_000, chance=seed, drawer=leaning("03", 0.01))
    progress("a court over 50,000 cases")
    life = court_life(12, 50_000, chance=seed)
    progress("attacks")
    gains = attacks(tries=20_000, chance=seed)
    progress(f"{draws} draws with receipts")
    return {
        "fit": asdict(fit),
        "biased_by_one_in_a_hundred": {"p": biased.p},
        "court": asdict(life),
        "attacks": [asdict(gain) for gain in gains],
        "speed": speed(draws),
    }


def speed(draws: int) -> dict[str, float]:
    """Draws a second on SQLite: commitments with their ledger entries, a hundred in a transaction as a queue has
    them; one round for all, so its signature is checked once; receipts with their proofs. `seated_per_second` counts
    what the registry does then: stage, docket and its ledger entry, tasks."""
    with tempfile.TemporaryDirectory() as home:
        told = subprocess.run(
            [sys.executable, "-m", __name__, str(draws)],
            env=os.environ | {"TARAZY_HOME": home, "DATABASE_URL": f"sqlite:///{home}/bench.sqlite3"},
            capture_output=True,
            text=True,
            check=False,
        )
    if told.returncode:
        raise ValueError(f"the draws failed: {told.stderr[-500:]}")
    found: dict[str, float] = loads(told.stdout.splitlines()[-1])
    return found


def render(result: dict[str, Any], console: Console) -> None:
    """Tables for the terminal."""
    fit, life, rate = result["fit"], result["court"], result["speed"]
    console.print(
        f"{fit['cases']:,} cases: chi-square {fit['chi_square']:.1f} on {fit['freedom']} degrees, p = {fit['p']:.3f}; "
        f"with a drawer that leans in one case of a hundred p = {result['biased_by_one_in_a_hundred']['p']:.1e}"
    )
    console.print(
        f"A court of {len(life['loads'])} judges over {life['cases']:,} cases: p = {life['p']:.3f}, "
        f"largest share of one judge in any draw {life['largest_share']:.3f}"
    )
    table = Table("attack", "chance before", "after", "on a naive system")
    for gain in result["attacks"]:
        table.add_row(
            ATTACKS[gain["attack"]], *(f"{gain[name]:.3f}" for name in ("before", "after", "naive"))
        )
    console.print(table)
    console.print(
        f"{rate['draws']:.0f} draws with receipts on SQLite: {rate['per_second']:.0f} a second "
        f"({rate['commit_per_second']:.0f} committed, {rate['complete_per_second']:.0f} completed a second); "
        f"{rate['seated_per_second']:.0f} a second with the registry's part: stage, docket, tasks"
    )


def _measure(draws: int) -> dict[str, float]:
    """In a process of its own, on a database of its own."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    django.setup()
    from datetime import UTC, date, datetime, timedelta

    from django.core.management import call_command

    from tarazy.allocation import assigning
    from tarazy.allocation.actions import commit_draws, complete_round
    from tarazy.allocation.models import Draw
    from tarazy.cases.models import Case, Proceeding
    from tarazy.courts.models import Court, Judge

    call_command("migrate", verbosity=0, interactive=False)
    now = datetime(2026, 11, 23, 5, tzinfo=UTC)
    names = {f"name_{language}": "Bench" for language in ("kk", "ru", "en")}
    court = Court.objects.create(code="7101", kind="district", region="astana", **names)
    Judge.objects.bulk_create(
        Judge(court=court, family_name=f"J{n}", given_name="A", appointed=date(2020, 1, 1)) for n in range(12)
    )
    Case.objects.bulk_create(
        Case(court=court, kind="action", number=f"7101-26-00-2/{n}", filed_at=now, registered_at=now)
        for n in range(draws)
    )
    Proceeding.objects.bulk_create(
        Proceeding(
            case=case,
            court=court,
            kind="action",
            number=case.number,
            stage="registered",
            stage_since=now,
            filed_at=now,
            registered_at=now,
        )
        for case in Case.objects.all()
    )
    proceedings = list(Proceeding.objects.all())
    began = time.perf_counter()
    committed = [
        draw
        for start in range(0, draws, 100)
        for draw in commit_draws(proceedings[start : start + 100], None, now)
    ]
    half = time.perf_counter()
    seating = [0.0]
    seat = assigning.assign_judges_many

    def timed(*asked: Any, **given: Any) -> Any:
        started = time.perf_counter()
        try:
            return seat(*asked, **given)
        finally:
            seating[0] += time.perf_counter() - started

    assigning.assign_judges_many = timed
    complete_round(committed[0].beacon_kind, committed[0].beacon_round, now + timedelta(seconds=5))
    ended = time.perf_counter()
    done = Draw.objects.filter(state=Draw.State.DRAWN, receipt__isnull=False)
    return {
        "draws": done.count(),
        "per_second": done.count() / (ended - began - seating[0]),
        "seated_per_second": done.count() / (ended - began),
        "commit_per_second": done.count() / (half - began),
        "complete_per_second": done.count() / (ended - half - seating[0]),
    }


if __name__ == "__main__":
    import json

    print(json.dumps(_measure(int(sys.argv[1]))))  # noqa: T201 - the answer to the bench
