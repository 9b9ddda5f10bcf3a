"""The seam to a bank: orders to pay, their state, signed messages, money back.

`settings.PAYMENT_GATEWAY` names a class of such a gateway; without it the demo has its demo bank and any other
installation none: people then pay elsewhere and attach the receipt.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

MESSAGE_LASTS = 600  # seconds between the signing of a message and its arrival


@dataclass(frozen=True)
class Order:
    """An order at the bank: its reference there and the address where the person pays."""

    reference: str
    pay_url: str


@dataclass(frozen=True)
class BankWord:
    """What the bank says of an order. `kind`: "paid", "failed", "refunded", "open"; `event_id` is the bank's own."""

    event_id: str
    reference: str
    kind: str
    amount: Decimal | None
    at: datetime


class PaymentGateway(Protocol):
    """A bank. Each call may raise `refusals.BankSilent`."""

    name: str

    def create(
        self,
        key: str,
        amount: Decimal,
        currency: str,
        about: str,
        *,
        return_url: str,
        callback_url: str,
        now: datetime,
    ) -> Order:
        """An order to pay; the same `key` gives the same order."""

    def status(self, reference: str, *, now: datetime) -> BankWord:
        """The state of an order."""

    def heard(self, headers: dict[str, str], body: bytes, *, now: datetime) -> BankWord:
        """What a message says. Raises `refusals.ForgedWebhook` unless its signature holds."""

    def refund(self, reference: str, amount: Decimal, *, now: datetime) -> BankWord:
        """Send the money back."""


def gateway() -> PaymentGateway | None:
    """The bank of this installation, None where there is none."""
    named = getattr(settings, "PAYMENT_GATEWAY", "")
    if named:
        found: PaymentGateway = import_string(named)()
        return found
    if settings.TARAZY_DEMO:
        from tarazy.cabinet.payments.demo_bank import DemoBank

        return DemoBank()
    return None


def webhook_secret() -> bytes:
    """The secret shared with the bank: `PAYMENT_WEBHOOK_SECRET`; the demo derives one from the secret key."""
    given = getattr(settings, "PAYMENT_WEBHOOK_SECRET", "")
    if given:
        return str(given).encode()
    return hmac.digest(settings.SECRET_KEY.encode(), b"tarazy.cabinet.payments.demo", "sha256")


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """HMAC-SHA-256 (RFC 2104) in hex over the time of signing, a full stop and the body."""
    return hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def signed_rightly(header: str, body: bytes, *, now: datetime) -> bool:
    """Whether a header `t=<unix time>,v1=<hex>` signs the body and isn't old."""
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    stamp = parts.get("t", "").strip()
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12):
        return False
    if abs(now.timestamp() - int(stamp)) > MESSAGE_LASTS:
        return False
    given = parts.get("v1", "").strip().encode("utf-8", "replace")
    return hmac.compare_digest(signature(webhook_secret(), stamp, body).encode(), given)
