"""The judge takes a draft to the desk: from there on it is the judge's own text."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tarazy.acts.desk.drafting import open_draft
from tarazy.acts.desk.models import Draft
from tarazy.cases.ai_use import AiAnswer, tell_answer
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import NotFound
from tarazy.robot.actions.ask_again import ask_again
from tarazy.robot.models import Run
from tarazy.robot.refusals import DataChanged, NoDraft

if TYPE_CHECKING:
    from tarazy.people.models import User


def take_to_desk(run_id: UUID, *, by: User, now: datetime) -> Draft:
    """The desk's draft, sealed to the panel, begun with the robot's words.

    The registers are asked once more first: where they say something else now, the material was gone through again
    and there is nothing to take yet. The robot signs nothing and sends nothing. Raises `NotFound`, `NotPermitted`,
    `NoDraft`, `DataChanged`, and what `open_draft` raises.
    """
    if not Run.objects.visible_to(by).filter(pk=run_id).exists():
        raise NotFound
    require(by, Permission.SIGN_RULINGS, now=now)
    fresh = ask_again(run_id, by=by, now=now, always=True)
    if fresh.pk != run_id:
        raise DataChanged
    with transaction.atomic():
        run = Run.objects.select_for_update(of=("self",)).select_related("proceeding__case").get(pk=run_id)
        text = run.text
        if run.state != Run.State.DRAFTED or text is None:
            raise NoDraft
        draft = open_draft(
            run.proceeding,
            run.code,
            by=by,
            now=now,
            text=text,
            origin=Draft.Origin.ROBOT,
            based_on=str(run.pk),
        )
        run.state, run.taken_at, run.taken_by = Run.State.TAKEN, now, by
        run.save(update_fields=["state", "taken_at", "taken_by"])
        tell_answer(AiAnswer(key=f"robot:{run.pk}", did="taken", at=now, by=by))
    return draft
