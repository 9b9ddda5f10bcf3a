"""An assistant or a secretary works on a proceeding, or no longer does."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tarazy.cases import docket, events
from tarazy.cases.actions.do_tasks import works_in
from tarazy.cases.models import Proceeding, StaffAssignment
from tarazy.cases.refusals import NotYours
from tarazy.cases.standing import WORDS, opened_proceeding, standing
from tarazy.people.refusals import Invalid, NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

MAY = frozenset({"presiding", "chair", "registry"})


def assign_staff(proceeding_id: int, user: User, task: str, *, by: User, now: datetime) -> StaffAssignment:
    """Give a proceeding its assistant, secretary or clerk, one of the court; twice is once. Returns it, saved.

    The judge, the chair and the registry may. Raises `NotFound`, `NotYours`, `Invalid`.
    """
    with transaction.atomic():
        proceeding = _proceeding(proceeding_id, by, now)
        if task not in StaffAssignment.Task.values or not works_in(user, proceeding.court_id, now=now):
            raise Invalid({"user": user.short_name, "task": task})
        given, made = StaffAssignment.objects.get_or_create(
            proceeding=proceeding, user=user, task=task, until=None, defaults={"since": now}
        )
        if made:
            _tell(proceeding, given, by, now, ended=False)
    return given


def end_staff(assignment_id: int, *, by: User, now: datetime) -> StaffAssignment:
    """The person no longer works on the proceeding. Returns the saved row. Raises `NotFound`, `NotYours`."""
    with transaction.atomic():
        given = StaffAssignment.objects.select_related("user").filter(pk=assignment_id).first()
        if given is None:
            raise NotFound
        proceeding = _proceeding(given.proceeding_id, by, now)
        if given.until is None:
            given.until = now
            given.save(update_fields=["until"])
            _tell(proceeding, given, by, now, ended=True)
    return given


def _proceeding(proceeding_id: int, by: User, now: datetime) -> Proceeding:
    proceeding = opened_proceeding(proceeding_id, by, now=now)
    if not standing(by, proceeding, now=now) & MAY:
        who = ", ".join(str(WORDS[one]) for one in sorted(MAY))
        raise NotYours(event=events.event("staff_assigned").asked(), who=who)
    return proceeding


def _tell(proceeding: Proceeding, given: StaffAssignment, by: User, now: datetime, *, ended: bool) -> None:
    params = {"who": given.user.short_name, "task": given.task}
    docket.record(
        proceeding.case, "staff_left" if ended else "staff_assigned", by=by, at=now, proceeding=proceeding,
        params=params, visibility="court",
    )  # fmt: skip
