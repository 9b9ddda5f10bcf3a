"""A sealed case leaves the notices: nothing about it goes out any more in words that name it."""

from __future__ import annotations

from tarazy.cabinet.notices.models import Delivery
from tarazy.cases import exits
from tarazy.cases.models import Seal

NAME = "notices"


def purge(seal: Seal) -> None:
    """Take back what workers hold of the sealed case and haven't handed over; it is put into words anew.

    From the seal on each notice of the case says only that there is something, and each is sent only to whom the
    case is still open. A seal on a party or a document changes no words: notices never name either. Called twice it
    does nothing more.
    """
    if seal.party_id or seal.document_id:
        return
    Delivery.objects.filter(
        notice__case=seal.case_id, state=Delivery.State.SENDING, handed_at__isnull=True
    ).update(state=Delivery.State.WAITING, claim=None, claimed_until=None)


def register() -> None:
    """Let sealing know of this exit."""
    exits.register(NAME, purge)
