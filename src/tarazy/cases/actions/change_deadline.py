"""A judge extends a running limit or restores one that a party missed."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tarazy.cases import deadlines, docket, events
from tarazy.cases.models import Deadline
from tarazy.cases.refusals import NotYours, ReasonTooShort
from tarazy.cases.rules import reason_enough
from tarazy.cases.standing import WORDS, opened_proceeding, standing
from tarazy.people.refusals import Invalid, NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

LEAST_REASON = 10
NORM = "GPK 125-126"


def extend_deadline(deadline_id: int, due: Date, *, by: User, now: datetime, reason: str) -> Deadline:
    """Give a party (or the court, where the law lets it) until `due`, moved to a working day; the step is shown.

    A limit that a party missed runs again: it is restored. Returns the saved deadline. Raises `NotFound`, `NotYours`,
    `ReasonTooShort`, `Invalid` for a day that isn't later. Norm: GPK 125–126 (unverified numbers).
    """
    with transaction.atomic():
        found = Deadline.objects.filter(pk=deadline_id).values_list("proceeding", flat=True).first()
        if found is None:
            raise NotFound
        proceeding = opened_proceeding(found, by, now=now)
        if "presiding" not in standing(by, proceeding, now=now):
            raise NotYours(event=events.event("deadline_extended").asked(), who=str(WORDS["presiding"]))
        running = Deadline.objects.get(pk=deadline_id)
        restored = running.state == Deadline.State.MISSED and running.whose != Deadline.For.COURT
        if not restored and running.state != Deadline.State.OPEN:
            raise Invalid({"deadline": running.get_state_display()})
        if due <= running.due or due < timezone.localdate(now):
            raise Invalid({"due": due.isoformat()})
        if not reason_enough(reason, LEAST_REASON):
            raise ReasonTooShort(least=LEAST_REASON)
        if restored:
            running.state, running.settled_at = Deadline.State.OPEN, None
            running.save(update_fields=["state", "settled_at"])
        deadlines.move_to(running, due, norm=NORM)
        docket.record(
            proceeding.case, "deadline_restored" if restored else "deadline_extended", by=by, at=now,
            proceeding=proceeding, params={"limit": running.limit, "due": running.due, "reason": reason},
        )  # fmt: skip
    return running
