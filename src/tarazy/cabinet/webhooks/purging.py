"""A sealed case leaves the webhooks: what hasn't gone doesn't go."""

from __future__ import annotations

from tarazy.cabinet.webhooks.models import Happening, HookDelivery
from tarazy.cases import exits
from tarazy.cases.models import Seal

NAME = "webhooks"


def purge(seal: Seal) -> None:
    """Drop what waits to be sent of the sealed case. A message names no party and no document, so their seals change nothing."""
    if seal.party_id or seal.document_id:
        return
    Happening.objects.filter(entry__case=seal.case_id).delete()
    HookDelivery.objects.filter(
        entry__case=seal.case_id, state__in=(HookDelivery.State.WAITING, HookDelivery.State.SENDING)
    ).update(state=HookDelivery.State.DROPPED, fault="sealed", claim=None, claimed_until=None)


def register() -> None:
    """Let sealing know of this exit."""
    exits.register(NAME, purge)
