"""A stand-in for drand's HTTP API that serves recorded real rounds, with the faults that relays have."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

RECORDED = json.loads(
    (Path(__file__).resolve().parents[1] / "ledger" / "drand_rounds.json").read_text(encoding="utf-8")
)
ROUNDS: dict[int, dict[str, Any]] = {one["round"]: one for one in RECORDED["rounds"]}
LATEST = max(ROUNDS)


class Relay:
    """`fault`: "" | down | late | wrong_signature | wrong_round | other_chain | broken | huge | empty."""

    def __init__(self, fault: str = "") -> None:
        self.fault = fault
        self.asked: list[str] = []
        self.address = ""

    def answer(self, path: str) -> tuple[int, bytes]:
        self.asked.append(path)
        if self.fault == "late":
            time.sleep(1.0)
        if self.fault == "down":
            return 503, b"{}"
        if self.fault == "broken":
            return 200, b"{not json"
        if self.fault == "huge":
            return 200, b'"' + b"x" * 100_000 + b'"'
        if self.fault == "empty":
            return 200, b"[]"
        chain, _, rest = path.strip("/").partition("/")
        if chain != RECORDED["chain_hash"]:
            return 404, b"{}"
        if rest == "info":
            period = 3 if self.fault == "other_chain" else RECORDED["period"]
            return 200, json.dumps(
                {
                    "public_key": RECORDED["public_key"],
                    "period": period,
                    "genesis_time": RECORDED["genesis_time"],
                    "hash": RECORDED["chain_hash"],
                    "groupHash": RECORDED["group_hash"],
                    "schemeID": RECORDED["scheme"],
                }
            ).encode()
        number = int(rest.rpartition("/")[2])
        if number not in ROUNDS:
            return 404, b"{}"
        told = {
            key: ROUNDS[number][key] for key in ("round", "randomness", "signature", "previous_signature")
        }
        other = next(one for key, one in ROUNDS.items() if key != number)
        if self.fault == "wrong_signature":
            told["signature"] = other["signature"]
        if self.fault == "wrong_round":
            told |= {key: other[key] for key in ("round", "signature", "previous_signature")}
        return 200, json.dumps(told).encode()


@contextmanager
def relay(fault: str = "") -> Iterator[Relay]:
    """A relay on a port of its own while the block runs."""
    serving = Relay(fault)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = serving.answer(self.path)
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass

        def log_message(self, *told: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    serving.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield serving
    finally:
        server.shutdown()
        server.server_close()
