"""The demo bank: it has its own orders and page, and tells the court by signed messages as a real one would."""

from __future__ import annotations

import json
import logging
import secrets
import threading
import urllib.error
import urllib.request
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from tarazy.cabinet.models import DemoBankOrder
from tarazy.cabinet.payments.gateway import BankWord, Order, signature, signed_rightly, webhook_secret
from tarazy.cabinet.refusals import BankSilent, ForgedWebhook

HEADER = "x-bank-signature"
LARGEST_SUM = 10**16  # as many digits as a sum is stored with
log = logging.getLogger(__name__)
_SAYS = {
    DemoBankOrder.State.OPEN: "open",
    DemoBankOrder.State.SILENT: "open",
    DemoBankOrder.State.PAID: "paid",
    DemoBankOrder.State.DECLINED: "failed",
    DemoBankOrder.State.REFUNDED: "refunded",
}


class DemoBank:
    """The gateway to the demo bank."""

    name = "demo"

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
        """An order; the same key gives the same one."""
        order, _made = DemoBankOrder.objects.get_or_create(
            reference=f"demo-{key}",
            defaults={
                "amount": amount,
                "currency": currency,
                "about": about[:200],
                "return_url": return_url,
                "callback_url": callback_url,
                "created_at": now,
            },
        )
        return Order(order.reference, reverse("cabinet:demo_bank", args=[order.reference]))

    def status(self, reference: str, *, now: datetime) -> BankWord:
        """What the order's state is; asked often it has the same id of the event."""
        order = DemoBankOrder.objects.filter(reference=reference).first()
        if order is None:
            raise BankSilent
        return _word(order, now)

    def heard(self, headers: dict[str, str], body: bytes, *, now: datetime) -> BankWord:
        """What a message says."""
        lowered = {name.lower(): value for name, value in headers.items()}
        if not signed_rightly(lowered.get(HEADER, ""), body, now=now):
            raise ForgedWebhook
        try:
            said = json.loads(body)
            amount = Decimal(said["amount"])
            if not (amount.is_finite() and 0 <= amount < LARGEST_SUM):
                raise ForgedWebhook
            word = BankWord(
                str(said["event"])[:80], str(said["reference"])[:64], str(said["kind"])[:20], amount, now
            )
        except (ValueError, KeyError, TypeError, InvalidOperation):
            raise ForgedWebhook from None
        return word

    def refund(self, reference: str, amount: Decimal, *, now: datetime) -> BankWord:
        """The money goes back; asked again, the same answer."""
        with transaction.atomic():
            order = DemoBankOrder.objects.select_for_update().filter(reference=reference).first()
            if order is None or order.state not in (DemoBankOrder.State.PAID, DemoBankOrder.State.REFUNDED):
                raise BankSilent
            order.state = DemoBankOrder.State.REFUNDED
            order.save(update_fields=["state"])
        return _word(order, now)


def answer(reference: str, state: str) -> DemoBankOrder | None:
    """The person pays, is declined, or the bank falls silent: the order's new state. Only an open order changes."""
    with transaction.atomic():
        order = DemoBankOrder.objects.select_for_update().filter(reference=reference).first()
        if order is None:
            return None
        changeable = order.state in (
            DemoBankOrder.State.OPEN,
            DemoBankOrder.State.DECLINED,
            DemoBankOrder.State.SILENT,
        )
        if changeable and state in (
            DemoBankOrder.State.PAID,
            DemoBankOrder.State.DECLINED,
            DemoBankOrder.State.SILENT,
        ):
            order.state = state
            order.save(update_fields=["state"])
    return order


def message(order: DemoBankOrder, *, now: datetime) -> tuple[dict[str, str], bytes]:
    """(headers, body) of the message about an order's state."""
    word = _word(order, now)
    body = json.dumps(
        {"event": word.event_id, "reference": word.reference, "kind": word.kind, "amount": str(word.amount)}
    ).encode()
    stamp = str(int(now.timestamp()))
    signed = f"t={stamp},v1={signature(webhook_secret(), stamp, body)}"
    return {"Content-Type": "application/json", "X-Bank-Signature": signed}, body


def tell_later(order: DemoBankOrder) -> None:
    """Send the message from a thread, so that the bank's page never waits for the court."""
    headers, body = message(order, now=timezone.now())
    threading.Thread(target=tell, args=(order.callback_url, headers, body), daemon=True).start()


def tell(url: str, headers: dict[str, str], body: bytes, *, attempts: int = 3) -> bool:
    """Whether the court took the message; a few attempts, then the court has to ask for itself."""
    for attempt in range(attempts):
        request = urllib.request.Request(url, data=body, headers=headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=5) as reply:
                return bool(reply.status < 300)
        except (urllib.error.URLError, OSError, ValueError):
            if attempt + 1 < attempts:
                threading.Event().wait(0.5 * 2**attempt)
    log.warning("the demo bank could not tell the court about an order")
    return False


def new_reference() -> str:
    """A reference that nobody guesses."""
    return secrets.token_hex(12)


def _word(order: DemoBankOrder, now: datetime) -> BankWord:
    kind = _SAYS[DemoBankOrder.State(order.state)]
    return BankWord(f"{order.reference}-{kind}", order.reference, kind, order.amount, now)
