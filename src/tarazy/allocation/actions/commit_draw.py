"""Start the distribution of a proceeding: freeze the list and commit to it, before the randomness exists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tarazy import ledger
from tarazy.allocation.actions.committing import commit, freeze, new_draw, raise_alarms
from tarazy.allocation.assigning import assign_all
from tarazy.allocation.beacons import Beacon, own_beacon
from tarazy.allocation.edition import in_force
from tarazy.allocation.facts import bench_facts, case_facts, earlier_cases, judge_facts
from tarazy.allocation.models import Draw
from tarazy.allocation.refusals import AlreadyDistributed, ElsewhereNotAllowed, NotRegistered
from tarazy.allocation.rules import (
    JudgeFacts,
    ToFirstJudge,
    complexity,
    first_judge,
    may_go_elsewhere,
    pool_of,
)
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
    return commit_draws([proceeding], by, now, beacon=beacon)[0]


def commit_draws(
    proceedings: Sequence[Proceeding], by: User | None, now: datetime, *, beacon: Beacon | None = None
) -> list[Draw]:
    """As `commit_draw`, for many proceedings in one transaction: all are committed or none."""
    for court in {proceeding.court_id for proceeding in proceedings}:
        if by is not None:
            require(by, Permission.START_DRAW, court, now=now)
    with transaction.atomic():
        keys = [proceeding.pk for proceeding in proceedings]
        locked = {
            one.pk: one
            for one in Proceeding.objects.select_for_update(of=("self", "case"))
            .select_related("case", "court")
            .filter(pk__in=keys)
            .order_by("pk")
        }
        found = [locked[key] for key in keys]
        if Draw.objects.live().filter(proceeding__in=keys).exists():
            raise AlreadyDistributed
        if not all(one.number and one.stage == Stage.REGISTERED for one in found):
            raise NotRegistered
        return _distribute(found, by, now, beacon or own_beacon())


def _distribute(
    proceedings: Sequence[Proceeding], by: User | None, now: datetime, beacon: Beacon
) -> list[Draw]:
    on = timezone.localdate(now)
    edition = in_force(on)
    elsewhere = {one.pk for one in proceedings if _elsewhere(one, now)}
    cases = case_facts(proceedings, elsewhere=elsewhere)
    earlier = earlier_cases(proceedings)
    at_home = bench_facts([one.court for one in proceedings if one.pk not in elsewhere], on)
    benches: dict[tuple[str, bool], list[JudgeFacts]] = {
        (court, False): judges for court, judges in at_home.items()
    }
    draws, to_commit = [], []
    for one in sorted(proceedings, key=lambda one: one.court_id):
        case, away = cases[one.pk], one.pk in elsewhere
        if (one.court_id, away) not in benches:
            benches[one.court_id, away] = judge_facts(one.court, on, elsewhere=True)
        judges = benches[one.court_id, away]
        first = None if away else first_judge(case, earlier.get(one.pk, []), judges, on, edition)
        pool = pool_of(case, judges, on, edition)
        draw = new_draw(one, edition, pool, by, now, complexity(case.case, edition))
        draws.append(draw)
        if first is not None:
            _give_to_first(draw, first, now)
        elif pool.can_be_drawn:
            to_commit.append((draw, freeze(pool, one, edition)))
        else:
            draw.state, draw.trouble, draw.norm = (
                Draw.State.FAILED,
                "none_eligible",
                edition.alarm.transfer_norm,
            )
            draw.frozen = freeze(pool, one, edition)
            draw.save(force_insert=True)
            raise_alarms(draw, now)
    commit(to_commit, beacon, now)
    by_proceeding = {draw.proceeding_id: draw for draw in draws}
    return [by_proceeding[one.pk] for one in proceedings]


def _give_to_first(draw: Draw, first: ToFirstJudge, now: datetime) -> None:
    draw.state, draw.alarm = Draw.State.DIRECT, ""
    draw.selected, draw.direct_reason, draw.norm = list(first.judges), first.reason, first.norm
    draw.save(force_insert=True)
    told = {"reason": first.reason, "norm": first.norm, "judges": list(first.judges)}
    ledger.append(draw.court_code, "draw.direct", told, at=now)
    assign_all([draw])


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
