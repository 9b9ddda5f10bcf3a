"""Keys of the demo's people, kept on the server with a password that everybody is shown. Demo only."""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from tarazy.people.pki.actions.issue_certificate import issue_certificate
from tarazy.people.pki.rules import Subject

from . import refusals
from .pkcs12_signer import LocalPkcs12Signer

DEMO_PASSWORD = "tarazy-demo"  # shown on the page: these keys protect nothing


def demo_open() -> bool:
    """Whether this installation is a demo; the settings refuse that beside real data."""
    return bool(getattr(settings, "TARAZY_DEMO", False))


def demo_key(user: Any, *, now: datetime) -> bytes:
    """The PKCS#12 of this person in the demo, made on first use and anew when its certificate has ended.

    Raises `WayClosed` outside the demo, `NoOwnNumber` for an account without IIN.
    """
    if not demo_open():
        raise refusals.WayClosed
    if not getattr(user, "iin", None):
        raise refusals.NoOwnNumber
    path = Path(settings.TARAZY_HOME) / "demo-keys" / f"{int(user.pk)}.p12"
    if path.is_file():
        content = path.read_bytes()
        if _still_good(content, user, now):
            return content
    content = issue_certificate(
        Subject(user.iin, user.family_name, user.given_name, getattr(user, "patronymic", "")),
        DEMO_PASSWORD,
        now=now,
        user=user,
    )
    _write(path, content)
    return content


def _still_good(content: bytes, user: Any, now: datetime) -> bool:
    """Whether the file opens, is this person's and covers the moment. A revoked one stays: it says something."""
    try:
        person = LocalPkcs12Signer(content, DEMO_PASSWORD).holder
    except refusals.SigningRefused:
        return False
    return person.iin == user.iin and person.not_before <= now <= person.not_after


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{os.getpid()}-{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    draft.replace(path)
