"""Docket entries are noted for webhooks in their own transaction, if anybody listens at all."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save

from tarazy.cabinet.webhooks.models import Endpoint, Happening
from tarazy.cases.models import DocketEntry


def hear_docket(sender: object, instance: DocketEntry, created: bool, **more: Any) -> None:
    """An entry that an endpoint may be told of."""
    if created and Endpoint.objects.filter(disabled_at__isnull=True, deleted_at__isnull=True).exists():
        Happening.objects.create(entry=instance)


def connect() -> None:
    """Hear from now on."""
    post_save.connect(hear_docket, sender=DocketEntry, dispatch_uid="webhooks.docket")
