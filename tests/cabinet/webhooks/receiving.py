"""A receiver of webhooks that keeps what came, and fails as it is told."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.cabinet.notices.stand_ins import served


@dataclass
class Receiver:
    """`got` holds (headers, body); `faults` are given to the next requests in order: a status, "slow", "drip", "redirect"."""

    url: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    calls: int = 0
    redirected: int = 0


@contextmanager
def receiver() -> Iterator[Receiver]:
    """A receiver that runs."""
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kept.redirected += 1

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            kept.calls += 1
            if self.path == "/elsewhere":
                kept.redirected += 1
            fault = kept.faults.pop(0) if kept.faults else ""
            if fault == "slow":
                time.sleep(2)
            if fault == "drip":
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
                for _second in range(20):
                    time.sleep(0.2)
                    self.wfile.write(b"y")
                return
            if fault == "redirect":
                self.send_response(307)
                self.send_header("Location", f"{kept.url}/elsewhere")
            elif fault.isdigit():
                self.send_response(int(fault))
            else:
                kept.got.append((dict(self.headers), body))
                self.send_response(204)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    with served(Handler) as url:
        kept.url = url
        yield kept
