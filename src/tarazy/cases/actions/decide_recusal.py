"""A motion to recuse a judge is decided by another judge, the next working day at the latest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tarazy.cases import deadlines, docket, events, tasks
from tarazy.cases.actions.assign_judges import end_seat
from tarazy.cases.filing_data import DocumentRef
from tarazy.cases.models import Assignment, DocketEntry, Proceeding
from tarazy.cases.refusals import NotDistributed, NotPossibleNow
from tarazy.cases.signing import must_be_signed
from tarazy.cases.standing import opened_proceeding
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import NotPermitted

if TYPE_CHECKING:
    from tarazy.people.models import User

RECUSED = "recused"


def decide_recusal(
    proceeding_id: int,
    granted: bool,
    *,
    by: User,
    now: datetime,
    documents: tuple[DocumentRef, ...],
    params: Mapping[str, Any] | None = None,
) -> DocketEntry:
    """Grant or dismiss the recusal of the presiding judge by a signed ruling (`documents`); granted, the seat ends.

    A judge of the court or its chair decides, never the judge in question. The registry is asked to draw another.
    Returns the docket entry. Raises `NotFound`, `NotPermitted`, `NotDistributed`, `NotPossibleNow` without a motion,
    `NeedsSignedPaper`. Norm: GPK 38–41.
    """
    with transaction.atomic():
        proceeding = opened_proceeding(proceeding_id, by, now=now)
        seat = (
            Assignment.objects.select_related("judge")
            .filter(proceeding=proceeding, until__isnull=True, seat=Assignment.Seat.PRESIDING)
            .first()
        )
        if seat is None:
            raise NotDistributed
        require(by, Permission.SIGN_RULINGS, proceeding.court_id, now=now)
        if seat.judge.user_id == by.pk:
            raise NotPermitted
        if not tasks.is_asked(proceeding, ("decide_recusal",)):
            raise _nothing_asked(proceeding, granted)
        must_be_signed(documents, by, now)
        code = "recusal_granted" if granted else "recusal_dismissed"
        told = {**(params or {}), "judge": seat.judge.short_name}
        entry = docket.record(
            proceeding.case, code, by=by, at=now, proceeding=proceeding, params=told, documents=documents
        )
        deadlines.settle(proceeding, ("recusal_decided",), at=now)
        tasks.finish(proceeding, ("decide_recusal",), by=by, at=now)
        if granted:
            end_seat(seat, RECUSED, now)
            _draw_again(proceeding, by, now)
    return entry


def _nothing_asked(proceeding: Proceeding, granted: bool) -> NotPossibleNow:
    code = "recusal_granted" if granted else "recusal_dismissed"
    return NotPossibleNow(
        event=events.event(code).asked(), stage=str(proceeding.get_stage_display()), possible="–"
    )


def _draw_again(proceeding: Proceeding, by: User, now: datetime) -> None:
    tasks.ask(proceeding, "distribute", to="registry", by=by, at=now, params={"again": RECUSED}, priority=1)
