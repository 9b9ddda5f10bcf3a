"""The judge takes a prepared draft into deliberation: from then on only the panel reads it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tarazy.acts.desk.drafting import draft_for, lock_draft, reseal
from tarazy.acts.desk.keys import Unlocked
from tarazy.acts.desk.models import Draft
from tarazy.acts.desk.readers import sits
from tarazy.acts.desk.refusals import NotOfThePanel, NotPrepared

if TYPE_CHECKING:
    from tarazy.people.models import User


def take_over(draft_id: UUID, unlocked: Unlocked, *, by: User, now: datetime) -> Draft:
    """Give the draft a new key that only the judges of the panel hold; what was written so far is sealed anew.

    Returns the open draft. Raises `NotFound`, `NotOfThePanel`, `NotPrepared`, `DraftClosed`.
    """
    draft = draft_for(draft_id, by)
    if not sits(by, draft.proceeding, now=now):
        raise NotOfThePanel
    with transaction.atomic():
        locked = lock_draft(draft)
        if locked.state != Draft.State.PREPARING:
            raise NotPrepared
        key = unlocked.key_of(locked)
        locked.state, locked.changed_at = Draft.State.OPEN, now
        locked.save(update_fields=["state", "changed_at"])
        reseal(locked, key)
    return locked
