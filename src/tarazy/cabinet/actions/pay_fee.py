"""Paying the state fee: an order at the bank, what the bank says of it, money back, money counted for a later claim."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from tarazy.cabinet.fees import due_of
from tarazy.cabinet.models import BankEvent, Filing, Payment
from tarazy.cabinet.payments.gateway import BankWord, PaymentGateway, gateway
from tarazy.cabinet.refusals import BankSilent, NoBank, NothingToRefund
from tarazy.cabinet.rules import after_bank
from tarazy.cases import docket
from tarazy.cases.models import Case, DocketEntry, Proceeding, Stage
from tarazy.cases.standing import opened, standing
from tarazy.people.refusals import NotFound, NotPermitted

if TYPE_CHECKING:
    from tarazy.people.models import User

ASK_AFTER = timedelta(seconds=30)
STATES_ASKED = 200


def start_payment(filing_id: int, *, by: User, now: datetime, return_url: str, callback_url: str) -> Payment:
    """An order at the bank for what is left of the fee; one that waits already is given again while its price holds.

    Returns the saved payment with the bank's address. Raises `NotFound`, `NoBank`, `BankSilent`, `NothingToRefund`
    never; where nothing is due the newest payment comes back, `NotFound` if there is none.
    """
    bank = gateway()
    if bank is None:
        raise NoBank
    with transaction.atomic():
        filing = Filing.objects.select_for_update().filter(pk=filing_id, by=by, filed_at__isnull=True).first()
        if filing is None:
            raise NotFound
        due = due_of(filing, now=now)
        if due is None or due.left <= 0:
            paid = filing.payments.filter(state=Payment.State.PAID).first()
            if paid is None:
                raise NotFound
            return paid
        payment = filing.payments.filter(
            state=Payment.State.PENDING, amount=due.left, priced_on=timezone.localdate(now)
        ).first()
        if payment is None:
            payment = Payment.objects.create(
                payer=by, filing=filing, amount=due.left, currency=due.currency, steps=list(due.steps),
                unverified=due.unverified, priced_on=timezone.localdate(now), created_at=now,
            )  # fmt: skip
        Filing.objects.filter(pk=filing.pk).update(fee_way=Filing.FeeWay.PAY)
    if payment.reference is None:
        order = bank.create(
            payment.uuid.hex, payment.amount, payment.currency, filing.claim_data.title,
            return_url=return_url.replace("UUID", str(payment.uuid)), callback_url=callback_url, now=now,
        )  # fmt: skip
        Payment.objects.filter(pk=payment.pk).update(reference=order.reference, pay_url=order.pay_url)
        payment.reference, payment.pay_url = order.reference, order.pay_url
    return payment


def hear_bank(word: BankWord, *, now: datetime) -> Payment | None:
    """What the bank said, applied once by its id. Returns the saved payment, None for an order that isn't ours."""
    try:
        with transaction.atomic():
            return _apply(word, now)
    except IntegrityError:  # the same message at the same moment
        return Payment.objects.filter(reference=word.reference).first()


def ask_bank(payment: Payment, *, now: datetime, bank: PaymentGateway | None = None) -> Payment:
    """Ask the bank for the state of an order that waits, or failed a moment ago; the saved payment."""
    asked = bank or gateway()
    if (
        asked is None
        or payment.reference is None
        or payment.state not in (Payment.State.PENDING, Payment.State.FAILED)
    ):
        return payment
    try:
        word = asked.status(payment.reference, now=now)
    except BankSilent:
        return payment
    if word.kind == "open":
        return payment
    return hear_bank(word, now=now) or payment


def ask_all(*, now: datetime) -> int:
    """For the clock: ask about every order that waits. How many changed."""
    waiting = Payment.objects.filter(state=Payment.State.PENDING, created_at__lt=now - ASK_AFTER)
    changed = 0
    for payment in waiting.order_by("-created_at")[:STATES_ASKED]:
        changed += ask_bank(payment, now=now).state != Payment.State.PENDING
    return changed


def ask_refund(payment_id: int, reason: str, *, by: User, now: datetime) -> Payment:
    """The payer asks for the money back; the judge of the case decides. Raises `NotFound`, `NothingToRefund`.

    Norm: GPK 177 (settlement), 152 (return of the claim).
    """
    with transaction.atomic():
        payment = Payment.objects.select_for_update().filter(pk=payment_id, payer=by).first()
        if payment is None:
            raise NotFound
        fits = payment.state == Payment.State.PAID and payment.case_id and payment.credited_to_id is None
        if not fits or payment.refund in (Payment.Refund.ASKED, Payment.Refund.GRANTED):
            raise NothingToRefund
        payment.refund, payment.refund_reason = Payment.Refund.ASKED, reason.strip()
        payment.save(update_fields=["refund", "refund_reason"])
        _ask_judge(payment, by, now)
    return payment


def decide_refund(payment_id: int, granted: bool, *, by: User, now: datetime) -> Payment:
    """The presiding judge orders the money back or refuses; after the order the bank is told.

    Returns the saved payment. Raises `NotFound`, `NotPermitted`, `NothingToRefund`.
    """
    with transaction.atomic():
        payment = (
            Payment.objects.select_for_update(of=("self",))
            .select_related("case")
            .filter(pk=payment_id)
            .first()
        )
        if payment is None or payment.case_id is None:
            raise NotFound
        case = opened(payment.case_id, by, now=now)
        proceeding = case.proceedings.order_by("id").first()
        if proceeding is None or "presiding" not in standing(by, proceeding, now=now):
            raise NotPermitted
        if payment.refund != Payment.Refund.ASKED or payment.state != Payment.State.PAID:
            raise NothingToRefund
        payment.refund = Payment.Refund.GRANTED if granted else Payment.Refund.REFUSED
        payment.refund_decided_by = by
        payment.save(update_fields=["refund", "refund_decided_by"])
        if granted:
            transaction.on_commit(lambda: send_back(payment.pk, now=now))
    return payment


def follow_ruling(entry: DocketEntry, *, now: datetime) -> Payment | None:
    """What a signed ruling on a motion for the money back does; None where the ruling is about something else."""
    asked = entry.params.get("entry")
    if entry.code not in ("motion_granted", "motion_dismissed") or asked is None or entry.by is None:
        return None
    motion = DocketEntry.objects.filter(case=entry.case_id, number=asked).first()
    given = motion.params.get("payment") if motion else None
    payment = Payment.objects.filter(uuid=given, refund=Payment.Refund.ASKED).first() if given else None
    if payment is None:
        return None
    return decide_refund(payment.pk, entry.code == "motion_granted", by=entry.by, now=now)


def follow_rulings(*, now: datetime) -> int:
    """For the clock: rulings on money that a stop of the process left without their effect. How many."""
    waiting = Payment.objects.filter(refund=Payment.Refund.ASKED, case__isnull=False).values("case")
    rulings = DocketEntry.objects.filter(case__in=waiting, code__in=("motion_granted", "motion_dismissed"))
    return sum(follow_ruling(one, now=now) is not None for one in rulings.select_related("by")[:STATES_ASKED])


def send_back(payment_id: int, *, now: datetime) -> Payment:
    """Tell the bank to return the money; where it is silent the clock tells it again. Returns the saved payment."""
    payment = Payment.objects.get(pk=payment_id)
    bank = gateway()
    if bank is None or payment.reference is None or payment.state != Payment.State.PAID:
        return payment
    try:
        word = bank.refund(payment.reference, payment.amount, now=now)
    except BankSilent:
        return payment
    return hear_bank(word, now=now) or payment


def send_back_all(*, now: datetime) -> int:
    """For the clock: tell the bank again of every return that it hasn't made. How many it made."""
    waiting = Payment.objects.filter(state=Payment.State.PAID, refund=Payment.Refund.GRANTED)
    return sum(
        send_back(pk, now=now).state == Payment.State.REFUNDED
        for pk in waiting.values_list("pk", flat=True)[:STATES_ASKED]
    )


def creditable(by: User, *, now: datetime) -> list[Payment]:
    """One's payments for court orders that were cancelled, not counted elsewhere: they count for the later claim.

    Norm: GPK 143.
    """
    cancelled = Proceeding.objects.filter(
        stage=Stage.ORDER_CANCELLED, case__in=Case.objects.visible_to(by, now=now)
    )
    return list(
        Payment.objects.filter(
            payer=by,
            state=Payment.State.PAID,
            surplus=False,
            refund=Payment.Refund.NONE,
            credited_to__isnull=True,
            case__in=cancelled.values("case"),
        )
    )


def credit_fee(payment_id: int, filing_id: int, *, by: User, now: datetime) -> Payment:
    """Count the fee of a cancelled order for one's new claim. Raises `NotFound`, `NothingToRefund`."""
    with transaction.atomic():
        filing = Filing.objects.select_for_update().filter(pk=filing_id, by=by, filed_at__isnull=True).first()
        payment = Payment.objects.select_for_update().filter(pk=payment_id, payer=by).first()
        if filing is None or payment is None:
            raise NotFound
        if payment.pk not in {one.pk for one in creditable(by, now=now)}:
            raise NothingToRefund
        payment.credited_to = filing
        payment.save(update_fields=["credited_to"])
        Filing.objects.filter(pk=filing.pk).update(fee_way=Filing.FeeWay.PAY)
    return payment


def _apply(word: BankWord, now: datetime) -> Payment | None:
    found = Payment.objects.filter(reference=word.reference).values_list("pk", "filing_id").first()
    if found is None:
        return None
    if found[1]:  # the filing first, as filing itself locks: two payments can't both be the first
        Filing.objects.select_for_update().filter(pk=found[1]).first()
    payment = Payment.objects.select_for_update(of=("self",)).select_related("filing").get(pk=found[0])
    event, new = BankEvent.objects.get_or_create(
        event_id=word.event_id,
        defaults={"payment": payment, "kind": word.kind, "amount": word.amount, "received_at": now},
    )
    if not new:
        return payment
    if word.kind == "paid" and word.amount != payment.amount:
        event.note = "other_amount"  # stays unpaid; the operator sees it
        event.save(update_fields=["note"])
        return payment
    after = after_bank(payment.state, word.kind)
    if after == payment.state:
        return payment
    payment.state = after
    if after == Payment.State.PAID:
        payment.paid_at = now
        payment.surplus = _is_surplus(payment, now)
        if payment.surplus:
            payment.refund = Payment.Refund.GRANTED
            transaction.on_commit(lambda: send_back(payment.pk, now=now))
    elif after == Payment.State.FAILED:
        payment.failed_at = now
    else:
        payment.refunded_at = now
    payment.save()
    BankEvent.objects.filter(pk=event.pk).update(applied=True)
    return payment


def _is_surplus(payment: Payment, now: datetime) -> bool:
    """Whether the fee was settled before this money came: it goes back without anybody asking."""
    filing = payment.filing
    if filing is None:
        return False
    if filing.filed_at:
        return True
    due = due_of(filing, now=now)
    return due is None or due.left <= 0


def _ask_judge(payment: Payment, by: User, now: datetime) -> None:
    from tarazy.cases import tasks

    assert payment.case is not None
    proceeding = payment.case.proceedings.order_by("id").first()
    assert proceeding is not None
    entry = docket.record(
        payment.case, "motion", by=by, at=now, proceeding=proceeding,
        params={"about": "fee_refund", "payment": str(payment.uuid)},
    )  # fmt: skip
    tasks.ask(
        proceeding, "review_motion", to="judge", by=by, at=now,
        params={"entry": entry.number, "paper": "motion", "payment": str(payment.uuid)},
    )  # fmt: skip
