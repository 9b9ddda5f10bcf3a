"""A claim that came on paper, from the scan to the case."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tarazy.cases.models import Case
from tarazy.courts.models import Court
from tarazy.documents.models import Document
from tarazy.people.permissions import Permission, courts_where

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User


class IntakeQuerySet(models.QuerySet["Intake"]):
    """Papers taken in, seen by the registry of their court."""

    def visible_to(self, user: User | AnonymousUser | None) -> IntakeQuerySet:
        """Those of the courts in which the user takes in papers; of a sealed case only where its file is open."""
        courts = courts_where(user, Permission.SCAN_PAPERS)
        known = self.filter(
            Q(case__isnull=True) | Q(case__sealed=False) | Q(case__in=Case.objects.visible_to(user))
        )
        return known if courts is None else known.filter(court__in=courts)


class Intake(models.Model):
    """What was read in the scan, what the clerk confirmed, what was changed and by whom: kept for good."""

    class State(models.TextChoices):
        OPEN = "open", _("to be confirmed")
        FILED = "filed", _("filed")
        DROPPED = "dropped", _("put aside")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    court = models.ForeignKey(Court, on_delete=models.PROTECT, related_name="intakes")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="intake")
    attachments = models.ManyToManyField(Document, related_name="+", blank=True)
    clerk = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    received_on = models.DateField()  # the registry's stamp: filed that day
    recognised: Any = models.JSONField(default=dict)  # field: {value, confidence}
    confirmed: Any = models.JSONField(default=dict)  # field: value
    changed: Any = models.JSONField(default=list)  # fields that the clerk changed
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    case = models.OneToOneField(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="intake")

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="filed") | Q(confirmed_at__isnull=False), name="intake_filed_is_confirmed"
            ),
        )
        indexes = (models.Index(fields=["court", "state", "-created_at"], name="intake_court"),)

    def __str__(self) -> str:
        return str(self.uuid)
