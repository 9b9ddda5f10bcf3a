"""Begin a paper."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tarazy.cabinet.constructor.model import Definition
from tarazy.cabinet.constructor.models import ClaimDraft
from tarazy.cabinet.constructor.refusals import TooManyDrafts

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User

MOST_DRAFTS = 20


def lifetime() -> timedelta:
    """How long a draft is kept after it was last touched: the setting CONSTRUCTOR_DRAFT_DAYS, 30 without it."""
    return timedelta(days=int(getattr(settings, "CONSTRUCTOR_DRAFT_DAYS", 30)))


def start_draft(
    definition: Definition, user: User | AnonymousUser | None, held: Collection[UUID], now: datetime
) -> ClaimDraft:
    """A new draft, of the account where there is one. Raises `TooManyDrafts`."""
    owner = user if user is not None and user.is_authenticated else None
    with transaction.atomic():
        open_ones = ClaimDraft.objects.visible_to(user, held, now=now).filter(filed_at__isnull=True)
        if open_ones.count() >= MOST_DRAFTS:
            raise TooManyDrafts(most=MOST_DRAFTS)
        return ClaimDraft.objects.create(
            definition_id=definition.id,
            user=owner,
            created_at=now,
            updated_at=now,
            expires_at=now + lifetime(),
        )
