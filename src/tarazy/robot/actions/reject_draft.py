"""The judge doesn't take a draft, and says why; the reasons feed the report on the table."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tarazy.cases.ai_use import AiAnswer, tell_answer
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import NotFound
from tarazy.robot.models import Rejection, Run
from tarazy.robot.refusals import NoDraft, ReasonMissing

if TYPE_CHECKING:
    from tarazy.people.models import User

LEAST_WORDS = 3


def reject_draft(
    run_id: UUID, *, why: str, reason: str, condition: str = "", by: User, now: datetime
) -> Rejection:
    """The saved rejection. `condition` names a row of the table that was judged wrongly.

    Raises `NotFound`, `NotPermitted`, `ReasonMissing`, `NoDraft`.
    """
    if not Run.objects.visible_to(by).filter(pk=run_id).exists():
        raise NotFound
    require(by, Permission.SIGN_RULINGS, now=now)
    if why not in Rejection.Why.values or len(reason.split()) < LEAST_WORDS:
        raise ReasonMissing({"reason": ReasonMissing.message})
    with transaction.atomic():
        run = Run.objects.select_for_update(of=("self",)).get(pk=run_id)
        if run.state != Run.State.DRAFTED:
            raise NoDraft
        known = {one["condition"] for one in run.trace}
        rejection = Rejection.objects.create(
            run=run,
            why=why,
            condition=condition if condition in known else "",
            reason=reason.strip(),
            by=by,
            at=now,
        )
        run.state, run.closed_at = Run.State.REJECTED, now
        run.save(update_fields=["state", "closed_at"])
        tell_answer(AiAnswer(key=f"robot:{run.pk}", did="rejected", at=now, by=by, reason=why))
    return rejection
