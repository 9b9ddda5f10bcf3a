"""Far sides that speak the real protocols, with faults: the Bot API, an SMS gateway, a mail server."""

from __future__ import annotations

import json
import smtplib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage, Message
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs


def form_of(headers: Message, body: bytes) -> dict[str, str]:
    """The fields of a form, urlencoded or multipart."""
    kind = headers.get("Content-Type", "")
    if kind.startswith("multipart/"):
        whole = BytesParser().parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
        return {
            str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True).decode()
            for part in whole.walk()
            if not part.is_multipart()
        }
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is what some tests are about."""


@contextmanager
def served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address of a server in a thread."""
    server = _Quiet(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class BotApi:
    """Telegram's Bot API: `sent` holds what arrived; `faults` are given to the next sendMessage calls in order."""

    url: str = ""
    sent: list[tuple[int, str]] = field(default_factory=list)
    calls: int = 0
    faults: list[str] = field(default_factory=list)
    blocked: set[int] = field(default_factory=set)
    updates: list[dict[str, Any]] = field(default_factory=list)
    delay: float = 0

    def says(self, chat: int, text: str, language: str = "ru") -> None:
        """Somebody writes to the bot."""
        who = {"id": chat, "is_bot": False, "first_name": "A", "language_code": language}
        number = len(self.updates) + 1
        self.updates.append(
            {
                "update_id": number,
                "message": {
                    "message_id": number, "date": 1, "chat": {"id": chat, "type": "private"}, "from": who, "text": text,
                },
            }
        )  # fmt: skip

    def answer(self, method: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Status and body of a call."""
        if method == "getUpdates":
            offset = int(form.get("offset", 0))
            return 200, {"ok": True, "result": [one for one in self.updates if one["update_id"] >= offset]}
        self.calls += 1
        chat = int(form["chat_id"])
        fault = self.faults.pop(0) if self.faults else ""
        if fault.startswith("429"):
            wait = int(fault.partition(":")[2] or 5)
            return 429, {
                "ok": False, "error_code": 429, "description": f"Too Many Requests: retry after {wait}",
                "parameters": {"retry_after": wait},
            }  # fmt: skip
        if fault == "500":
            return 500, {"ok": False, "error_code": 500, "description": "Internal Server Error"}
        if chat in self.blocked or fault == "403":
            return 403, {
                "ok": False,
                "error_code": 403,
                "description": "Forbidden: bot was blocked by the user",
            }
        if fault == "400":
            return 400, {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}
        self.sent.append((chat, form["text"]))
        if fault == "silence" or self.delay:
            time.sleep(1.5 if fault == "silence" else self.delay)
        number = len(self.sent)
        chat_said = {"id": chat, "type": "private"}
        return 200, {"ok": True, "result": {"message_id": number, "date": 1, "chat": chat_said}}


@contextmanager
def bot_api() -> Iterator[BotApi]:
    """A Bot API that runs."""
    api = BotApi()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, said = api.answer(self.path.rpartition("/")[2], form_of(self.headers, body))
            out = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(out)))
            self.end_headers()
            self.wfile.write(out)

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    with served(Handler) as url:
        api.url = url
        yield api


@dataclass
class Gateway:
    """An SMS gateway that knows a message again by its key. `faults`: statuses of the next calls, "silence" hangs up after taking."""

    url: str = ""
    sent: dict[str, tuple[str, str]] = field(default_factory=dict)
    calls: int = 0
    faults: list[str] = field(default_factory=list)
    token: str = ""


@contextmanager
def sms_gateway() -> Iterator[Gateway]:
    """A gateway that runs."""
    gateway = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            gateway.calls += 1
            gateway.token = self.headers.get("Authorization", "")
            fault = gateway.faults.pop(0) if gateway.faults else ""
            key = self.headers["Idempotency-Key"]
            if fault.isdigit():
                self.send_response(int(fault))
                if fault == "429":
                    self.send_header("Retry-After", "40")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if key not in gateway.sent:
                gateway.sent[key] = (body["to"], body["text"])
            if fault == "silence":
                self.connection.close()
                return
            out = json.dumps({"id": f"sms-{key[:8]}"}).encode()
            self.send_response(201)
            self.send_header("Content-Length", str(len(out)))
            self.end_headers()
            self.wfile.write(out)

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    with served(Handler) as url:
        gateway.url = url
        yield gateway


class FaultyMail:
    """A Django mail backend whose server refuses, is busy or is lost, as `fault` says."""

    fault = ""
    sent: ClassVar[list[EmailMessage]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.timeout = None

    def open(self) -> bool:
        """Connect."""
        if self.fault == "unreachable":
            raise ConnectionRefusedError
        return True

    def close(self) -> None:
        """Hang up."""

    def send_messages(self, mails: list[Any]) -> int:
        """Send or fail."""
        to = mails[0].to[0]
        if self.fault == "refused":
            raise smtplib.SMTPRecipientsRefused({to: (550, b"no such user")})
        if self.fault == "busy":
            raise smtplib.SMTPRecipientsRefused({to: (450, b"greylisted")})
        if self.fault == "lost":
            raise smtplib.SMTPServerDisconnected("lost")
        self.sent.extend(mails)
        return len(mails)
