"""A person says what the marked words of a scanned page are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tarazy.documents.access import may_read
from tarazy.documents.models import Confirmation, Document, OcrPage
from tarazy.documents.refusals import WordsDiffer
from tarazy.people.permissions import Permission, may
from tarazy.people.refusals import NotFound, NotPermitted

if TYPE_CHECKING:
    from tarazy.people.models import User

LONGEST_WORD = 200


def may_confirm(user: User, document: Document) -> bool:
    """Its owner, and those of the court who take papers in and see this one."""
    return document.owner_id == user.pk or may(user, Permission.SCAN_PAPERS)


def confirm_words(
    document: Document, page_number: int, texts: Mapping[int, str], *, by: User, now: datetime
) -> OcrPage:
    """The page with the words confirmed: `texts` says what each marked word (by its place) is; "" is nothing.

    Raises `NotFound`, `NotPermitted`, `WordsDiffer`.
    """
    if not may_read(by, document):
        raise NotFound
    if not may_confirm(by, document):
        raise NotPermitted
    with transaction.atomic():
        page = OcrPage.objects.select_for_update().filter(job__document=document, number=page_number).first()
        if page is None:
            raise NotFound
        marks = {marked.index: marked.mark for marked in page.marked}
        if not set(texts) <= set(marks) or any(len(text) > LONGEST_WORD for text in texts.values()):
            raise WordsDiffer
        for index, text in texts.items():
            Confirmation.objects.update_or_create(
                page=page,
                word=index,
                defaults={"text": _plain(text), "mark": marks[index], "by": by, "at": now},
            )
    return page


def _plain(text: str) -> str:
    """One line without control characters."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
