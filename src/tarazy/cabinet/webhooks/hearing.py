"""Docket entries are noted for webhooks in their own transaction, if anybody listens at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tarazy.cabinet.webhooks.models import Endpoint, Happening
from tarazy.cases.models import DocketEntry
from tarazy.cases.signals import docket_written


def hear_docket(sender: object, entries: Sequence[DocketEntry], **more: Any) -> None:
    """Entries that an endpoint may be told of."""
    if Endpoint.objects.filter(disabled_at__isnull=True, deleted_at__isnull=True).exists():
        Happening.objects.bulk_create(Happening(entry=one) for one in entries)


def connect() -> None:
    """Hear from now on."""
    docket_written.connect(hear_docket, dispatch_uid="webhooks.docket")
