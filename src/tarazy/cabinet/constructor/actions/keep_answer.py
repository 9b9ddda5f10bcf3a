"""Keep an answer, or what was half typed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tarazy.cabinet.constructor.actions.start_draft import lifetime
from tarazy.cabinet.constructor.answers import Posted
from tarazy.cabinet.constructor.models import ClaimDraft
from tarazy.cabinet.constructor.refusals import DraftFiled

MOST_FIELDS = 400
LONGEST_FIELD = 12_000


def keep_answer(draft_id: UUID, question: str, value: Any, now: datetime) -> ClaimDraft:
    """The draft with this answer; the other answers stay. Raises `ClaimDraft.DoesNotExist`, `DraftFiled`."""
    with transaction.atomic():
        draft = locked(draft_id)
        draft.answers = {**draft.answers, question: value}
        draft.half_typed = {name: kept for name, kept in draft.half_typed.items() if name != question}
        return saved(draft, now)


def keep_half_typed(draft_id: UUID, question: str, fields: Posted, now: datetime) -> ClaimDraft:
    """The draft with what stands in the form of a question; it is no answer yet. Raises as `keep_answer`."""
    with transaction.atomic():
        draft = locked(draft_id)
        draft.half_typed = {**draft.half_typed, question: plain(fields)}
        return saved(draft, now)


def plain(fields: Posted) -> dict[str, Any]:
    """The fields of an answer as plain JSON, within limits."""
    getter = getattr(fields, "getlist", None)
    kept: dict[str, Any] = {}
    for name in list(fields)[:MOST_FIELDS]:
        if name != "answer" and not name.startswith("answer-"):
            continue
        values = [str(one)[:LONGEST_FIELD] for one in getter(name)] if getter else [fields[name]]
        kept[name] = values if len(values) > 1 else values[0]
    return kept


def locked(draft_id: UUID) -> ClaimDraft:
    """The draft, its row locked for this transaction. Raises `ClaimDraft.DoesNotExist`, `DraftFiled`."""
    draft = ClaimDraft.objects.select_for_update().get(pk=draft_id)
    if draft.filed_at is not None:
        raise DraftFiled
    return draft


def saved(draft: ClaimDraft, now: datetime) -> ClaimDraft:
    """The draft saved; touched now, it expires later."""
    draft.updated_at, draft.expires_at = now, now + lifetime()
    draft.save(update_fields=["answers", "half_typed", "updated_at", "expires_at"])
    return draft
