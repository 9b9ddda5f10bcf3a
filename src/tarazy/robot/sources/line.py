"""One register's line: a limit of time for each try, tries with growing pauses, a circuit that opens and closes."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any

import aiohttp

PAUSE_S = 0.05
OPENS_AFTER = 5  # failures one after another
SILENT_S = 2.0  # and no answer for so long
SHUT_S = 20.0
LARGEST = 200_000  # bytes of an answer
AT_ONCE = 32  # connections to one register


class Silent(Exception):
    """The register didn't tell: `doubt` says why, in the words of the table."""

    def __init__(self, doubt: str) -> None:
        self.doubt = doubt
        super().__init__(doubt)


@dataclass
class Circuit:
    """Failures one after another, and no answer for a while, open it: then nobody waits for a register that is down.

    A register that fails for some numbers and answers for others stays open to be asked.
    """

    failures: int = 0
    answered_at: float = float("-inf")
    shut_until: float = 0.0

    def is_open(self, at: float) -> bool:
        """Whether the register isn't asked now."""
        return at < self.shut_until

    def told(self, ok: bool, at: float) -> None:
        """How it went."""
        if ok:
            self.failures, self.answered_at = 0, at
            return
        self.failures += 1
        if self.failures >= OPENS_AFTER and at - self.answered_at > SILENT_S:
            self.shut_until = at + SHUT_S
            self.failures = OPENS_AFTER - 1  # one try once the time is over


_circuits: dict[str, Circuit] = {}


def circuit_of(address: str) -> Circuit:
    """The circuit of an address, kept as long as the process lives."""
    return _circuits.setdefault(address, Circuit())


class Line:
    """Asks one address. `ask` gives the JSON of the answer, None for one that says "not found"."""

    def __init__(self, address: str, *, timeout_s: float, tries: int) -> None:
        self.address = address.rstrip("/")
        self.timeout_s, self.tries = timeout_s, tries
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def ask(self, method: str, path: str, **sent: Any) -> Any:
        """Raises `Silent` with `timeout`, `unavailable` (no address, errors, an open circuit) or `broken` (no JSON)."""
        if not self.address:
            raise Silent("unavailable")
        circuit = circuit_of(self.address)
        if circuit.is_open(time.monotonic()):
            raise Silent("unavailable")
        doubt = "unavailable"
        for attempt in range(self.tries):
            if attempt:
                await asyncio.sleep(PAUSE_S * 2**attempt)
            try:
                answer = await self._once(method, path, sent)
            except Silent as silent:
                doubt = silent.doubt
                continue
            circuit.told(True, time.monotonic())
            return answer
        circuit.told(doubt == "broken", time.monotonic())
        raise Silent(doubt)

    async def _once(self, method: str, path: str, sent: dict[str, Any]) -> Any:
        try:
            async with self._open().request(method, f"{self.address}{path}", **sent) as answer:
                if answer.status == 404:
                    return None
                if answer.status >= 400:
                    raise Silent("unavailable")
                body = b""
                async for piece in answer.content.iter_chunked(16_384):
                    body += piece
                    if len(body) > LARGEST:
                        raise Silent("broken")
                return json.loads(body)
        except TimeoutError:
            raise Silent("timeout") from None
        except (aiohttp.ClientError, OSError):
            raise Silent("unavailable") from None
        except ValueError:
            raise Silent("broken") from None

    def _open(self) -> aiohttp.ClientSession:
        loop = asyncio.get_running_loop()
        if self._session is None or self._session.closed or self._loop is not loop:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=self.timeout_s),
                connector=aiohttp.TCPConnector(limit=AT_ONCE),
                trust_env=False,
            )
            self._loop = loop
        return self._session

    async def close(self) -> None:
        """Let the connections go."""
        if self._session is not None:
            await self._session.close()
            self._session = None
