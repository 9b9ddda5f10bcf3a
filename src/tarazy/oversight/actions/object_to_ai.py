"""A party objects to AI in the case, wishes that it be decided without, or takes it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tarazy.cases import deadlines, docket, tasks
from tarazy.cases.models import Assignment, Party
from tarazy.cases.standing import opened_proceeding, party_of
from tarazy.oversight.models import Objection
from tarazy.oversight.refusals import AlreadyAnswered, AlreadyAsked, NotAParty
from tarazy.oversight.registry import measures, systems
from tarazy.people.refusals import NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

TASK = "answer_ai_objection"


def object_to_ai(
    proceeding_id: int, *, by: User, now: datetime, text: str, names: Iterable[str] = ()
) -> Objection:
    """The saved objection: nothing it names is used in the case until it is answered, within the time limit.

    `names` are slugs of systems, none for all. The judge gets a task (the chair, where there is no judge); the time
    limit warns and escalates as every other. Raises `NotFound`, `NotAParty`, `AlreadyAsked`. Norm: AI law of
    2025-11-17, 16 (right to object; its time limit is the house's own and unverified).
    """
    known = [name for name in names if name in systems()]
    with transaction.atomic():
        proceeding = opened_proceeding(proceeding_id, by, now=now)
        party = _party(by, proceeding.case, now)
        if Objection.objects.filter(case=proceeding.case, party=party, state=Objection.State.OPEN).exists():
            raise AlreadyAsked
        limit = deadlines.counted(proceeding, measures()["objection"]["limit"], timezone.localdate(now))
        limit.save()
        made = Objection.objects.create(
            case=proceeding.case,
            proceeding=proceeding,
            party=party,
            by=by,
            at=now,
            systems=known,
            text=text.strip(),
            deadline=limit,
        )
        docket.record(
            proceeding.case, "ai_objection", by=by, at=now, proceeding=proceeding, party=party,
            params={"objection": str(made.uuid), "systems": known},
        )  # fmt: skip
        seated = Assignment.objects.filter(
            proceeding=proceeding,
            until__isnull=True,
            seat=Assignment.Seat.PRESIDING,
            judge__user__isnull=False,
        )
        tasks.ask(
            proceeding, TASK, to="judge" if seated.exists() else "chair", by=by, at=now, due=limit.due,
            params={"objection": str(made.uuid)},
        )  # fmt: skip
    return made


def decide_without_ai(proceeding_id: int, *, by: User, now: datetime) -> Objection:
    """The saved wish: from now on no system is used in the case. It needs no grounds and no answer.

    Raises `NotFound`, `NotAParty`, `AlreadyAsked`.
    """
    with transaction.atomic():
        proceeding = opened_proceeding(proceeding_id, by, now=now)
        party = _party(by, proceeding.case, now)
        if Objection.objects.filter(case=proceeding.case, party=party, state=Objection.State.WISH).exists():
            raise AlreadyAsked
        made = Objection.objects.create(
            case=proceeding.case,
            proceeding=proceeding,
            party=party,
            by=by,
            at=now,
            state=Objection.State.WISH,
        )
        docket.record(
            proceeding.case, "ai_wish", by=by, at=now, proceeding=proceeding, party=party,
            params={"objection": str(made.uuid)},
        )  # fmt: skip
    return made


def withdraw(objection_id: int, *, by: User, now: datetime) -> Objection:
    """The party takes back what stands: its open objection or its wish. Raises `NotFound`, `AlreadyAnswered`."""
    with transaction.atomic():
        found = Objection.objects.visible_to(by).filter(pk=objection_id).first()
        if found is None:
            raise NotFound
        proceeding = opened_proceeding(found.proceeding_id, by, now=now)
        found = Objection.objects.select_for_update().get(pk=objection_id)
        if found.party_id is None or found.party_id not in _own(by, proceeding.case_id, now):
            raise NotFound
        if found.state not in (Objection.State.OPEN, Objection.State.WISH):
            raise AlreadyAnswered
        close(found, Objection.State.WITHDRAWN, by=by, now=now)
        docket.record(
            proceeding.case, "ai_wish_withdrawn", by=by, at=now, proceeding=proceeding, party=found.party,
            params={"objection": str(found.uuid)},
        )  # fmt: skip
    return found


def close(objection: Objection, state: str, *, by: User, now: datetime) -> None:
    """Nothing waits for it any more: its time limit is settled, its tasks are done."""
    objection.state = state
    objection.save()
    if objection.deadline_id:
        limit = objection.deadline
        assert limit is not None
        if limit.state == limit.State.OPEN:
            met = limit.due >= timezone.localdate(now) or limit.paused_on is not None
            limit.state = limit.State.MET if met else limit.State.MISSED
            limit.settled_at = now
            limit.save(update_fields=["state", "settled_at"])
    waiting = Objection.objects.filter(proceeding=objection.proceeding, state=Objection.State.OPEN)
    if not waiting.exists():
        tasks.finish(objection.proceeding, (TASK,), by=by, at=now)


def _party(by: User, case: object, now: datetime) -> Party:
    found = party_of(by, case, now=now)  # type: ignore[arg-type]
    if found is None:
        raise NotAParty
    return found


def _own(by: User, case_id: int, now: datetime) -> set[int]:
    from tarazy.cases.visibility import own_parties

    return set(own_parties(by, now=now).filter(case=case_id).values_list("pk", flat=True))
