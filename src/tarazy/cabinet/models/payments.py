"""Payments of the state fee, what the bank said of them, and the demo bank's own orders."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tarazy.cabinet.models.filings import Filing
from tarazy.cases.models import Case

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Payments, seen by who paid and by the court whose case they are for."""

    def visible_to(self, user: User | AnonymousUser | None) -> PaymentQuerySet:
        """One's own, and those for the cases that the user may open."""
        if user is None or not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(Q(payer_id=user.pk) | Q(case__in=Case.objects.visible_to(user)))


class Payment(models.Model):
    """One order to pay. Its state follows what the bank says, late or twice (`rules.after_bank`)."""

    class State(models.TextChoices):
        PENDING = "pending", _("waits for the bank")
        PAID = "paid", _("paid")
        FAILED = "failed", _("not paid")
        REFUNDED = "refunded", pgettext_lazy("payment", "returned")

    class Refund(models.TextChoices):
        NONE = "", _("not asked for")
        ASKED = "asked", _("asked for")
        GRANTED = "granted", _("ordered, on its way")
        REFUSED = "refused", pgettext_lazy("refund", "refused")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    payer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="payments")
    filing = models.ForeignKey(Filing, null=True, on_delete=models.SET_NULL, related_name="payments")
    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="payments")
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    currency = models.CharField(max_length=3, default="KZT")
    steps: Any = models.JSONField(default=list)
    unverified = models.BooleanField(default=False)
    priced_on = models.DateField()  # the day whose index counts (Tax Code 664)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    reference = models.CharField(max_length=64, null=True, unique=True)  # of the order at the bank
    pay_url = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    refunded_at = models.DateTimeField(null=True, blank=True)
    surplus = models.BooleanField(default=False)  # a second payment for the same paper: it goes back
    refund = models.CharField(max_length=10, choices=Refund.choices, blank=True, default=Refund.NONE)
    refund_reason = models.TextField(blank=True)
    refund_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    credited_to = models.ForeignKey(
        Filing, null=True, blank=True, on_delete=models.SET_NULL, related_name="credits"
    )  # a later claim, after an order was cancelled

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount"),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(paid_at__isnull=False), name="payment_paid_has_a_time"
            ),
        )
        indexes = (
            models.Index(fields=["filing", "state"], name="payment_filing"),
            models.Index(fields=["payer", "-created_at"], name="payment_payer"),
            models.Index(fields=["state", "created_at"], name="payment_waiting"),
        )

    def __str__(self) -> str:
        return str(self.uuid)

    def get_absolute_url(self) -> str:
        return reverse("cabinet:payment", args=[self.uuid])


class BankEvent(models.Model):
    """What a bank told us, once by its id, whether or not it changed anything."""

    event_id = models.CharField(max_length=80, unique=True)
    payment = models.ForeignKey(Payment, null=True, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    received_at = models.DateTimeField()
    applied = models.BooleanField(default=False)
    note = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("received_at", "id")

    def __str__(self) -> str:
        return self.event_id


class DemoBankOrder(models.Model):
    """An order at the demo bank, which stands for a real one and shares nothing with the court but addresses."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("bank order", "open")
        PAID = "paid", _("paid")
        DECLINED = "declined", _("declined")
        SILENT = "silent", _("no answer")
        REFUNDED = "refunded", pgettext_lazy("payment", "returned")

    reference = models.CharField(max_length=64, unique=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    currency = models.CharField(max_length=3)
    about = models.CharField(max_length=200)
    return_url = models.CharField(max_length=400)
    callback_url = models.CharField(max_length=400)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    events = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reference
