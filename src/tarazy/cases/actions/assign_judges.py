"""Judges of a proceeding: given by the draw, replaced for a stated reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tarazy.cases import docket, signals, tasks
from tarazy.cases.models import Assignment, Proceeding, Stage, Task
from tarazy.cases.moving import Step, allowed, move, move_many
from tarazy.cases.public import indexed_together
from tarazy.cases.refusals import NotDistributed, ReasonTooShort
from tarazy.cases.rules import reason_enough
from tarazy.cases.standing import SYSTEM, opened_proceeding, standing
from tarazy.courts.models import Judge
from tarazy.people.models import User
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import Invalid, Refused

LEAST_REASON = 10


def assign_judges(
    proceeding_id: int,
    judge_ids: Sequence[int],
    *,
    by: User | None,
    now: datetime,
    reference: str,
    complexity: int = 100,
) -> Proceeding:
    """Seat the judges drawn (the first presides) and move the proceeding to `distributed`; `reference` is the draw.

    Where a drawn judge's seat was left empty later (recusal, a new draw), the judges take the empty seats and the
    stage stays. Returns the saved proceeding. Raises `NotFound`, `NotPossibleNow`, `NotYours`, `Invalid` for a judge
    who isn't in office. Norm: GPK 35.
    """
    with transaction.atomic():
        proceeding = opened_proceeding(proceeding_id, by, now=now)
        stands = standing(by, proceeding, now=now)
        judges = _in_office(judge_ids, now)
        again = proceeding.assignments.exists() and proceeding.stage != Stage.REGISTERED
        if again:
            return _fill(proceeding, judges, by=by, now=now, reference=reference, complexity=complexity)
        allowed(proceeding, "distribute", stands)
        _seat(proceeding, judges, now=now, reference=reference, complexity=complexity)
        move(proceeding, Step("distribute", by, now, stands, _said(judges, reference)))
        _tell(proceeding, judges)
    return proceeding


@dataclass(frozen=True)
class Seating:
    """What a draw gave a proceeding: judges in their order, the first presides."""

    proceeding_id: int
    judge_ids: tuple[int, ...]
    now: datetime
    reference: str
    complexity: int = 100


def assign_judges_many(seatings: Sequence[Seating]) -> dict[int, Refused]:
    """As `assign_judges` by the system itself for many proceedings in one transaction, in as few statements.

    One that can't be seated holds up no other: the refusals, by proceeding. Norm: GPK 35.
    """
    refused: dict[int, Refused] = {}
    with transaction.atomic(), indexed_together():
        ids = [one.proceeding_id for one in seatings]
        locked = Proceeding.objects.select_for_update(of=("self", "case")).select_related("case", "court")
        found = {row.pk: row for row in locked.filter(pk__in=ids).order_by("pk")}
        sat = set(Assignment.objects.filter(proceeding__in=ids).values_list("proceeding", flat=True))
        known = Judge.objects.in_bulk([judge for one in seatings for judge in one.judge_ids])
        first: list[tuple[Seating, Proceeding, list[Judge]]] = []
        for one in seatings:
            proceeding = found.get(one.proceeding_id)
            try:
                if proceeding is None or proceeding.pk in sat:
                    with transaction.atomic():
                        assign_judges(
                            one.proceeding_id, one.judge_ids, by=None, now=one.now,
                            reference=one.reference, complexity=one.complexity,
                        )  # fmt: skip
                    continue
                allowed(proceeding, "distribute", {SYSTEM})
                first.append((one, proceeding, _in_office(one.judge_ids, one.now, known)))
            except Refused as refusal:
                refused[one.proceeding_id] = refusal
        Assignment.objects.bulk_create(
            seat
            for one, proceeding, judges in first
            for seat in _seats(
                proceeding, judges, now=one.now, reference=one.reference, complexity=one.complexity
            )
        )
        move_many(
            [
                (
                    proceeding,
                    Step("distribute", None, one.now, {SYSTEM}, _said(judges, one.reference)),
                )
                for one, proceeding, judges in first
            ]
        )
        for _, proceeding, judges in first:
            _tell(proceeding, judges)
    return refused


def replace_judge(
    proceeding_id: int,
    old_id: int,
    new_id: int,
    *,
    by: User | None,
    now: datetime,
    reason: str,
    reference: str = "",
    complexity: int | None = None,
) -> Proceeding:
    """Put a judge in the place of another, in the same seat; the tasks go over. The new one comes from a draw.

    Returns the proceeding. Raises `NotPermitted`, `NotDistributed` if `old_id` doesn't sit, `ReasonTooShort`,
    `Invalid`. Norm: GPK 35(9–11).
    """
    with transaction.atomic():
        proceeding = opened_proceeding(proceeding_id, by, now=now)
        if by is not None:
            require(by, Permission.REPLACE_JUDGE, proceeding.court_id, now=now)
        if not reason_enough(reason, LEAST_REASON):
            raise ReasonTooShort(least=LEAST_REASON)
        seat = _seat_of(proceeding, old_id)
        (new,) = _in_office([new_id], now)
        if Assignment.objects.filter(proceeding=proceeding, judge=new, until__isnull=True).exists():
            raise Invalid({"judge": new.short_name})
        if seat.until is None:
            end_seat(seat, reason, now)
        tasks.finish(proceeding, ("distribute",), by=by, at=now)
        Assignment.objects.create(
            proceeding=proceeding,
            judge=new,
            seat=seat.seat,
            since=now,
            reference=reference,
            complexity=seat.complexity if complexity is None else complexity,
        )
        if seat.judge.user_id and new.user_id:
            Task.objects.filter(
                proceeding=proceeding, assignee_id=seat.judge.user_id, done_at__isnull=True
            ).update(assignee_id=new.user_id)
        params = {
            "old": seat.judge.short_name,
            "new": new.short_name,
            "reason": reason,
            "reference": reference,
        }
        docket.record(proceeding.case, "replace_judge", by=by, at=now, proceeding=proceeding, params=params)
        _tell(proceeding, [new])
    return proceeding


def _fill(
    proceeding: Proceeding,
    judges: Sequence[Judge],
    *,
    by: User | None,
    now: datetime,
    reference: str,
    complexity: int,
) -> Proceeding:
    """Seat judges of a second draw: the presiding seat first if it is empty."""
    if by is not None:
        require(by, Permission.START_DRAW, proceeding.court_id, now=now)
    sitting = Assignment.objects.filter(proceeding=proceeding, until__isnull=True)
    fresh = [judge for judge in judges if not sitting.filter(judge=judge).exists()]
    left = Assignment.objects.select_related("judge").filter(proceeding=proceeding, until__isnull=False)
    last = left.order_by("-until").first()
    presides = sitting.filter(seat=Assignment.Seat.PRESIDING).exists()
    for judge in fresh:
        Assignment.objects.create(
            proceeding=proceeding,
            judge=judge,
            seat=Assignment.Seat.MEMBER if presides else Assignment.Seat.PRESIDING,
            since=now,
            reference=reference,
            complexity=complexity,
        )
        presides = True
    if fresh:
        tasks.finish(proceeding, ("distribute",), by=by, at=now)
        params = {
            "old": last.judge.short_name if last else "",
            "new": ", ".join(judge.short_name for judge in fresh),
            "reference": reference,
        }
        docket.record(proceeding.case, "replace_judge", by=by, at=now, proceeding=proceeding, params=params)
        _tell(proceeding, fresh)
    return proceeding


def end_seat(seat: Assignment, reason: str, now: datetime) -> None:
    """The judge no longer sits in the proceeding."""
    seat.until, seat.ended_reason = now, reason[:60]
    seat.save(update_fields=["until", "ended_reason"])


def _seat_of(proceeding: Proceeding, judge_id: int) -> Assignment:
    """The judge's seat, or the one that was left empty by a recusal and nobody has taken yet."""
    seats = Assignment.objects.select_related("judge").filter(proceeding=proceeding)
    seat = seats.filter(judge_id=judge_id, until__isnull=True).first()
    if seat is None:
        left = seats.filter(judge_id=judge_id).order_by("-until").first()
        taken = left and seats.filter(seat=left.seat, until__isnull=True).exists()
        seat = left if left and (left.seat == Assignment.Seat.MEMBER or not taken) else None
    if seat is None:
        raise NotDistributed
    return seat


def _seat(
    proceeding: Proceeding, judges: Sequence[Judge], *, now: datetime, reference: str, complexity: int
) -> None:
    Assignment.objects.filter(proceeding=proceeding, until__isnull=True).update(
        until=now, ended_reason="redistributed"
    )
    Assignment.objects.bulk_create(
        _seats(proceeding, judges, now=now, reference=reference, complexity=complexity)
    )


def _seats(
    proceeding: Proceeding, judges: Sequence[Judge], *, now: datetime, reference: str, complexity: int
) -> list[Assignment]:
    return [
        Assignment(
            proceeding=proceeding,
            judge=judge,
            seat=Assignment.Seat.MEMBER if place else Assignment.Seat.PRESIDING,
            since=now,
            reference=reference,
            complexity=complexity,
        )
        for place, judge in enumerate(judges)
    ]


def _said(judges: Sequence[Judge], reference: str) -> dict[str, Any]:
    """What the docket says of a distribution."""
    return {"judges": ", ".join(judge.short_name for judge in judges), "reference": reference}


def _in_office(
    judge_ids: Sequence[int], now: datetime, known: Mapping[int, Judge] | None = None
) -> list[Judge]:
    found = Judge.objects.in_bulk(list(judge_ids)) if known is None else known
    judges = [found[one] for one in judge_ids if one in found]
    day = timezone.localdate(now)
    missing = [one for one in judge_ids if one not in found or not found[one].in_office(day)]
    if missing or not judges or len(set(judge_ids)) != len(judge_ids):
        raise Invalid({"judges": ", ".join(str(one) for one in missing)})
    return judges


def _tell(proceeding: Proceeding, judges: Sequence[Judge]) -> None:
    transaction.on_commit(
        lambda: signals.judges_assigned.send_robust(Proceeding, proceeding=proceeding, judges=tuple(judges))
    )
