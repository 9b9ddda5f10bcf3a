"""What is stored of webhooks: endpoints of people, what has yet to be told, deliveries and each attempt.

No payload is stored: it is made when it is sent, of what the owner may see then.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tarazy.cases.models import DocketEntry
from tarazy.people.models import Organisation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    """Endpoints, each of its owner."""

    def visible_to(self, user: User | AnonymousUser | None) -> EndpointQuerySet:
        """The user's own that aren't deleted."""
        if user is None or not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(owner=user, deleted_at__isnull=True)


class Endpoint(models.Model):
    """An address that is told what happens in the cases that its owner may open; for an organisation if named."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="webhooks")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="webhooks"
    )
    url = models.URLField(_("address"), max_length=500)
    kinds: Any = models.JSONField(default=list)  # kinds of docket events; empty: all
    secret = models.TextField()  # enciphered
    old_secret = models.TextField(blank=True)  # signs beside the new one until then
    old_secret_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True, blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return str(self.uuid)


class Happening(models.Model):
    """A docket entry to be told, written in its transaction; gone once its deliveries are written."""

    entry = models.OneToOneField(DocketEntry, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.entry_id)


class HookDeliveryQuerySet(models.QuerySet["HookDelivery"]):
    """Deliveries, seen by the owner of their endpoint."""

    def visible_to(self, user: User | AnonymousUser | None) -> HookDeliveryQuerySet:
        """Those to the user's own endpoints."""
        return self.filter(endpoint__in=Endpoint.objects.visible_to(user).values("pk"))


class HookDelivery(models.Model):
    """One entry for one endpoint. Its uuid goes along, so that a receiver knows a repeated message."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits to be sent")
        SENDING = "sending", _("is being sent")
        SENT = "sent", _("taken")
        FAILED = "failed", _("given up")
        DROPPED = "dropped", _("not to be sent any more")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    entry = models.ForeignKey(DocketEntry, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claim = models.UUIDField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=40, blank=True)

    objects = HookDeliveryQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "hook deliveries"
        constraints = (
            models.UniqueConstraint(fields=["endpoint", "entry"], name="hook_delivery_once"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="hook_sent_has_time"
            ),
        )
        indexes = (models.Index(fields=["state", "due_at"], name="hook_due"),)

    def __str__(self) -> str:
        return str(self.uuid)


class Attempt(models.Model):
    """One try: the status that came back (0: none), how long it took, what was wrong."""

    delivery = models.ForeignKey(HookDelivery, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(default=0)
    took_ms = models.PositiveIntegerField()
    fault = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("delivery", "id")

    def __str__(self) -> str:
        return f"{self.status} {self.fault}".strip()
