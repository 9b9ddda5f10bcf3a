"""The state fee of a paper on the day of its payment, and the money that counts for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone

from tarazy.cabinet.constructor.claim_data import ClaimData, PartyKind
from tarazy.cabinet.models import Filing, Payment
from tarazy.cabinet.rules import Paid, still_due
from tarazy.cases.deadlines import law
from tarazy.law import Demand, LawError, Payer, mixed_fee

_PAYERS = {
    PartyKind.COMPANY: Payer.LEGAL_ENTITY,
    PartyKind.STATE_BODY: Payer.LEGAL_ENTITY,
    PartyKind.ENTREPRENEUR: Payer.ENTREPRENEUR,
    PartyKind.INDIVIDUAL: Payer.INDIVIDUAL,
}


@dataclass(frozen=True)
class FeeDue:
    """The fee of a paper, how it came to be, and what is left to pay."""

    total: Decimal
    left: Decimal
    currency: str
    steps: tuple[dict[str, Any], ...]
    unverified: bool
    exemption: str = ""
    exemption_norm: str = ""


def fee_on(claim: ClaimData, day: Date) -> FeeDue | None:
    """The fee of the paper if it is paid on `day`, in units of the currency; None for a paper that bears none.

    The index is that of the day of payment. Norm: Tax Code 664–665; each step names its own.
    """
    if claim.fee is None:
        return None
    kinds = list(dict.fromkeys(one.fee_kind for one in claim.demands if one.fee_kind))
    rows = tuple(
        Demand(
            kind=kind,
            amount=sum(
                (one.amount or Decimal(0) for one in claim.demands if one.fee_kind == kind), Decimal(0)
            ),
        )
        for kind in kinds
    )
    if not rows:
        return None
    try:
        found = mixed_fee(law(), rows, _PAYERS[claim.parties[0].kind], day)
    except LawError:
        return None
    free = bool(claim.fee.exemption)
    total = Decimal(0) if free else found.total
    return FeeDue(
        total=total,
        left=total,
        currency=found.currency,
        steps=tuple(step.model_dump(mode="json") for step in found.steps),
        unverified=found.unverified or claim.fee.unverified,
        exemption=claim.fee.exemption,
        exemption_norm=claim.fee.exemption_norm,
    )


def counted(filing: Filing) -> list[Payment]:
    """Payments that count for the filing: paid for it, or credited from an order that was cancelled."""
    own = Q(filing=filing, credited_to__isnull=True) | Q(credited_to=filing)
    return list(
        Payment.objects.filter(own, state=Payment.State.PAID, surplus=False).exclude(
            refund=Payment.Refund.GRANTED
        )
    )


def due_of(filing: Filing, *, now: datetime) -> FeeDue | None:
    """What is due for the filing now; None where the paper bears no fee.

    Where something was paid, the fee is that of the day of the last payment: a later index takes nothing more.
    """
    paid = counted(filing)
    days = [timezone.localdate(one.paid_at) for one in paid if one.paid_at and one.credited_to_id is None]
    found = fee_on(filing.claim_data, max(days) if days else timezone.localdate(now))
    if found is None:
        return None
    money = [Paid(one.amount, timezone.localdate(one.paid_at or now)) for one in paid]
    return FeeDue(**{**found.__dict__, "left": still_due(found.total, money)})
