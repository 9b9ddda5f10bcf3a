"""`tarazy bench bank`: the bank of acts of any size, searched by many while acts are published and sealed.

Everything runs on this machine: the database, the server with two processes, its worker, those who ask and the one who
publishes. Each time counts from the moment when the request was due, so a slow answer delays none that follow. Half of
the requests are for the whole page, half for the results alone, as while one types.
"""

from __future__ import annotations

import http.client
import json
import os
import queue
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode, urlsplit

from rich.console import Console
from rich.table import Table

from tarazy.site.load.bank_filling import figures
from tarazy.site.load.bench import _own_cluster as own_cluster
from tarazy.site.load.running import Server, machine

CONNECTIONS = 24
QUERIES = 600
STORIES = 40
STORY = (
    "Мне не выплатили заработную плату за три месяца, работодатель ссылается на тяжёлое положение, расчётные листки "
    "есть. Прошу взыскать долг и компенсацию. Дело {number}."
)


def run(
    acts: int = 20_000,
    seconds: float = 60,
    rate: float = 50,
    publishing: float = 10,
    home: Path = Path("load-bank"),
    database: str = "",
    search: str = "",
    baseline: bool = True,
    seed: int = 0,
    different: int = 0,
    progress: Callable[..., object] = print,
) -> dict[str, Any]:
    """Figures as a dictionary; with `different` only so many acts differ, the others are their copies.

    `home` keeps the files for the next run; without `database` (a URL) it has a PostgreSQL of its own, without `search`
    (a SEARCH_URL) an index in its folder.
    """
    home = home.absolute()
    home.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {
        "DATABASE_URL": database or own_cluster(home),
        "TARAZY_HOME": str(home / "house"),
        "DJANGO_SETTINGS_MODULE": "tarazy.site.settings",
        "MODEL_DATA": "1",
        "SEARCH_URL": search,
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    Path(environment["TARAZY_HOME"]).mkdir(parents=True, exist_ok=True)
    told: dict[str, Any] = {"machine": machine(), "search": search or "tantivy"}
    progress(f"{acts:,} acts and their index")
    told["filled"] = _child(environment, "fill", acts, seed, different)
    told["index_gigabytes"] = round(_size(Path(environment["TARAZY_HOME"]) / "search") / 1e9, 2)
    asked = _child(environment, "queries", QUERIES, seed)
    if baseline:
        progress("baseline")
        told["baseline"] = _child(environment, "baseline", acts, seed)
    server = Server(environment)
    server.start()
    try:
        progress("quiet: analogues and stories")
        _drive(server.address, asked, 10, 3)  # warm
        told["analogues"] = _child(environment, "nearest", 100, seed)
        told["stories"] = _stories(server.address)
        progress(f"{rate:g} queries and {publishing:g} acts a second for {seconds:g} s")
        publisher = _begin(environment, "publish", publishing, seconds + 5, seed)
        began = server.seconds()
        told["asked"] = _drive(server.address, asked, rate, seconds)
        told["server_cores"] = round((server.seconds() - began) / seconds, 2)
        told["publishing"] = _end(publisher)
    finally:
        server.stop()
    return told


def render(result: dict[str, Any], console: Console) -> None:
    """The figures as a table, and the machine."""
    console.print(f"{result['machine']}")
    filled = result["filled"]
    built = (
        f"built in {filled['index_seconds']:.0f} s ({filled['entries_per_s']:.0f}/s)"
        if "index_seconds" in filled
        else "kept from before"
    )
    console.print(
        f"{filled['acts']:,} acts ({filled['different']:,} different), {result['search']}; index {built}, {result['index_gigabytes']} GB"
    )
    table = Table("what", "count", "p50 ms", "p95 ms", "max ms")
    rows = {
        "search": result["asked"],
        "analogues by vectors": result["analogues"],
        "story (page, embedding included)": result["stories"],
        "publish": result["publishing"]["publish"],
        "published → found": result["publishing"]["found"],
        "sealed → gone from the index": result["publishing"]["gone"],
    }
    if "baseline" in result:
        rows[f"baseline: FTS5, {result['baseline']['acts']:,} acts, alone"] = result["baseline"]
    for name, one in rows.items():
        table.add_row(name, *(str(one.get(key, "–")) for key in ("count", "p50_ms", "p95_ms", "max_ms")))
    console.print(table)
    console.print(f"failed: {result['asked']['failed']}; cores of the server: {result['server_cores']}")


def _child(environment: dict[str, str], *words: object) -> Any:
    return _end(_begin(environment, *words))


def _begin(environment: dict[str, str], *words: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tarazy.site.load.bank_filling", *map(str, words)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def _end(child: subprocess.Popen[str]) -> Any:
    answer, _ = child.communicate()
    if child.returncode:
        raise RuntimeError(f"{child.args} failed")
    return json.loads(answer)


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) if folder.exists() else 0


def _drive(address: str, asked: list[str], rate: float, seconds: float) -> dict[str, Any]:
    """Requests at the rate, each due at its own moment; milliseconds from when each was due."""
    due: queue.Queue[tuple[float, str, bool] | None] = queue.Queue()
    spent: list[float] = []
    failed: list[str] = []
    rng = Random(1)

    def work() -> None:
        connection = _connect(address)
        while (one := due.get()) is not None:
            when, query, part = one
            headers = {"HX-Request": "true"} if part else {}
            try:
                connection.request("GET", f"/ru/acts/?{query}", headers=headers | {"Accept-Encoding": "gzip"})
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    failed.append(str(answer.status))
            except (OSError, http.client.HTTPException) as fault:
                failed.append(type(fault).__name__)
                connection.close()
                connection = _connect(address)
            spent.append(time.monotonic() - when)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    began = time.monotonic()
    moment = began
    while moment - began < seconds:
        moment += rng.expovariate(rate)
        time.sleep(max(0.0, moment - time.monotonic()))
        due.put((moment, rng.choice(asked), rng.random() < 0.5))
    for _ in threads:
        due.put(None)
    for thread in threads:
        thread.join()
    return {**figures(spent), "failed": len(failed), "faults": sorted(set(failed))}


def _connect(address: str) -> http.client.HTTPConnection:
    parts = urlsplit(address)
    return http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=30)


def _stories(address: str) -> dict[str, float]:
    """The story page by POST, one after another."""
    connection = _connect(address)
    connection.request("GET", "/ru/acts/story/")
    answer = connection.getresponse()
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    token = found.group(1) if found else ""
    spent = []
    for number in range(STORIES + 5):
        body = urlencode({"csrfmiddlewaretoken": token, "story": STORY.format(number=number)})
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        started = time.monotonic()
        connection.request("POST", "/ru/acts/story/", body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"a story was answered by {answer.status}")
        spent.append(time.monotonic() - started)
    connection.close()
    return figures(spent[5:])
