"""Commit and reveal by several courts: the bytes of ADR 0014, pure.

Each court commits to a value before it knows another's; naming the round fixes all of them. Whoever reveals last sees
the outcome first and may withhold: ADR 0019 says what that gains and how it is bounded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tarazy.allocation.drawing import canonical, stamp

FORMAT = "tarazy-reveal-1"


@dataclass(frozen=True)
class Promise:
    """What a court commits to: the hash of its value, and the key that will sign the reveal."""

    court: str
    commitment: str
    public_key: str


@dataclass(frozen=True)
class Reveal:
    """A value, revealed and signed."""

    court: str
    commitment: str
    public_key: str
    value: str
    revealed_at: str
    signature: str


def _counted(text: str) -> bytes:
    raw = text.encode("utf-8")
    return len(raw).to_bytes(2, "big") + raw


def commitment_of(court: str, value: bytes) -> str:
    """What the court publishes first, in hex."""
    return hashlib.sha256(FORMAT.encode() + _counted(court) + value).hexdigest()


def round_id(promises: Iterable[Promise | Reveal]) -> str:
    """The id of the round that these promises make, in hex. Raises `ValueError` if a court stands there twice."""
    lines = sorted((one.court, one.commitment, one.public_key) for one in promises)
    if len({court for court, _, _ in lines}) != len(lines):
        raise ValueError("a court twice")
    told = [{"commitment": promise, "court": court, "public_key": key} for court, promise, key in lines]
    return hashlib.sha256(b"tarazy-round-1" + canonical(told)).hexdigest()


def statement(court: str, named: str, value: str, revealed_at: str) -> bytes:
    """What the court signs when it reveals."""
    told = {"court": court, "format": FORMAT, "revealed_at": revealed_at, "round": named, "value": value}
    return canonical(told)


def reveal(court: str, key: Ed25519PrivateKey, value: bytes, named: str, at: datetime) -> Reveal:
    """The signed reveal of this value in the round."""
    public = key.public_key().public_bytes_raw().hex()
    moment = stamp(at)
    signature = key.sign(statement(court, named, value.hex(), moment)).hex()
    return Reveal(court, commitment_of(court, value), public, value.hex(), moment, signature)


def keeps_promise(promise: Promise, revealed: Reveal, named: str) -> bool:
    """Whether the reveal is of the value that was promised, for this round, signed by the promised key."""
    try:
        value = bytes.fromhex(revealed.value)
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(promise.public_key))
        key.verify(
            bytes.fromhex(revealed.signature),
            statement(revealed.court, named, revealed.value, revealed.revealed_at),
        )
    except (ValueError, InvalidSignature):
        return False
    same = (promise.court, promise.public_key) == (revealed.court, revealed.public_key)
    return same and len(value) == 32 and commitment_of(promise.court, value) == promise.commitment


def randomness_of(named: str, revealed: Sequence[Reveal]) -> str:
    """The randomness that the values make together, in hex. Raises `ValueError` for fewer than two."""
    if len(revealed) < 2:
        raise ValueError("fewer than two courts")
    digest = hashlib.sha256(b"tarazy-beacon-1" + bytes.fromhex(named))
    for one in sorted(revealed, key=lambda one: one.court):
        digest.update(_counted(one.court) + bytes.fromhex(one.value))
    return digest.hexdigest()
