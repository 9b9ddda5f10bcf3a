"""What is stored of the constructor: drafts of papers, until they are filed or expire."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from tarazy.cabinet.constructor.claim_data import ClaimData
from tarazy.cabinet.constructor.engine import Walk
from tarazy.cabinet.constructor.loading import definition
from tarazy.cabinet.constructor.model import Definition

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User


class ClaimDraftQuerySet(models.QuerySet["ClaimDraft"]):
    """Drafts, seen by whoever holds them."""

    def visible_to(
        self,
        user: User | AnonymousUser | None,
        held: Iterable[uuid.UUID] = (),
        *,
        now: datetime | None = None,
    ) -> ClaimDraftQuerySet:
        """The drafts of this account, and those of nobody's account that the browser holds (`held`).

        One that an account has taken over opens to that account only, whatever a browser holds. Expired ones
        open to nobody.
        """
        mine = Q(user__isnull=True, pk__in=list(held))
        if user is not None and user.is_authenticated and user.is_active:
            mine |= Q(user_id=user.pk)
        return self.filter(mine).filter(Q(expires_at__gt=now or timezone.now()) | Q(filed_at__isnull=False))


class ClaimDraft(models.Model):
    """A paper in the making. `answers` by question; `half_typed` what was in the form when it was left."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    definition_id = models.CharField(max_length=40)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="claim_drafts"
    )
    answers = models.JSONField(default=dict, blank=True)
    half_typed = models.JSONField(default=dict, blank=True)
    secret_hash = models.CharField(max_length=64, blank=True)  # SHA-256 of the secret in the link
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True, blank=True)

    objects = ClaimDraftQuerySet.as_manager()

    class Meta:
        ordering = ("-updated_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="claim_draft_expires_after_it_began"
            ),
        )
        indexes = (
            models.Index(fields=["user", "-updated_at"], name="claim_draft_user"),
            models.Index(fields=["expires_at"], name="claim_draft_expiry"),
        )

    def __str__(self) -> str:
        return f"{self.definition_id} {self.id}"

    @property
    def definition(self) -> Definition | None:
        """The definition that it follows, None if there is none such any more."""
        return definition(self.definition_id)

    def walk(self, now: datetime | None = None) -> Walk:
        """The way of these answers through the definition. Raises `LookupError` if that is gone."""
        found = self.definition
        if found is None:
            raise LookupError(self.definition_id)
        zone = ZoneInfo(settings.TIME_ZONE)
        return Walk(found, dict(self.answers), (now or timezone.now()).astimezone(zone).date())

    def claim_data(self, now: datetime | None = None) -> ClaimData:
        """The claim as values. Raises `NotComplete` while something is missing."""
        from tarazy.cabinet.constructor.advice import finished

        return finished(self.walk(now), str(self.pk))

    def pdf(self, now: datetime | None = None) -> bytes:
        """The paper as it stands now, unsigned, as PDF."""
        from tarazy.cabinet.constructor.printing import print_paper

        return print_paper(self.walk(now), now or timezone.now())
