"""Start the distribution of a proceeding: freeze the list and commit to it, before the randomness exists."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tarazy import ledger
from tarazy.allocation.actions.committing import commit, freeze, new_draw, raise_alarms
from tarazy.allocation.assigning import assign
from tarazy.allocation.beacons import Beacon, own_beacon
from tarazy.allocation.edition import in_force
from tarazy.allocation.facts import case_facts, earlier_cases, judge_facts
from tarazy.allocation.models import Draw
from tarazy.allocation.refusals import AlreadyDistributed, ElsewhereNotAllowed, NotRegistered
from tarazy.allocation.rules import complexity, first_judge, may_go_elsewhere, pool_of
from tarazy.cases.models import Proceeding, ProceedingKind, Stage
from tarazy.people.models import User
from tarazy.people.permissions import Permission, require

HEARING_SET = (Stage.HEARING, Stage.ADJOURNED, Stage.DELIBERATION)


def commit_draw(
    proceeding: Proceeding, by: User | None, now: datetime, *, beacon: Beacon | None = None
) -> Draw:
    """The draw, committed to a round that doesn't exist yet; completed by a task when the round is there.

    A case that follows another goes to the judges of that one at once, without a draw. Where the places can't be
    filled the draw is not held: it is kept as failed, the chair and the ledger are told, and the higher court decides
    on a transfer. `by` None: the system itself. Raises `NotPermitted`, `NotRegistered`, `AlreadyDistributed`,
    `ElsewhereNotAllowed`. Norm: GPK 35(7), 35(8).
    """
    if by is not None:
        require(by, Permission.START_DRAW, proceeding.court_id, now=now)
    with transaction.atomic():
        proceeding = (
            Proceeding.objects.select_for_update(of=("self",))
            .select_related("case", "court")
            .get(pk=proceeding.pk)
        )
        if not proceeding.number:
            raise NotRegistered
        if Draw.objects.live().filter(proceeding=proceeding).exists():
            raise AlreadyDistributed
        on = timezone.localdate(now)
        edition = in_force(on)
        elsewhere = _elsewhere(proceeding, now)
        case = case_facts(proceeding, elsewhere=elsewhere)
        judges = judge_facts(proceeding.court, on, elsewhere=elsewhere)
        heavy = complexity(case.case, edition)
        first = None if elsewhere else first_judge(case, earlier_cases(proceeding), judges, on, edition)
        pool = pool_of(case, judges, on, edition)
        draw = new_draw(proceeding, edition, pool, by, now, heavy)
        if first is not None:
            draw.state, draw.alarm = Draw.State.DIRECT, ""
            draw.selected, draw.direct_reason, draw.norm = list(first.judges), first.reason, first.norm
            draw.save(force_insert=True)
            told = {"reason": first.reason, "norm": first.norm, "judges": list(first.judges)}
            ledger.append(draw.court_code, "draw.direct", told, at=now)
            assign(draw, by, now)
            return draw
        frozen = freeze(pool, proceeding, edition)
        if not pool.can_be_drawn:
            draw.state, draw.trouble, draw.norm = (
                Draw.State.FAILED,
                "none_eligible",
                edition.alarm.transfer_norm,
            )
            draw.frozen = frozen
            draw.save(force_insert=True)
            raise_alarms(draw, now)
            return draw
        return commit(draw, frozen, beacon or own_beacon(), now)


def _elsewhere(proceeding: Proceeding, now: datetime) -> bool:
    """Whether the case is drawn over other regions. Raises `ElsewhereNotAllowed`. Norms: GPK 31, 32; APPK 107."""
    chosen = proceeding.case.extraterritorial
    if not chosen or proceeding.instance != "first":
        return False
    on = timezone.localdate(now)
    allowed, _, norm = may_go_elsewhere(
        "administrative" if proceeding.kind == ProceedingKind.ADMINISTRATIVE else proceeding.kind,
        agreement=chosen == "agreement",
        claimants_choice=chosen == "claimant_choice",
        exclusive_jurisdiction=bool(proceeding.case.claim_data.get("exclusive_jurisdiction")),
        hearing_set=proceeding.stage in HEARING_SET,
        on=on,
        edition=in_force(on),
    )
    if not allowed:
        raise ElsewhereNotAllowed(norm=norm)
    return True
