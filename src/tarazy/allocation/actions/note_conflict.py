"""Note why a judge may not sit in a case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tarazy import ledger
from tarazy.allocation.assigning import task_for_chairs
from tarazy.allocation.models import Conflict
from tarazy.cases.models import Assignment, Case, Proceeding
from tarazy.courts.models import Judge
from tarazy.people.models import User
from tarazy.people.permissions import Permission, require


def note_conflict(
    case: Case, judge: Judge, code: str, by: User | None, now: datetime, *, consent: bool = False
) -> Conflict:
    """The conflict, kept from now on; noting it again changes only the parties' consent.

    Raises `NotPermitted`. Norm: GPK 37–38, 40–41, 179.
    """
    if by is not None:
        require(by, Permission.REPLACE_JUDGE, case.court_id, now=now)
    code = Conflict.Code(code).value
    with transaction.atomic():
        found, _ = Conflict.objects.update_or_create(
            case=case,
            judge=judge,
            code=code,
            defaults={"consent": consent},
            create_defaults={"consent": consent, "noted_by": by, "noted_at": now},
        )
        told = {
            "case": ledger.blinded(bytes.fromhex(case.salt), case.uuid),
            "judge": str(judge.uuid),
            "code": code,
        }
        ledger.append(case.court_id, "draw.conflict", told | {"consent": consent}, at=now)
    return found


def note_conflict_of_presiding(proceeding: Proceeding, code: str, now: datetime) -> Conflict | None:
    """The conflict of the judge who presides, and the task for the chair to replace them; None if nobody does.

    Norm: GPK 35(9-10), 41, 179.
    """
    with transaction.atomic():
        seats = Assignment.objects.filter(
            proceeding=proceeding, until__isnull=True, seat=Assignment.Seat.PRESIDING
        )
        seat = seats.select_related("judge").first()
        if seat is None:
            return None
        found = note_conflict(proceeding.case, seat.judge, code, None, now)
        task_for_chairs(proceeding.court, proceeding, "replace_judge", {"reason": str(found.code)}, now)
    return found
