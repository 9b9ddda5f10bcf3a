"""A draft that will not be signed is put away."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tarazy.acts.desk.drafting import discard_row, lock_draft
from tarazy.acts.desk.models import Draft
from tarazy.acts.desk.readers import sits
from tarazy.people.refusals import Invalid, NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User


def discard_draft(draft_id: UUID, reason: str, *, by: User, now: datetime) -> Draft:
    """Put the draft away; who listens is told the reason, which the desk doesn't keep.

    A judge of the panel may, also one who can't read it; an assistant only what they are preparing. A reason is asked
    for where the robot wrote the first version. Raises `NotFound`, `Invalid`, `DraftClosed`.
    """
    draft = Draft.objects.select_related("proceeding__case").filter(pk=draft_id).first()
    if draft is None or not (
        sits(by, draft.proceeding, now=now)
        or (
            draft.state == Draft.State.PREPARING and Draft.objects.visible_to(by).filter(pk=draft_id).exists()
        )
    ):
        raise NotFound
    if draft.origin == Draft.Origin.ROBOT and not reason.strip():
        raise Invalid({"reason": _("Say why the robot's draft isn't used.")})
    with transaction.atomic():
        locked = lock_draft(draft)
        discard_row(locked, reason.strip(), now)
    return locked
