"""The courts that take part in a commit–reveal round, each with a key of its own.

An agent that runs in this process keeps its key in `beacon/` of the home folder. Its value is made of that key and the
round, so that it neither has to be kept nor can be chosen after looking at others.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from tarazy.courts.models import Court

from .reveals import Promise, Reveal, commitment_of, reveal

LEAST = 3


class Agent(Protocol):
    """A court in a round. Both may raise OSError: then it is as if the court were silent."""

    court: str

    def promise(self, round_key: str) -> Promise:
        """The commitment to its value."""
        ...

    def reveal(self, round_key: str, named: str, at: datetime) -> Reveal:
        """The value, signed."""
        ...


class LocalAgent:
    """A court whose key lies on this machine."""

    def __init__(self, court: str) -> None:
        self.court = court

    def promise(self, round_key: str) -> Promise:
        public = self._key.public_key().public_bytes_raw().hex()
        return Promise(self.court, commitment_of(self.court, self._value(round_key)), public)

    def reveal(self, round_key: str, named: str, at: datetime) -> Reveal:
        return reveal(self.court, self._key, self._value(round_key), named, at)

    @property
    def _key(self) -> Ed25519PrivateKey:
        return _key_at(str(Path(settings.TARAZY_HOME) / "beacon" / f"{self.court}.pem"))

    def _value(self, round_key: str) -> bytes:
        return hmac.digest(self._key.private_bytes_raw(), f"tarazy-value-1/{round_key}".encode(), "sha256")


class Agents(Protocol):
    """Which courts take part."""

    def choose(self, count: int, *, without: Collection[str]) -> Sequence[Agent]:
        """So many courts for a new round."""
        ...

    def of(self, courts: Collection[str]) -> Sequence[Agent]:
        """Those of these courts that can be reached."""
        ...


class LocalAgents:
    """The first courts by code; witnesses of this machine fill up to three."""

    def choose(self, count: int, *, without: Collection[str] = ()) -> Sequence[Agent]:
        known = Court.objects.exclude(code__in=without).order_by("code")
        codes = list(known.values_list("code", flat=True)[:count])
        spare = (f"W{number:03d}" for number in range(1, 100))
        codes += [witness for witness in spare if witness not in without][: max(0, LEAST - len(codes))]
        return [LocalAgent(code) for code in codes]

    def of(self, courts: Collection[str]) -> Sequence[Agent]:
        return [LocalAgent(code) for code in courts]


@lru_cache(maxsize=64)
def _key_at(path: str) -> Ed25519PrivateKey:
    file = Path(path)
    if not file.exists():
        _make(file)
    key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("the key of a court in the beacon is not Ed25519")
    return key


def _make(path: Path) -> None:
    """The file appears complete under its name or not at all, though two processes start together."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as writing:
        writing.write(pem)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
