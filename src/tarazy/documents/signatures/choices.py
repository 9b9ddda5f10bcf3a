"""The ways to sign that a person has, and signing by the one that was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import outside_key, refusals
from .accepting import accept_cms, prove_number
from .demo_keys import DEMO_PASSWORD, demo_key, demo_open
from .own_verifier import TRUST
from .pkcs12_signer import LARGEST_KEY_FILE, LocalPkcs12Signer
from .rules import own_signature
from .verifying import as_der

KEY_FILE, NCALAYER, DEMO = "key_file", "ncalayer", "demo"
NCALAYER_ADDRESS = "wss://127.0.0.1:13579/"


@dataclass(frozen=True)
class Way:
    """A way to sign: its code, its name and a sentence about it."""

    code: str
    name: Promise
    hint: Promise


WAYS = {
    DEMO: Way(
        DEMO,
        _("The demo key, with one click"),
        _("Demo only. The key is kept on the server, so the signature is real but proves nothing."),
    ),
    KEY_FILE: Way(
        KEY_FILE,
        _("A key file"),
        _("A .p12 file and its password. They are used for this signature only and are not kept."),
    ),
    NCALAYER: Way(
        NCALAYER,
        _("NCALayer"),
        _("The key stays on your computer or identity card. NCALayer must be running."),
    ),
}


def signing_choices(user: Any) -> tuple[Way, ...]:
    """The ways open to this person here, the easiest first; none without an IIN to sign under."""
    if not getattr(user, "iin", None):
        return ()
    return tuple(WAYS[code] for code in ((DEMO, KEY_FILE, NCALAYER) if demo_open() else (KEY_FILE, NCALAYER)))


def signing_context(user: Any, pdf: bytes, *, content_url: str, reason: str, now: datetime) -> dict[str, Any]:
    """What `documents/sign.html` needs beside the form's address.

    `content_url` is a page of the calling room that answers with `to_be_signed(...)`, for NCALayer.
    """
    return {
        "ways": signing_choices(user),
        "ticket": outside_key.ticket(user, pdf, reason=reason, now=now),
        "content_url": content_url,
        "ncalayer_address": getattr(settings, "NCALAYER_ADDRESS", NCALAYER_ADDRESS),
        "demo_password": DEMO_PASSWORD if demo_open() else "",
    }


def to_be_signed(user: Any, pdf: bytes, ticket: str, *, now: datetime) -> bytes:
    """The bytes that NCALayer signs. Raises `TicketEnded` or `DocumentUnreadable`."""
    return outside_key.prepare(user, pdf, ticket, now=now).content


def sign_pdf_for(user: Any, pdf: bytes, form_data: Mapping[str, Any], *, reason: str, now: datetime) -> bytes:
    """The PDF with this person's signature, by the way that the form names.

    `form_data`: `way`, and for it `key_file` (uploaded file or bytes) with `key_password`, or `ticket` with
    `cms`; it is `SignForm.cleaned_data`. Raises a `refusals.SigningRefused` and then signs and keeps nothing.
    """
    way = form_data.get("way") or ""
    if not way:
        raise refusals.NoWayChosen
    if way not in {one.code for one in signing_choices(user)}:
        raise refusals.WayClosed if getattr(user, "iin", None) else refusals.NoOwnNumber
    if way == NCALAYER:
        return _outside(user, pdf, form_data, now)
    if way == DEMO:
        signer = LocalPkcs12Signer(demo_key(user, now=now), DEMO_PASSWORD)
    else:
        password = str(form_data.get("key_password") or "")
        signer = LocalPkcs12Signer(_content(form_data.get("key_file")), password)
    if own_signature(signer.holder.iin, user.iin):
        raise refusals.WrongPerson
    signed = signer.sign_pdf(pdf, reason=reason, now=now)
    prove_number(user, now)
    return signed


def _content(file: Any) -> bytes:
    if file is None:
        raise refusals.NoKeyFile
    content = file if isinstance(file, bytes) else file.read(LARGEST_KEY_FILE + 1)
    return bytes(content)


def _outside(user: Any, pdf: bytes, form_data: Mapping[str, Any], now: datetime) -> bytes:
    prepared = outside_key.prepare(user, pdf, str(form_data.get("ticket") or ""), now=now)
    handed = str(form_data.get("cms") or "").encode("ascii", "replace")
    report = accept_cms(prepared.content, handed, user, now=now)
    stamp_at = now if report.trust == TRUST else None
    return outside_key.put_together(prepared, as_der(handed), report.serial, stamp_at=stamp_at)
