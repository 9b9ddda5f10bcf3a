"""Paying: the bank answers late, twice, falsely or never; no money is lost and none is counted twice."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tarazy.cabinet.actions.file_signed_claim import file_signed_claim
from tarazy.cabinet.actions.pay_fee import (
    ask_bank,
    ask_refund,
    credit_fee,
    creditable,
    decide_refund,
    hear_bank,
    start_payment,
)
from tarazy.cabinet.fees import due_of, fee_on
from tarazy.cabinet.models import BankEvent, DemoBankOrder, Filing, Payment
from tarazy.cabinet.payments import demo_bank
from tarazy.cabinet.payments.gateway import BankWord
from tarazy.cabinet.refusals import NothingToRefund
from tarazy.cabinet.rules import Paid, after_bank, still_due
from tarazy.cases.actions.assign_judges import assign_judges
from tarazy.cases.actions.file_case import register_case
from tarazy.cases.models import Proceeding
from tarazy.people.refusals import NotFound, NotPermitted
from tests.cabinet.factories import a_filing, signed_paper
from tests.cases.factories import a_claimant, a_clerk, a_judge

pytestmark = pytest.mark.django_db
SAID = st.sampled_from(["paid", "failed", "refunded"])


@pytest.fixture(autouse=True)
def demo(settings, monkeypatch):
    settings.TARAZY_DEMO = True
    monkeypatch.setattr(demo_bank, "tell_later", lambda order: None)  # the messages are sent by the tests


@pytest.fixture
def filing() -> Filing:
    return a_filing(name="debt")


def an_order(filing: Filing) -> Payment:
    return start_payment(
        filing.pk, by=filing.by, now=timezone.now(), return_url="http://testserver/kk/cabinet/payments/UUID/",
        callback_url="http://testserver/kk/cabinet/bank/webhook/",
    )  # fmt: skip


def tell(client: Client, payment: Payment, state: str, **changes):
    order = demo_bank.answer(payment.reference, state)
    headers, body = demo_bank.message(order, now=timezone.now() + changes.pop("late", timedelta()))
    body = changes.pop("body", body)
    signed = changes.pop("signature", headers["X-Bank-Signature"])
    return client.post(
        "/kk/cabinet/bank/webhook/",
        body,
        content_type="application/json",
        headers={"X-Bank-Signature": signed},
    )


@given(st.lists(SAID, max_size=8))
def test_whatever_a_bank_says_money_that_came_is_never_forgotten(said: list[str]):
    state = "pending"
    for one in said:
        before, state = state, after_bank(state, one)
        assert not (before in ("paid", "refunded") and state in ("pending", "failed"))
        assert after_bank(state, one) == state  # said twice, nothing more happens
    if "refunded" in said:
        assert state == "refunded"
    elif "paid" in said:
        assert state == "paid"


@given(st.lists(st.integers(0, 10**9), max_size=5), st.integers(0, 10**9))
def test_what_is_left_to_pay_is_never_negative(paid: list[int], fee: int):
    left = still_due(Decimal(fee), [Paid(Decimal(one), timezone.localdate()) for one in paid])
    assert left == max(0, fee - sum(paid))


def test_paid_at_the_bank_the_claim_is_filed_with_its_receipt(client: Client, filing: Filing):
    client.force_login(filing.by)
    sent = client.post(f"/kk/cabinet/filings/{filing.uuid}/fee/", {"way": "pay"})
    bank = client.get(sent.headers["Location"])
    assert bank.status_code == 200
    back = client.post(sent.headers["Location"], {"answer": "paid"})
    page = client.get(back.headers["Location"].replace("http://testserver", ""))
    assert page.status_code == 200
    payment = Payment.objects.get()
    assert payment.state == "paid" and payment.amount == due_of(filing, now=timezone.now()).total
    filing.refresh_from_db()
    filed = file_signed_claim(
        filing.pk, signed_paper(filing), by=filing.by, now=timezone.now(), answers_at=filing.answers_at
    )
    assert filed.case.docket.filter(code="fee_paid").exists()
    assert filed.entry.documents.filter(kind="fee_proof").count() == 1
    payment.refresh_from_db()
    assert payment.case == filed.case


def test_a_message_heard_twice_counts_once(client: Client, filing: Filing):
    payment = an_order(filing)
    assert tell(client, payment, "paid").status_code == 200
    first = Payment.objects.get().paid_at
    assert tell(client, payment, "paid").status_code == 200
    assert BankEvent.objects.count() == 1 and Payment.objects.get().paid_at == first


def test_a_late_payment_after_a_failure_is_taken(client: Client, filing: Filing):
    payment = an_order(filing)
    tell(client, payment, "declined")
    assert Payment.objects.get().state == "failed"
    tell(client, payment, "paid")
    assert Payment.objects.get().state == "paid"


@pytest.mark.parametrize("forgery", ["none", "false", "old", "other body", "not json"])
def test_a_forged_message_changes_nothing(client: Client, filing: Filing, forgery: str):
    payment = an_order(filing)
    changes: dict = {
        "none": {"signature": ""},
        "false": {"signature": f"t={int(timezone.now().timestamp())},v1={'0' * 64}"},
        "old": {"late": -timedelta(hours=1)},
        "other body": {
            "body": json.dumps({"event": "x", "reference": payment.reference, "kind": "paid", "amount": "1"})
        },
        "not json": {"body": b"\xff\xfe", "signature": "t=é,v1=ы".encode().decode("latin-1")},
    }[forgery]
    answer = tell(client, payment, "paid", **changes)
    assert answer.status_code == 401
    assert Payment.objects.get().state == "pending" and not BankEvent.objects.exists()


def test_another_sum_than_ordered_is_not_taken_for_the_fee(filing: Filing):
    payment = an_order(filing)
    hear_bank(BankWord("e1", payment.reference, "paid", Decimal(1), timezone.now()), now=timezone.now())
    assert Payment.objects.get().state == "pending" and BankEvent.objects.get().note == "other_amount"


def test_a_bank_that_fell_silent_is_asked_and_the_payment_found(filing: Filing):
    payment = an_order(filing)
    demo_bank.answer(payment.reference, "silent")
    assert ask_bank(payment, now=timezone.now()).state == "pending"
    demo_bank.answer(payment.reference, "paid")
    assert ask_bank(payment, now=timezone.now()).state == "paid"


def test_the_same_fee_is_ordered_once_however_often_the_button_is_pressed(filing: Filing):
    assert an_order(filing).pk == an_order(filing).pk
    assert Payment.objects.count() == DemoBankOrder.objects.count() == 1


def test_money_paid_twice_goes_back_by_itself(filing: Filing, django_capture_on_commit_callbacks):
    one = an_order(filing)
    Payment.objects.filter(pk=one.pk).update(priced_on=timezone.localdate() - timedelta(days=1))
    two = an_order(filing)
    assert one.pk != two.pk
    with django_capture_on_commit_callbacks(execute=True):
        for payment in (one, two):
            demo_bank.answer(payment.reference, "paid")
            ask_bank(payment, now=timezone.now())
    states = dict(Payment.objects.values_list("pk", "state"))
    assert states == {one.pk: "paid", two.pk: "refunded"}


def test_the_fee_is_that_of_the_day_of_payment(filing: Filing):
    claim = filing.claim_data
    early, late = (
        fee_on(claim, timezone.localdate().replace(year=2026, month=1, day=5)),
        fee_on(claim, timezone.localdate()),
    )
    assert early is not None and late is not None and early.steps and early.currency == "KZT"
    assert all(step["norm"] for step in late.steps)


def _with_judge(filed: Filing):
    case = filed.case
    register_case(case.pk, by=a_clerk(case.court), now=timezone.now())
    judge = a_judge(case.court)
    assign_judges(
        case.proceedings.get().pk, [judge.pk], by=a_clerk(case.court), now=timezone.now(), reference="d"
    )
    return judge


def _filed_and_paid(filing: Filing) -> tuple[Filing, Payment]:
    payment = an_order(filing)
    demo_bank.answer(payment.reference, "paid")
    payment = ask_bank(payment, now=timezone.now())
    filing.refresh_from_db()
    filed = file_signed_claim(
        filing.pk, signed_paper(filing), by=filing.by, now=timezone.now(), answers_at=filing.answers_at
    )
    return filed, Payment.objects.get(pk=payment.pk)


def test_the_judge_orders_the_fee_back_and_nobody_else(filing: Filing, django_capture_on_commit_callbacks):
    filed, payment = _filed_and_paid(filing)
    judge = _with_judge(filed)
    ask_refund(payment.pk, "Сот бітімгершілік келісімді бекітті.", by=filing.by, now=timezone.now())
    with pytest.raises(NothingToRefund):
        ask_refund(payment.pk, "Тағы да сұраймын енді.", by=filing.by, now=timezone.now())
    with pytest.raises(NotFound):
        decide_refund(payment.pk, True, by=a_claimant(), now=timezone.now())
    with pytest.raises(NotPermitted):
        decide_refund(payment.pk, True, by=filing.by, now=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        decide_refund(payment.pk, True, by=judge.user, now=timezone.now())
    payment.refresh_from_db()
    assert payment.state == "refunded" and payment.refund_decided_by == judge.user


def test_the_fee_of_a_cancelled_order_counts_for_the_later_claim():
    by = a_claimant()
    order = None
    for seed in range(10):
        try:
            order = a_filing(by, "court_order", seed=seed)
            break
        except Exception:
            continue
    assert order is not None
    if order.claim_data.fee is None or not order.claim_data.fee.total:
        pytest.skip("this order bears no fee")
    filed, payment = _filed_and_paid(order)
    assert creditable(by, now=timezone.now()) == []
    Proceeding.objects.filter(case=filed.case).update(stage="order_cancelled")
    claim = a_filing(by, "debt")
    before = due_of(claim, now=timezone.now()).left
    credit_fee(payment.pk, claim.pk, by=by, now=timezone.now())
    after = due_of(claim, now=timezone.now()).left
    assert after == max(0, before - payment.amount)
    with pytest.raises((NothingToRefund, NotFound)):
        credit_fee(payment.pk, a_filing(by, "debt").pk, by=by, now=timezone.now())


def test_the_demo_bank_is_not_there_when_the_demo_is_off(client: Client, filing: Filing, settings):
    payment = an_order(filing)
    settings.TARAZY_DEMO = False
    assert client.get(f"/kk/demo-bank/{payment.reference}/").status_code == 404
    assert client.post("/kk/cabinet/bank/webhook/", b"{}", content_type="application/json").status_code == 404
