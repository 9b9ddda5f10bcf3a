"""Delete drafts: one, or all that have expired; mark one as filed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tarazy.cabinet.constructor.models import ClaimDraft


def delete_draft(draft_id: UUID) -> None:
    """The draft is gone, with all that was typed. One that was filed stays."""
    ClaimDraft.objects.filter(pk=draft_id, filed_at__isnull=True).delete()


def forget_expired(now: datetime) -> int:
    """Delete the drafts whose time is over. Returns how many."""
    return ClaimDraft.objects.filter(expires_at__lte=now, filed_at__isnull=True).delete()[0]


def mark_filed(draft_id: UUID, now: datetime) -> ClaimDraft:
    """The draft as filed: it can't be changed any more. Called within the transaction of the filing."""
    with transaction.atomic():
        draft = ClaimDraft.objects.select_for_update().get(pk=draft_id)
        draft.filed_at = draft.filed_at or now
        draft.half_typed = {}
        draft.save(update_fields=["filed_at", "half_typed"])
        return draft
