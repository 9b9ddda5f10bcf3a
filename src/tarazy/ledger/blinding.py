"""References to cases that only those who hold the case's secret can recognise.

Each case keeps a secret (`new_secret()`), and every entry of the ledger names the case by `blinded(secret, case_id)`,
which is different each time: nobody can tell which entries belong together. To show one entry to somebody, give them
its `opening`; it says nothing about any other. When a sealed case is purged its secret goes too, and the entries stay,
whole and mute. What else stands in a body must not undo this: no case number, no id, no hash of a text that
could be guessed or is published elsewhere (blind it too: `blinded(secret, sha256)`).
"""

from __future__ import annotations

import hmac
import re
import secrets
from hashlib import sha256
from uuid import UUID

_FORM = re.compile(r"[0-9a-f]{32}\.[0-9a-f]{64}")


def new_secret() -> bytes:
    """A secret for a new case: 32 bytes, kept with the case and nowhere else."""
    return secrets.token_bytes(32)


def blinded(secret: bytes, subject: str | int | UUID, *, nonce: bytes | None = None) -> str:
    """A reference to the subject for one entry: `<nonce>.<hash>` in hex.

    A nonce (16 bytes) is drawn unless given; the same nonce gives the same reference.
    """
    if len(secret) < 16:
        raise ValueError("a secret has at least 16 bytes")
    nonce = secrets.token_bytes(16) if nonce is None else nonce
    if len(nonce) != 16:
        raise ValueError("a nonce has 16 bytes")
    return f"{nonce.hex()}.{_hash(_key(secret, nonce), subject)}"


def opening(secret: bytes, reference: str) -> str:
    """What lets somebody check this one reference, in hex. Raises ValueError for what is no reference."""
    return _key(secret, _nonce(reference)).hex()


def opens(reference: str, opening: str, subject: str | int | UUID) -> bool:
    """Whether the opening shows that the reference names the subject. Raises ValueError for what is no reference."""
    _nonce(reference)
    return hmac.compare_digest(_hash(bytes.fromhex(opening), subject), reference.partition(".")[2])


def _nonce(reference: str) -> bytes:
    if not _FORM.fullmatch(reference):
        raise ValueError("not a blinded reference")
    return bytes.fromhex(reference.partition(".")[0])


def _key(secret: bytes, nonce: bytes) -> bytes:
    return hmac.digest(secret, b"tarazy-blinded-1" + nonce, "sha256")


def _hash(key: bytes, subject: str | int | UUID) -> str:
    return sha256(b"tarazy-blinded-1" + key + str(subject).encode()).hexdigest()
