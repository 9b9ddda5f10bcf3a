"""Say which document of the store is a piece of evidence that was promised."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tarazy.cabinet.constructor.actions.keep_answer import locked, saved
from tarazy.cabinet.constructor.models import ClaimDraft


def attach_document(draft_id: UUID, question: str, item: str, document_id: UUID, now: datetime) -> ClaimDraft:
    """The draft with the document at that line of evidence. Raises `LookupError` if there is no such line."""
    with transaction.atomic():
        draft = locked(draft_id)
        asked = draft.definition.question(question) if draft.definition else None
        if asked is None or item not in {option.id for option in asked.options}:
            raise LookupError(f"{question}.{item}")
        answer = dict(draft.answers.get(question) or {})
        documents = [*answer.get(item, {}).get("documents", []), str(document_id)]
        answer[item] = {"status": "attached", "documents": list(dict.fromkeys(documents))}
        draft.answers = {**draft.answers, question: answer}
        return saved(draft, now)
