"""Certificates that the test CA issued. Private keys are never stored."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class RevocationReason(models.TextChoices):
    """Why a certificate was revoked (RFC 5280, 5.3.1), those that a person or an operator may give."""

    UNSPECIFIED = "unspecified"
    KEY_COMPROMISE = "key_compromise"
    AFFILIATION_CHANGED = "affiliation_changed"
    SUPERSEDED = "superseded"
    CESSATION_OF_OPERATION = "cessation_of_operation"


class IssuedCertificateQuerySet(models.QuerySet["IssuedCertificate"]):
    """Certificates; nobody sees another person's."""

    def visible_to(self, user: Any) -> IssuedCertificateQuerySet:
        """The user's own certificates; none for someone not signed in."""
        if user is None or not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user=user)

    def standing(self, at: datetime) -> IssuedCertificateQuerySet:
        """Those within their dates and not revoked at that moment."""
        in_force = Q(revoked_at__isnull=True) | Q(revoked_at__gt=at)
        return self.filter(in_force, not_before__lte=at, not_after__gt=at)


class IssuedCertificate(models.Model):
    """A personal certificate: whose, till when, and whether it was revoked."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="certificates",
    )
    serial = models.CharField(max_length=40, unique=True)  # hexadecimal, lower case, as OCSP asks for it
    name = models.CharField(max_length=200)
    iin = models.CharField(max_length=12, db_index=True)
    bin = models.CharField(max_length=12, blank=True)
    organisation = models.CharField(max_length=300, blank=True)
    der = models.BinaryField()
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revocation_reason = models.CharField(max_length=24, choices=RevocationReason.choices, blank=True)

    objects = IssuedCertificateQuerySet.as_manager()

    class Meta:
        """Revocation has both its time and its reason, or neither."""

        ordering = ("-not_before", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(not_after__gt=F("not_before")), name="pki_certificate_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=(
                    Q(revoked_at__isnull=True, revocation_reason="")
                    | (Q(revoked_at__isnull=False) & ~Q(revocation_reason=""))
                ),
                name="pki_revocation_has_time_and_reason",
            ),
        )

    def __str__(self) -> str:
        """The serial number: the only part that is no personal matter."""
        return self.serial
