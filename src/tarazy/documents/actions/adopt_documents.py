"""Documents that somebody put in before signing in become theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tarazy.documents.models import Document, Upload

if TYPE_CHECKING:
    from tarazy.people.models import User


def adopt_documents(holder: str, by: User) -> int:
    """How many documents of this holder now belong to `by`; those of an account stay with it."""
    if not holder:
        return 0
    with transaction.atomic():
        Upload.objects.filter(holder=holder, owner=None).update(owner=by, holder="")
        return Document.objects.filter(holder=holder, owner=None).update(owner=by, holder="")
