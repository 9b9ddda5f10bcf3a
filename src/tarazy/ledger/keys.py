"""The key with which this installation signs checkpoints.

`LEDGER_KEY` in the environment is an Ed25519 private key as PEM or the path of one. An installation that serves its
own machine only makes one in its home folder on first use. `LEDGER_NAME` (by default the first host that is served)
is the name under which the key signs; with the court's code it makes the origin of a checkpoint.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tarazy.verify import written_key


def ledger_name() -> str:
    """The name of this installation's ledger: one word, without a plus."""
    name = os.environ.get("LEDGER_NAME") or getattr(settings, "LEDGER_NAME", "")
    if not name:
        name = next((host for host in settings.ALLOWED_HOSTS if host.strip(".*")), "localhost").lstrip(".*")
    if "+" in name or "/" in name or not name.isprintable() or " " in name:
        raise ImproperlyConfigured("LEDGER_NAME must be one word without + and /")
    return str(name)


def signing_key() -> Ed25519PrivateKey:
    """The private key. Raises ImproperlyConfigured when there is none and none may be made."""
    return _read(os.environ.get("LEDGER_KEY", ""), str(settings.TARAZY_HOME))


def public_key() -> str:
    """The public key in one line, as `tarazy-verify --key` takes it."""
    raw = signing_key().public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return written_key(ledger_name(), raw)


@lru_cache(maxsize=4)
def _read(given: str, home: str) -> Ed25519PrivateKey:
    if given:
        pem = given.encode() if "-----BEGIN" in given else _bytes_of(Path(given).expanduser())
        return _parsed(pem.replace(b"\\n", b"\n"))
    path = Path(home) / "ledger-key.pem"
    if not path.exists():
        if not getattr(settings, "LOCAL", False):
            raise ImproperlyConfigured(
                "LEDGER_KEY must be set when ALLOWED_HOSTS names more than this machine"
            )
        _make(path)
    return _parsed(_bytes_of(path))


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ImproperlyConfigured(f"the ledger's key can't be read: {error.strerror}") from None


def _parsed(pem: bytes) -> Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise ImproperlyConfigured("LEDGER_KEY is not a private key in PEM without a password") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise ImproperlyConfigured("LEDGER_KEY is not an Ed25519 key")
    return key


def _make(path: Path) -> None:
    """Make the key; two processes that start together agree: the file appears complete or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
