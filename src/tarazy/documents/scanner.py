"""Scanning for viruses: the seam, and a client of clamd's INSTREAM."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from typing import BinaryIO, Protocol
from urllib.parse import urlparse

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PIECE = 1 << 16
TIMEOUT = 30.0  # seconds of silence
_LONGEST_ANSWER = 4096


class ScannerUnavailable(Exception):
    """The scanner gave no verdict: down, silent, out of its limits, or it spoke of something else."""


@dataclass(frozen=True)
class Verdict:
    """What a scanner found: the name of a virus, or nothing."""

    virus: str = ""

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.virus


class Scanner(Protocol):
    """Says whether a file carries a virus."""

    def scan(self, file: BinaryIO) -> Verdict:
        """The verdict on a file from where it stands. Raises `ScannerUnavailable`."""


class ClamdScanner:
    """A clamd at a TCP address. Protocol: `zINSTREAM`, pieces with their length, a zero; an answer up to NUL."""

    def __init__(self, host: str, port: int, timeout: float = TIMEOUT) -> None:
        self.host, self.port, self.timeout = host, port, timeout

    def scan(self, file: BinaryIO) -> Verdict:
        """See `Scanner`."""
        try:
            with socket.create_connection((self.host, self.port), timeout=self.timeout) as connection:
                return self._ask(connection, file)
        except OSError as error:  # timeouts too
            raise ScannerUnavailable(type(error).__name__) from error

    def _ask(self, connection: socket.socket, file: BinaryIO) -> Verdict:
        connection.sendall(b"zINSTREAM\0")
        try:
            while piece := file.read(PIECE):
                connection.sendall(struct.pack(">I", len(piece)) + piece)
            connection.sendall(struct.pack(">I", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # clamd says why before it hangs up
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
            received = connection.recv(_LONGEST_ANSWER)
            if not received:
                break
            answer += received
        return self._verdict(answer)

    @staticmethod
    def _verdict(answer: bytes) -> Verdict:
        if not answer.endswith(b"\0"):
            raise ScannerUnavailable("cut_short")
        words = answer.rstrip(b"\0").decode("utf-8", "replace").removeprefix("stream: ")
        if words == "OK":
            return Verdict()
        if words.endswith(" FOUND"):
            return Verdict(words.removesuffix(" FOUND"))
        raise ScannerUnavailable("error")


def scanner() -> Scanner | None:
    """The scanner that `VIRUS_SCANNER_URL` names, None where none is set. Raises `ImproperlyConfigured`."""
    address = getattr(settings, "VIRUS_SCANNER_URL", "") or ""
    if not address:
        return None
    parts = urlparse(address)
    if parts.scheme != "clamd" or not parts.hostname:
        raise ImproperlyConfigured("VIRUS_SCANNER_URL must be clamd://host:port")
    return ClamdScanner(parts.hostname, parts.port or 3310)
