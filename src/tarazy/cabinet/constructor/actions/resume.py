"""A link by which a draft is gone on with in another browser; taking drafts over into an account."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tarazy.cabinet.constructor.models import ClaimDraft

if TYPE_CHECKING:
    from tarazy.people.models import User


def give_link(draft_id: UUID) -> str:
    """A new secret for the link, shown once and kept as a hash only; an older link stops working."""
    secret = secrets.token_urlsafe(24)
    ClaimDraft.objects.filter(pk=draft_id).update(secret_hash=_hash(secret))
    return secret


def draft_of_link(draft_id: UUID, secret: str, now: datetime) -> ClaimDraft | None:
    """The draft that this link opens, None if it opens none (wrong, replaced, expired, of an account, filed)."""
    draft = ClaimDraft.objects.filter(
        pk=draft_id, user__isnull=True, filed_at__isnull=True, expires_at__gt=now
    ).first()
    fits = hmac.compare_digest(draft.secret_hash if draft else "", _hash(secret))
    return draft if fits else None


def take_over(user: User, held: Collection[UUID], now: datetime) -> int:
    """Make the drafts that the browser holds those of the account. Returns how many."""
    with transaction.atomic():
        return ClaimDraft.objects.filter(
            pk__in=list(held), user__isnull=True, filed_at__isnull=True, expires_at__gt=now
        ).update(user=user, secret_hash="")


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
