"""Who looked at what of a case: written down beside the reading, never in its way."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from tarazy.cases.models import Case, CaseDocument, CaseRead

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.documents.models import Document
    from tarazy.people.models import User

log = logging.getLogger(__name__)
MINUTES = 10


def note_read(
    case: Case,
    user: User | AnonymousUser | None,
    what: str,
    document: Document | UUID | None = None,
    *,
    now: datetime | None = None,
) -> bool:
    """Note that `user` looked at `what` ("case", "docket", "document", "export" …) of the case.

    The same look within some minutes (setting READ_NOTE_MINUTES, 10) is noted once. A failure is logged and doesn't
    stop the reading. Returns whether a line was written.
    """
    if user is None or not user.is_authenticated:
        return False
    at = now or timezone.now()
    named = getattr(document, "pk", document)
    since = at - timedelta(minutes=getattr(settings, "READ_NOTE_MINUTES", MINUTES))
    try:
        with transaction.atomic():
            noted = CaseRead.objects.filter(
                case=case, user=user, what=what, document=named, at__gt=since, at__lte=at
            )
            if noted.exists():
                return False
            CaseRead.objects.create(case=case, user=user, at=at, what=what[:20], document=named)
    except DatabaseError:
        log.exception("a look at a case was not noted")
        return False
    return True


def hear_document_read(sender: Any, *, document: Document, user: User | None, at: datetime, **_: Any) -> None:
    """When the documents room shows the content of a document, every case that has it notes the look."""
    if user is None:
        return
    visible = CaseDocument.objects.visible_to(user).filter(document=document)
    for case in Case.objects.filter(pk__in=visible.values("case")):
        note_read(case, user, "document", document, now=at)
