"""A judge of the panel lets in a colleague who was seated, or chose a desk word, after the draft was begun."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tarazy.acts.desk.drafting import draft_for, lock_draft
from tarazy.acts.desk.keys import Unlocked
from tarazy.acts.desk.models import Draft
from tarazy.acts.desk.readers import give_key, readers, take_keys
from tarazy.acts.desk.refusals import NothingToShareWith

if TYPE_CHECKING:
    from tarazy.people.models import User


def waiting_for(draft: Draft) -> list[User]:
    """The readers of the draft who don't hold its key yet."""
    held = set(draft.keys.values_list("user_id", flat=True))
    return [one for one in readers(draft) if one.pk not in held]


def share_draft(draft_id: UUID, user_id: int, unlocked: Unlocked, *, by: User, now: datetime) -> Draft:
    """Seal the draft's key to a reader who lacks it; keys of those who no longer sit there go at the same time.

    An assistant shares only while preparing, as nobody else reads then. Raises `NotFound`, `NothingToShareWith`,
    `DraftClosed`.
    """
    draft = draft_for(draft_id, by)
    with transaction.atomic():
        locked = lock_draft(draft)
        key = unlocked.key_of(locked)
        people = readers(locked)
        chosen = [one for one in people if one.pk == user_id]
        if not chosen or not give_key(locked, key, chosen):
            raise NothingToShareWith
        take_keys(locked, people)
    return locked
