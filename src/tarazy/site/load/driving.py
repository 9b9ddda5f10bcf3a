"""The people of the load, over HTTP: some file, some read. Every time is counted from when the request was due."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import aiohttp

from tarazy.site.load.names import a_name, an_iin
from tarazy.site.load.papers import paper

CSRF = "a" * 32
THINKING_S = (2.0, 8.0)
PATIENCE_S = 120.0
ONE_PIECE = 1024 * 1024  # as `PIECE` of documents/upload.js
OCTETS = "application/octet-stream"


@dataclass
class Times:
    """Milliseconds by what was asked, and what went wrong."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def figures(self) -> dict[str, Any]:
        """Number, median, p95, p99 and the largest, of each kind."""
        return {name: quantiles(values) for name, values in sorted(self.taken.items())} | {
            "errors": dict(self.faults)
        }


def quantiles(values: list[float]) -> dict[str, float]:
    """n, p50, p95, p99, max; nearest rank."""
    ordered = sorted(values)

    def at(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1) if ordered else 0.0

    return {"n": len(ordered), "p50": at(0.5), "p95": at(0.95), "p99": at(0.99), "max": at(1.0)}


@dataclass
class Filed:
    """One filing of a client: its key, and what the court acknowledged."""

    key: str
    user: int
    case: str = ""
    tries: int = 0
    retried: int = 0


class Filer:
    """A program that uploads a signed claim and two attachments of 200 kB, then files, with an idempotency key."""

    def __init__(
        self, address: str, actor: dict[str, Any], client: aiohttp.ClientSession, times: Times
    ) -> None:
        self.address, self.actor, self.client, self.times = address, actor, client, times
        self.headers = {
            "Cookie": f"sessionid={actor['session']}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
            "Referer": address,
        }
        self.paper = Path(actor["paper"]).read_bytes()

    async def file(self, key: str, court: str, due: float, *, retries: bool) -> Filed:
        """File once, whatever happens to the server: the same key until it answers. `due` is of the loop's clock."""
        filed, rng = Filed(key, self.actor["id"]), Random(key)
        files = [
            ("claim", self.paper),
            ("evidence", paper(f"{key}/1")),
            ("evidence", paper(f"{key}/2")),
        ]
        body: dict[str, Any] | None = None
        until = time.monotonic() + PATIENCE_S
        while True:
            filed.tries += 1
            try:
                if body is None:
                    ids = [await self.upload(kind, content) for kind, content in files]
                    body = self.body(court, rng, [kind for kind, _ in files], ids)
                began = time.perf_counter()
                answer = await self.ask(
                    "POST", "/api/v1/filings", json=body, headers={"Idempotency-Key": key}
                )
                self.times.taken["filing request"].append((time.perf_counter() - began) * 1000)
                filed.case = answer["case"]
                break
            except (aiohttp.ClientError, ConnectionError, TimeoutError, Refusal) as error:
                lost = isinstance(error, Refusal) and error.status < 500
                if not retries or lost or time.monotonic() > until:
                    self.times.faults[str(error)[:60] or type(error).__name__] += 1
                    return filed
                filed.retried += 1
                await asyncio.sleep(0.5)
        self.times.taken["filing with two attachments"].append((time.perf_counter() - due) * 1000)
        return filed

    async def upload(self, kind: str, content: bytes) -> str:
        """Send a file as the field for files does: whole if it is one piece, else in pieces; the document's id."""
        began = time.perf_counter()
        sha256 = hashlib.sha256(content).hexdigest()
        if len(content) <= ONE_PIECE:
            document = await self.ask(
                "POST", "/api/v1/documents/whole", data=content,
                headers={"Upload-Name": f"{kind}.pdf", "Upload-SHA256": sha256, "Content-Type": OCTETS},
            )  # fmt: skip
        else:
            asked = {"name": f"{kind}.pdf", "size": len(content), "sha256": sha256}
            upload = await self.ask("POST", "/api/v1/documents/uploads", json=asked)
            path = f"/api/v1/documents/uploads/{upload['id']}"
            await self.ask(
                "PATCH", path, data=content, headers={"Upload-Offset": "0", "Content-Type": OCTETS}
            )
            document = await self.ask("POST", f"{path}/finish")
        self.times.taken["upload of one file"].append((time.perf_counter() - began) * 1000)
        return str(document["id"])

    def body(self, court: str, rng: Random, kinds: list[str], ids: list[str]) -> dict[str, Any]:
        """A debt under a contract against somebody who has no case yet."""
        price = rng.randrange(50_000, 2_000_000)
        against = " ".join(a_name(rng))
        return {
            "court_code": court,
            "kind": "action",
            "category": "loan",
            "language": "ru",
            "price": str(price),
            "parties": [
                {"role": "claimant", "name": self.actor["name"], "iin": self.actor["iin"]},
                {"role": "defendant", "name": against, "iin": an_iin(rng)},
            ],
            "claims": [{"demand": "recover_debt", "amount": str(price)}],
            "documents": [
                {"id": id_, "kind": kind, "title": kind} for kind, id_ in zip(kinds, ids, strict=True)
            ],
        }

    async def ask(self, method: str, path: str, **sent: Any) -> dict[str, Any]:
        """The answer's JSON. Raises `Refusal` for any other status than a good one."""
        sent["headers"] = self.headers | sent.get("headers", {})
        async with self.client.request(method, self.address + path, **sent) as response:
            raw = await response.read()
            if response.status >= 300:
                raise Refusal(response.status, raw)
            answer: dict[str, Any] = json.loads(raw)
            return answer


class Refusal(Exception):
    """The server said no."""

    def __init__(self, status: int, raw: bytes) -> None:
        self.status = status
        try:
            said = json.loads(raw).get("code") or json.loads(raw).get("title")
        except (ValueError, AttributeError):
            said = ""
        super().__init__(f"{status} {said}")


async def filings(
    address: str, actors: dict[str, Any], *, rate: float, seconds: float, times: Times, label: str,
    retries: bool = False, courts: int = 0,
) -> list[Filed]:  # fmt: skip
    """Filings that come by themselves, `rate` a second on average (Poisson), whether or not the court keeps up."""
    rng = Random(label)
    chosen = actors["courts"][:courts] if courts else actors["courts"]
    tasks = []
    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as client:
        filers = [Filer(address, actor, client, times) for actor in actors["filers"]]
        began, moment, number = time.perf_counter(), 0.0, 0
        while (moment := moment + rng.expovariate(rate)) < seconds:
            await asyncio.sleep(max(0.0, began + moment - time.perf_counter()))
            key = f"{label}-{UUID(int=rng.getrandbits(128))}"
            filer = filers[number % len(filers)]
            number += 1
            tasks.append(
                asyncio.create_task(
                    filer.file(key, rng.choice(chosen), began + moment, retries=retries)
                )
            )  # fmt: skip
        return list(await asyncio.gather(*tasks))


async def readings(address: str, actors: dict[str, Any], *, seconds: float, times: Times) -> None:
    """Everybody reads at once: a page, some thought, another page."""
    timeout = aiohttp.ClientTimeout(total=60)
    connector = aiohttp.TCPConnector(limit=0)
    until = time.perf_counter() + seconds
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as client:
        await asyncio.gather(
            *(
                _reads(address, one, client, times, until, place)
                for place, one in enumerate(actors["readers"])
            )
        )


async def _reads(
    address: str,
    reader: dict[str, Any],
    client: aiohttp.ClientSession,
    times: Times,
    until: float,
    place: int,
) -> None:
    rng = Random(place)
    headers = {"Cookie": f"sessionid={reader['session']}", "Accept-Language": "ru"}
    due = time.perf_counter() + rng.uniform(0, THINKING_S[1])
    while due < until:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        kind, path = rng.choice(reader["pages"])
        if kind in ("home", "docket"):
            kind = f"{reader['role']}: {kind}"
        try:
            async with client.get(address + path, headers=headers, allow_redirects=False) as response:
                await response.read()
                if response.status != 200:
                    times.faults[f"{response.status} {kind}"] += 1
                else:
                    times.taken[kind].append((time.perf_counter() - due) * 1000)
        except (aiohttp.ClientError, TimeoutError) as error:
            times.faults[type(error).__name__] += 1
        due = time.perf_counter() + rng.uniform(*THINKING_S)


def run_all(*work: Any, beside: Callable[[], object] | None = None) -> list[Any]:
    """Run coroutines together; `beside` runs in a thread meanwhile."""

    async def together() -> list[Any]:
        jobs = [*work]
        if beside is not None:
            jobs.append(asyncio.to_thread(beside))
        return list(await asyncio.gather(*jobs))

    return asyncio.run(together())
