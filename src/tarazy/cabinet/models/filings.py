"""A paper on its way from a finished draft to the court, and requests of programs that must not count twice."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tarazy.cabinet.constructor.claim_data import ClaimData
from tarazy.cabinet.constructor.models import ClaimDraft
from tarazy.cases.models import Case, DocketEntry
from tarazy.documents.models import Document

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User


class FilingQuerySet(models.QuerySet["Filing"]):
    """Filings, seen by whoever makes them."""

    def visible_to(self, user: User | AnonymousUser | None) -> FilingQuerySet:
        """One's own."""
        if user is None or not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(by_id=user.pk)


class Filing(models.Model):
    """A finished draft that somebody signs and files. Once filed it never changes."""

    class FeeWay(models.TextChoices):
        """How the state fee is dealt with."""

        OPEN = "", _("not chosen yet")
        NONE = "none", _("no fee is due")
        PAY = "pay", _("paid here")
        ELSEWHERE = "elsewhere", _("paid elsewhere, with a receipt")
        EXEMPT = "exempt", _("a motion for exemption")
        DEFER = "defer", _("a motion for deferral")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.OneToOneField(
        ClaimDraft, null=True, on_delete=models.SET_NULL, related_name="filing"
    )  # a draft may be forgotten; what was filed stays
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="filings")
    court_code = models.CharField(max_length=4, blank=True)
    claim = models.JSONField(default=dict)  # ClaimData as it will be filed
    answers_at = models.DateTimeField()  # of the draft, when it was taken over
    fee_way = models.CharField(max_length=10, choices=FeeWay.choices, blank=True, default=FeeWay.OPEN)
    fee_reason = models.TextField(blank=True)
    fee_documents: Any = models.JSONField(
        default=list, blank=True
    )  # ids of papers to the motion or of the receipt
    unsigned = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="+")
    signed = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="filings")
    entry = models.OneToOneField(DocketEntry, null=True, on_delete=models.SET_NULL, related_name="filing")
    created_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True, blank=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(filed_at__isnull=True) | Q(signed__isnull=False), name="filing_filed_is_signed"
            ),
        )
        indexes = (models.Index(fields=["by", "-created_at"], name="filing_by"),)

    def __str__(self) -> str:
        return str(self.uuid)

    def get_absolute_url(self) -> str:
        return reverse("cabinet:receipt", args=[self.uuid])

    @property
    def claim_data(self) -> ClaimData:
        """The paper as values."""
        return ClaimData.model_validate(self.claim)


class ApiFiling(models.Model):
    """A request of a program that filed: the same key and body get the same answer, another body a refusal."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    body_sha256 = models.CharField(max_length=64)
    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "key"], name="api_filing_key_once"),)

    def __str__(self) -> str:
        return self.key
