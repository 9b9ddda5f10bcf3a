"""The judge or the chair answers an objection to AI."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tarazy.cases import docket
from tarazy.cases.standing import opened_proceeding, standing
from tarazy.oversight.actions.object_to_ai import close
from tarazy.oversight.models import Objection
from tarazy.oversight.refusals import AlreadyAnswered, NotTheOneToAnswer, ReasonNeeded
from tarazy.oversight.registry import measures
from tarazy.oversight.rules import answered_in_words
from tarazy.people.refusals import NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

MAY = frozenset({"presiding", "chair"})


def answer_objection(objection_id: int, *, upheld: bool, answer: str, by: User, now: datetime) -> Objection:
    """The answered objection; upheld, what it names stays out of the case for good.

    Raises `NotFound`, `NotTheOneToAnswer`, `AlreadyAnswered`, `ReasonNeeded`. Norm: AI law of 2025-11-17, 16
    (unverified).
    """
    least = int(measures()["objection"]["shortest_answer"])
    with transaction.atomic():
        found = Objection.objects.visible_to(by).filter(pk=objection_id).first()
        if found is None:
            raise NotFound
        proceeding = opened_proceeding(found.proceeding_id, by, now=now)
        found = Objection.objects.select_for_update().get(pk=objection_id)
        if not MAY & standing(by, proceeding, now=now):
            raise NotTheOneToAnswer
        if found.state != Objection.State.OPEN:
            raise AlreadyAnswered
        if not answered_in_words(answer, least):
            raise ReasonNeeded(least=least)
        found.answer, found.answered_by, found.answered_at = answer.strip(), by, now
        close(found, Objection.State.UPHELD if upheld else Objection.State.REJECTED, by=by, now=now)
        docket.record(
            proceeding.case, "ai_objection_upheld" if upheld else "ai_objection_rejected", by=by, at=now,
            proceeding=proceeding, params={"objection": str(found.uuid)},
        )  # fmt: skip
    return found
