"""Complete committed draws: take the round's randomness, select, write receipts, give the cases to their judges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tarazy import ledger
from tarazy.allocation import drawing
from tarazy.allocation.actions.committing import commit, raise_alarms
from tarazy.allocation.assigning import assign_all
from tarazy.allocation.beacons import Beacon, BeaconTrouble, Revealed, beacon_of
from tarazy.allocation.edition import in_force
from tarazy.allocation.models import Draw, DrawAlarm
from tarazy.allocation.tallies import count
from tarazy.ledger.models import Entry

CHUNK = 100


def complete_draw(draw: Draw, now: datetime, *, beacon: Beacon | None = None) -> Draw:
    """The draw as it stands afterwards: drawn, still waiting, or failed with one that follows it.

    May be called any number of times, by any number of workers, and be killed at any moment: a draw is completed once
    and in one transaction. Raises `BeaconTrouble` while the round can't be had. Norm: GPK 35(7).
    """
    if draw.state != Draw.State.COMMITTED:
        return draw
    _complete_some([draw.pk], draw.beacon_kind, draw.beacon_round, now, beacon)
    return Draw.objects.select_related("proceeding").get(pk=draw.pk)


def complete_round(kind: str, named: str, now: datetime, *, beacon: Beacon | None = None) -> int:
    """Complete every draw that waits for this round, a hundred in a transaction; how many there were.

    Raises `BeaconTrouble` while the round can't be had.
    """
    waiting = Draw.objects.filter(beacon_kind=kind, beacon_round=named, state=Draw.State.COMMITTED)
    keys = list(waiting.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        _complete_some(keys[start : start + CHUNK], kind, named, now, beacon)
    return len(keys)


def complete_due(now: datetime) -> int:
    """Complete the draws whose round should be there, oldest first; how many there were."""
    due = Draw.objects.filter(state=Draw.State.COMMITTED, due__lte=now).order_by("due")
    done = 0
    for kind, named in dict.fromkeys(due.values_list("beacon_kind", "beacon_round")):
        try:
            done += complete_round(kind, named, now)
        except BeaconTrouble:
            continue
    return done


def _complete_some(keys: Sequence[int], kind: str, named: str, now: datetime, beacon: Beacon | None) -> None:
    source = beacon or beacon_of(kind)
    try:
        revealed = source.fetch(named, now)
    except BeaconTrouble as trouble:
        if trouble.code != "given_up":
            raise
        for key in keys:
            _give_up(key, now)
        return
    with transaction.atomic():
        # Locks are taken in the order of all actions of the house (proceeding, case, end of the court's ledger), and
        # among courts by their code, so that nobody waits for another in a ring.
        waiting = (
            Draw.objects.select_for_update(of=("self", "proceeding", "proceeding__case"))
            .select_related("proceeding__case")
            .filter(pk__in=keys, state=Draw.State.COMMITTED)
            .order_by("court_code", "pk")
        )
        drawn = list(waiting)
        if not drawn:
            return
        places = [draw.ledger_number for draw in drawn]
        streams = {draw.court_code for draw in drawn}
        entries = {
            (entry.stream, entry.number): entry
            for entry in Entry.objects.filter(stream__in=streams, number__in=places)
        }
        _complete(drawn, [entries[draw.court_code, draw.ledger_number or 0] for draw in drawn], revealed, now)
        count(drawn)
        assign_all(drawn)


def _complete(draws: Sequence[Draw], entries: Sequence[Entry], revealed: Revealed, now: datetime) -> None:
    """Select and write the receipts; `entries` of the ledger hold the commitments."""
    drawn_at = max(now, revealed.known_at)
    bundles = ledger.proof_bundles(entries, at=drawn_at)
    for draw, bundle in zip(draws, bundles, strict=True):
        assert draw.commitment and draw.committed_at
        receipt = drawing.complete(
            draw.frozen,
            salt=bytes.fromhex(draw.salt),
            committed=draw.commitment,
            committed_at=draw.committed_at,
            ledger={"number": draw.ledger_number, "bundle": bundle},
            beacon=revealed.facts,
            drawn_at=drawn_at,
            supersedes=_what_it_replaces(draw),
        )
        draw.receipt, draw.receipt_sha256 = receipt, drawing.receipt_hash(receipt)
        draw.randomness, draw.seed, draw.selected = (
            revealed.randomness,
            receipt["seed"],
            receipt["selected"],
        )
        draw.drawn_at, draw.state = drawn_at, Draw.State.DRAWN
    Draw.objects.bulk_update(
        draws, ["receipt", "receipt_sha256", "randomness", "seed", "selected", "drawn_at", "state"]
    )
    ledger.append_many(
        [
            ledger.Happened(
                draw.court_code,
                "draw.completed",
                {"commitment": draw.commitment, "receipt": draw.receipt_sha256},
                drawn_at,
            )
            for draw in draws
        ]
    )


def _what_it_replaces(draw: Draw) -> dict[str, str] | None:
    """What the receipt says of the draw that this one (or the one that it follows) replaces."""
    while draw.follows_id:
        assert draw.follows
        draw = draw.follows
    return draw.signature["supersedes"] if draw.supersedes_id and draw.signature else None


def _give_up(key: int, now: datetime) -> None:
    """The round never came: the draw is not held, the same list is committed to the beacon named for that case."""
    with transaction.atomic():
        draw = Draw.objects.select_for_update(of=("self",)).select_related("proceeding").get(pk=key)
        if draw.state != Draw.State.COMMITTED:
            return
        then = beacon_of(in_force(timezone.localdate(now)).outage.then)
        then.name_round(now)  # takes its locks before that of the court's ledger, as first draws do
        draw.state, draw.trouble = Draw.State.FAILED, "round_failed"
        draw.save(update_fields=["state", "trouble"])
        told = {"commitment": draw.commitment, "beacon": draw.beacon_kind, "round": draw.beacon_round}
        ledger.append(draw.court_code, "draw.failed", told, at=now)
        raise_alarms(draw, now, DrawAlarm.Code.ROUND)
        after = Draw(
            proceeding=draw.proceeding,
            court_code=draw.court_code,
            created_at=now,
            started_by=draw.started_by,
            rules_version=draw.rules_version,
            places=draw.places,
            alarm=draw.alarm,
            complexity=draw.complexity,
            follows=draw,
            leaving=draw.leaving,
            norm=draw.norm,
            reason_code=draw.reason_code,
        )
        frozen = {name: value for name, value in draw.frozen.items() if name != "beacon"}
        commit([(after, frozen)], then, now)
