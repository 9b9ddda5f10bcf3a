"""Say which document of the store is a piece of evidence that was promised."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tarazy.cabinet.constructor.actions.keep_answer import locked, saved
from tarazy.cabinet.constructor.assembling import ATTACHMENTS
from tarazy.cabinet.constructor.models import ClaimDraft


def attach_document(draft_id: UUID, question: str, item: str, document_id: UUID, now: datetime) -> ClaimDraft:
    """The draft with the document at that line of evidence. Raises `LookupError` if there is no such line.

    What no question asks for (a power of attorney, the proof of a pre-trial step) goes to the question `ATTACHMENTS`,
    its item is the attachment's code.
    """
    with transaction.atomic():
        draft = locked(draft_id)
        asked = draft.definition.question(question) if draft.definition else None
        if question == ATTACHMENTS:
            known = {one.code for one in draft.definition.attachments} if draft.definition else set()
        else:
            known = {option.id for option in asked.options} if asked else set()
        if item not in known:
            raise LookupError(f"{question}.{item}")
        answer = dict(draft.answers.get(question) or {})
        documents = [*answer.get(item, {}).get("documents", []), str(document_id)]
        answer[item] = {"status": "attached", "documents": list(dict.fromkeys(documents))}
        draft.answers = {**draft.answers, question: answer}
        return saved(draft, now)
