"""One POST to somebody else's address: no redirects, no private networks, no endless answers.

The name is looked up once and the connection goes to the address that was looked at, so that a name which changes in
between (DNS rebinding) leads nowhere else; TLS still checks the name.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from tarazy.cabinet.webhooks.rules import address_fault, is_public

CONNECT_S, WHOLE_S = 3.0, 6.0
MOST_READ = 64 * 1024


@dataclass(frozen=True)
class Answer:
    """What came back: a status (0: none) and what was wrong as a code; how long it took."""

    status: int
    fault: str
    took_ms: int

    @property
    def taken(self) -> bool:
        """Whether the receiver says that it has it."""
        return 200 <= self.status < 300


def private_allowed() -> bool:
    """Whether addresses of private networks and plain http are let through: for trials on one machine only."""
    return bool(getattr(settings, "WEBHOOK_PRIVATE_ADDRESSES", False))


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Send the body; never raises for what the other side does."""
    began = time.monotonic()
    whole = float(getattr(settings, "WEBHOOK_TIMEOUT", WHOLE_S))
    status, fault = 0, address_fault(url, private=private_allowed())
    if not fault:
        status, fault = _posted(url, body, headers, whole)
    return Answer(status, fault, int((time.monotonic() - began) * 1000))


def _posted(url: str, body: bytes, headers: dict[str, str], whole: float) -> tuple[int, str]:
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    address, fault = _looked_up(parts.hostname or "", port)
    if fault:
        return 0, fault
    connection = http.client.HTTPConnection(parts.hostname or "", port, timeout=min(CONNECT_S, whole))
    ended = threading.Event()
    stopper: threading.Timer | None = None
    try:
        plain = socket.create_connection((address, port), timeout=min(CONNECT_S, whole))
        connection.sock = plain

        def stop() -> None:
            ended.set()
            try:
                plain.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

        stopper = threading.Timer(whole, stop)
        stopper.daemon = True
        stopper.start()
        if secure:
            connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, headers | {"Connection": "close"})
        answer = connection.getresponse()
        answer.read(MOST_READ)  # so that the far side sees its answer taken; what it says is of no interest
        if ended.is_set():
            return 0, "timeout"
        return answer.status, "" if 200 <= answer.status < 300 else f"status_{answer.status}"
    except TimeoutError:
        return 0, "timeout"
    except ssl.SSLError:
        return 0, "timeout" if ended.is_set() else "tls"
    except (OSError, http.client.HTTPException, ValueError):
        return 0, "timeout" if ended.is_set() else "connection"
    finally:
        if stopper is not None:
            stopper.cancel()
        connection.close()


def _looked_up(host: str, port: int) -> tuple[str, str]:
    """An address of the host, and what is wrong: every address of it must be public."""
    try:
        found = {str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return "", "no_such_host"
    if not found:
        return "", "no_such_host"
    if not private_allowed() and not all(is_public(one) for one in found):
        return "", "private"
    return sorted(found, key=lambda one: (":" in one, one))[0], ""
