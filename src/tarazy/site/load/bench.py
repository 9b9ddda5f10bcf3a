"""`tarazy bench load`: a registry of any size under filings, readers, draws and kills.

Everything runs on this machine: PostgreSQL, the server with two processes, its worker and those who ask. Readers take
two to eight seconds between pages (five on average); filings come by themselves (Poisson), so a slow answer delays none
of those that follow, and each time is counted from the moment when the request was due.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from rich.console import Console
from rich.table import Table

from tarazy.site.load import driving
from tarazy.site.load.running import Server, machine, watched

FILERS = 60
KILLS = 3
SMALL = 2000
COURTS_OF_KILLS = 8
PARTS = ("filings", "readers", "together", "draws", "kills")


def run(
    cases: int = 1_000_000,
    minutes: float = 10,
    rate: float = 10,
    readers: int = 100,
    draws: int = 1000,
    home: Path = Path("load"),
    database: str = "",
    parts: str = ",".join(PARTS),
    baseline: bool = True,
    seed: int = 0,
    progress: Callable[..., object] = print,
) -> dict[str, Any]:
    """Figures as a dictionary. `home` keeps files and, without `database` (a URL), a PostgreSQL of its own, for the next
    run. With `baseline` the same is measured first on a registry with two thousand cases."""
    home = home.absolute()
    home.mkdir(parents=True, exist_ok=True)
    url = database or _own_cluster(home)
    wanted = [part for part in PARTS if part in parts.split(",")]
    result: dict[str, Any] = {
        "machine": machine(),
        "asked": {"cases": cases, "minutes": minutes, "rate": rate},
    }
    if baseline:
        result["small"] = _measured(
            _beside(url, "court_small"), home, SMALL, minutes, rate, readers, 0, wanted, seed, progress
        )
    result["full"] = _measured(url, home, cases, minutes, rate, readers, draws, wanted, seed, progress)
    if baseline:
        result["ratios"] = _ratios(result["full"], result["small"])
    return result


def _measured(
    url: str, home: Path, cases: int, minutes: float, rate: float, readers: int, draws: int, wanted: list[str],
    seed: int, progress: Callable[..., object],
) -> dict[str, Any]:  # fmt: skip
    environment = os.environ | {
        "DATABASE_URL": url,
        "TARAZY_HOME": str(home / url.rpartition("/")[2]),
        "DJANGO_SETTINGS_MODULE": "tarazy.site.settings",
        "MODEL_DATA": "1",
        "REQUIRE_STAFF_MFA": "0",  # sessions are made, not signed in to
        "LIMIT_FILING": "",  # sixty people stand for six thousand
    }
    Path(environment["TARAZY_HOME"]).mkdir(parents=True, exist_ok=True)
    told: dict[str, Any] = {
        "filled": _child("filling", [str(cases), str(seed)], environment, progress),
    }
    progress(f"{cases:,} cases: keys and sessions")
    actors = _child("actors", [str(FILERS), str(readers)], environment, progress)
    if "draws" in wanted and draws:
        progress(f"{draws:,} draws")
        told["draws"] = _child("drawing", [str(draws)], environment, progress)
    server = Server(environment)
    server.start()
    try:
        _warm(server, actors)
        seconds = minutes * 60
        label = f"{seed}-{time.time():.0f}"
        if "filings" in wanted:
            progress(f"filings for {minutes:g} min")
            told["filings"] = _driven(server, actors, seconds, rate, 0, f"{label}-alone")
        _keep(home, url, told)
        if "readers" in wanted:
            progress(f"{readers} readers for {min(minutes, 3):g} min")
            told["readers"] = _driven(server, actors, min(seconds, 180), 0, readers, label)
        _keep(home, url, told)
        if "together" in wanted:
            progress(f"filings and readers for {min(minutes, 3):g} min")
            told["together"] = _driven(server, actors, min(seconds, 180), rate, readers, f"{label}-together")
        _keep(home, url, told)
        if "kills" in wanted:
            progress("kills")
            told["kills"] = _killed(server, actors, min(seconds, 120), rate, label, environment, progress)
    finally:
        server.stop()
    _keep(home, url, told)
    return told


def _keep(home: Path, url: str, told: dict[str, Any]) -> None:
    """What is known so far, for a run that is broken off."""
    (home / f"{url.rpartition('/')[2]}.json").write_text(json.dumps(told))


def _driven(
    server: Server, actors: dict[str, Any], seconds: float, rate: float, readers: int, label: str
) -> dict[str, Any]:
    times, kept = driving.Times(), dict[str, Any]()
    work: list[Any] = []
    if rate:
        work.append(
            driving.filings(server.address, actors, rate=rate, seconds=seconds, times=times, label=label)
        )
    if readers:
        work.append(driving.readings(server.address, actors, seconds=seconds, times=times))
    with watched(server, kept):
        filed = driving.run_all(*work)
    if rate:
        kept["sent"] = len(filed[0])
        kept["filed"] = sum(bool(one.case) for one in filed[0])
    return kept | {"times": times.figures()}


def _killed(
    server: Server, actors: dict[str, Any], seconds: float, rate: float, label: str, environment: dict[str, str],
    progress: Callable[..., object],
) -> dict[str, Any]:  # fmt: skip
    """Filings while the server and its worker are killed at moments that nobody chose; then everything is counted."""
    times, rng, down = driving.Times(), Random(label), []

    def killer() -> None:
        for _ in range(KILLS):
            time.sleep(seconds / (KILLS + 1) * rng.uniform(0.6, 1.2))
            began = time.monotonic()
            server.kill()
            server.start()
            down.append(round(time.monotonic() - began, 1))

    (filed, _none) = driving.run_all(
        driving.filings(
            server.address, actors, rate=rate, seconds=seconds, times=times, label=f"{label}-killed",
            retries=True, courts=COURTS_OF_KILLS,
        ),
        beside=killer,
    )  # fmt: skip
    progress("counting; the ledger is recomputed")
    counted = _child(
        "counting", [], environment, progress, said=[[one.key, one.user, one.case] for one in filed]
    )
    retried = sum(bool(one.retried) for one in filed)
    return {"kills": KILLS, "seconds_down": down, "retried": retried, **counted, "times": times.figures()}


def _warm(server: Server, actors: dict[str, Any]) -> None:
    """A few pages and filings, not counted: templates are compiled, tables and law are read."""
    for turn in range(2):
        driving.run_all(
            driving.filings(
                server.address,
                actors,
                rate=4,
                seconds=3,
                times=driving.Times(),
                label=f"warm-{turn}-{time.time():.0f}",
            ),
            driving.readings(server.address, actors, seconds=6, times=driving.Times()),
        )


def _child(
    module: str,
    options: list[str],
    environment: dict[str, str],
    progress: Callable[..., object],
    said: Any = None,
) -> Any:
    """What a module of this room prints in a process of its own: its Django stands on another database."""
    with (
        tempfile.TemporaryFile("w+") as answer,  # not a pipe: a long answer would wait for who reads the other one
        subprocess.Popen(
            [sys.executable, "-m", f"tarazy.site.load.{module}", *options],
            env=environment, stdin=subprocess.PIPE, stdout=answer, stderr=subprocess.PIPE, text=True,
        ) as child,
    ):  # fmt: skip
        assert child.stdin and child.stderr
        if said is not None:
            json.dump(said, child.stdin)
        child.stdin.close()
        last = ""
        for line in child.stderr:
            last = line.strip() or last
            if module == "filling":
                progress(line.strip())
        child.wait()
        if child.returncode:
            raise ValueError(f"{module} failed: {last}")
        answer.seek(0)
        return json.loads(answer.read().splitlines()[-1])


def _own_cluster(home: Path) -> str:
    from tarazy.site.load.cluster import start

    return start(home / "postgres")


def _beside(url: str, name: str) -> str:
    """The URL of another database of the same server, made if it isn't there."""
    import psycopg

    base = url.rpartition("/")[0]
    with psycopg.connect(url.replace("postgres://", "postgresql://", 1), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"')
    return f"{base}/{name}"


def _ratios(full: dict[str, Any], small: dict[str, Any]) -> dict[str, float]:
    """Median of what the full registry takes to what the small one takes."""
    found = {}
    for part in ("filings", "readers", "together"):
        for name, figures in full.get(part, {}).get("times", {}).items():
            other = small.get(part, {}).get("times", {}).get(name)
            if name != "errors" and other and other["p50"]:
                found[f"{part}: {name}"] = round(figures["p50"] / other["p50"], 2)
    return found


def render(result: dict[str, Any], console: Console) -> None:
    """Tables for the terminal."""
    one = result["machine"]
    console.print(f"{one['cores']} cores of {one['model']}, {one['memory_gb']} GB, load {one['load'][0]:.1f}")
    for which in ("small", "full"):
        told = result.get(which)
        if not told:
            continue
        console.print(f"[bold]{told['filled']['cases']:,} cases, {told['filled']['database_gigabytes']} GB")
        table = Table("", "n", "p50", "p95", "p99", "max", "load", "server cores")
        for part in ("filings", "readers", "together", "kills"):
            for name, row in told.get(part, {}).get("times", {}).items():
                if name != "errors":
                    load = told[part].get("load", ["", ""])
                    table.add_row(
                        f"{part}: {name}", *(f"{row[key]:,.0f}" for key in ("n", "p50", "p95", "p99", "max")),
                        f"{load[0]}–{load[1]}", str(told[part].get("server_cores", "")),
                    )  # fmt: skip
            if errors := told.get(part, {}).get("times", {}).get("errors"):
                console.print(f"{part}: errors {errors}")
        console.print(table)
        if draws := told.get("draws"):
            console.print(
                f"{draws['draws']} draws: {draws['per_second']:.0f} a second with receipts and seats"
            )
        if kills := told.get("kills"):
            console.print(
                f"{kills['kills']} kills, down {kills['seconds_down']} s: {kills['acknowledged']} acknowledged, "
                f"{kills['lost']} lost, {kills['doubled']} doubled, {kills['ledger_differences']} differences in "
                f"{kills['entries_audited']:,} entries of the ledger"
            )
