"""A case comes to a higher court; what that court decides goes back to the proceeding below."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tarazy.cases.models import Case, Outcome, Proceeding, ProceedingKind, Stage
from tarazy.cases.moving import Step, begin
from tarazy.cases.numbers import next_number
from tarazy.courts.models import Court, Instance
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import Invalid, NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

_INSTANCE = {
    ProceedingKind.APPEAL: Instance.APPEAL,
    ProceedingKind.INTERLOCUTORY: Instance.APPEAL,
    ProceedingKind.CASSATION: Instance.CASSATION,
}
# What a registry is asked to open, and the kind of proceeding that it opens.
BROUGHT_BY_TASK = {
    "open_appeal": ProceedingKind.APPEAL,
    "open_complaint": ProceedingKind.INTERLOCUTORY,
    "open_cassation": ProceedingKind.CASSATION,
}
_BROUGHT = {ProceedingKind.APPEAL: "appeal_brought", ProceedingKind.CASSATION: "cassation_brought"}
_STANDS_FOR_APPEAL = frozenset({Stage.APPEALED})
# What the higher court's decision does to a ruling that ended the case below.
_REVERSED = frozenset({Outcome.REVERSED_REMITTED})


def open_instance(below_id: int, kind: str, court_code: str, *, by: User | None, now: datetime) -> Proceeding:
    """Open a proceeding in a higher court on the one below: number, first entry, limits, the task to draw judges.

    Returns the saved proceeding at `registered`. Raises `NotFound`, `NotPermitted`, `Invalid` for a kind or court that
    hears no such complaints, `NotPossibleNow`. Norm: GPK 401–403, 429, 434–436.
    """
    if kind not in _INSTANCE:
        raise Invalid({"kind": kind})
    with transaction.atomic():
        if by is not None:
            require(by, Permission.REGISTER_CASES, court_code, now=now)
        case_id = Proceeding.objects.filter(pk=below_id).values_list("case_id", flat=True).first()
        court = Court.objects.filter(pk=court_code).first()
        if case_id is None or court is None:
            raise NotFound
        case = Case.objects.select_for_update().get(pk=case_id)
        below = Proceeding.objects.select_related("court").get(pk=below_id)
        below.case = case
        _bring(below, kind, by, now, court.pk)
        instance = _INSTANCE[ProceedingKind(kind)]
        number = next_number(court_code, kind, instance, timezone.localdate(now), first_kind=case.kind)
        proceeding = Proceeding.objects.create(
            case=case,
            court=court,
            instance=instance,
            kind=kind,
            number=number,
            stage=Stage.REGISTERED,
            stage_since=now,
            filed_at=now,
            registered_at=now,
            reviews=below,
        )
        begin(proceeding, Step("open_instance", by, now, (), {"number": number, "of": below.number or ""}))
        from tarazy.cases.tasks import finish

        finish(below, ("open_appeal", "open_complaint", "open_cassation"), by=by, at=now)
    return proceeding


def tell_below(above: Proceeding, *, by: User | None, now: datetime) -> None:
    """What the higher court decided, in the proceeding that was challenged; its court's own entry."""
    from tarazy.cases import docket
    from tarazy.cases.actions.apply_event import make

    below = above.reviews
    if below is None:
        return
    below.case = above.case
    dropped = above.outcome == Outcome.RETURNED
    stream = above.court_id  # the court that acts writes into its own ledger only
    result = {
        "result": str(Outcome(above.outcome).label),
        "outcome": above.outcome,
        "above": above.number or "",
    }
    if above.kind == ProceedingKind.INTERLOCUTORY:
        docket.record(above.case, "complaint_ended", by=by, at=now, proceeding=above, params=result)
        if above.outcome in _REVERSED and below.stage in _RESTORABLE:
            make(below, "restore_after_complaint", by=by, now=now, as_system=True, stream=stream)
        return
    if above.kind == ProceedingKind.APPEAL and below.stage == Stage.APPEALED:
        make(
            below,
            "appeal_dropped" if dropped else "appeal_ended",
            by=by,
            now=now,
            params=result,
            as_system=True,
            stream=stream,
        )
        if not dropped:
            # An appeal court's act is in force when announced (GPK 431).
            make(below, "in_force", by=by, now=now, as_system=True, stream=stream)
    if above.kind == ProceedingKind.CASSATION and below.stage == Stage.CASSATION:
        make(
            below,
            "cassation_dropped" if dropped else "cassation_ended",
            by=by,
            now=now,
            params=result,
            as_system=True,
            stream=stream,
        )
        if dropped:
            return
        back = above.outcome == Outcome.REMITTED_TO_APPEAL
        make(below, "appeal_brought" if back else "in_force", by=by, now=now, as_system=True, stream=stream)


_RESTORABLE = frozenset({Stage.RETURNED, Stage.REFUSED, Stage.REASONED_ISSUED, Stage.SENT, Stage.IN_FORCE})


def _bring(below: Proceeding, kind: str, by: User | None, now: datetime, stream: str) -> None:
    from tarazy.cases.actions.apply_event import make

    event = _BROUGHT.get(ProceedingKind(kind))
    if event and not (kind == ProceedingKind.APPEAL and below.stage in _STANDS_FOR_APPEAL):
        make(below, event, by=by, now=now, as_system=True, stream=stream)
