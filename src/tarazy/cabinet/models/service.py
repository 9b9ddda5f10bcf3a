"""Serving a document on a party, with the proof of delivery."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tarazy.cases.models import CaseDocument, Party, Proceeding

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User


class ServiceQuerySet(models.QuerySet["ServiceOfDocument"]):
    """Services, seen by the court's side of the case and by the party that is served."""

    def visible_to(self, user: User | AnonymousUser | None) -> ServiceQuerySet:
        """Those on parties that the user is or acts for, and those in cases on whose court's side the user stands."""
        from tarazy.cases.models import Case
        from tarazy.cases.visibility import court_side_cases, own_parties

        if user is None or not user.is_authenticated or not user.is_active:
            return self.none()
        court = Case.objects.filter(court_side_cases(user))
        return self.filter(
            Q(party__in=own_parties(user).values("pk")) | Q(proceeding__case__in=court.values("pk"))
        )


class ServiceOfDocument(models.Model):
    """One document for one party by one way. `delivered_at` is when the law takes it as received."""

    class What(models.TextChoices):
        CLAIM = "claim", _("the claim with its papers")
        ORDER = "order", _("the court order")
        JUDGMENT = "judgment", _("the judgment")
        RULING = "ruling", _("a ruling")
        CASSATION = "cassation_complaint", _("the cassation complaint")
        SUMMONS = "summons", _("a summons")
        OTHER = "other", _("another paper")

    class Way(models.TextChoices):
        CABINET = "cabinet", _("in the Court Cabinet")
        EMAIL = "email", _("by e-mail")
        SMS = "sms", _("by SMS")
        POST = "post", _("by post")
        HAND = "hand", _("by hand")

    class Proof(models.TextChoices):
        NONE = "", _("not delivered yet")
        OPENED = "opened", _("opened in the Court Cabinet")
        TERM = "term", _("the term after which it counts as received has run")
        SIGNED = "signed", _("signed for")
        REFUSED = "refused", _("the addressee refused to take it")
        RETURNED = "returned", _("came back undelivered")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proceeding = models.ForeignKey(Proceeding, on_delete=models.CASCADE, related_name="services")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="services")
    document = models.ForeignKey(CaseDocument, on_delete=models.CASCADE, related_name="services")
    what = models.CharField(max_length=20, choices=What.choices)
    way = models.CharField(max_length=10, choices=Way.choices)
    tracking = models.CharField(max_length=60, blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)  # when it counts as received unless opened earlier
    due_unverified = models.BooleanField(default=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    delivered_at = models.DateTimeField(null=True, blank=True)
    proof = models.CharField(max_length=10, choices=Proof.choices, blank=True, default=Proof.NONE)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ("-sent_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=["document", "party", "way"], name="service_once_each_way"),
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=True) | ~Q(proof=""), name="service_delivered_has_proof"
            ),
        )
        indexes = (
            models.Index(fields=["party", "-sent_at"], name="service_party"),
            models.Index(fields=["delivered_at", "due_on"], name="service_due"),
        )

    def __str__(self) -> str:
        return str(self.uuid)
