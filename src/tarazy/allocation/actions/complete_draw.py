"""Complete a committed draw: take the round's randomness, select, write the receipt, give the case to its judges."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tarazy import ledger
from tarazy.allocation import drawing
from tarazy.allocation.actions.committing import commit, raise_alarms
from tarazy.allocation.assigning import assign
from tarazy.allocation.beacons import Beacon, BeaconTrouble, Revealed, beacon_of
from tarazy.allocation.edition import in_force
from tarazy.allocation.models import Draw, DrawAlarm
from tarazy.allocation.tallies import count
from tarazy.ledger.models import Entry


def complete_draw(draw: Draw, now: datetime, *, beacon: Beacon | None = None) -> Draw:
    """The draw as it stands afterwards: drawn, still waiting, or failed with one that follows it.

    May be called any number of times, by any number of workers, and be killed at any moment: a draw is completed once
    and in one transaction. Raises `BeaconTrouble` while the round can't be had. Norm: GPK 35(7).
    """
    if draw.state != Draw.State.COMMITTED:
        return draw
    source = beacon or beacon_of(draw.beacon_kind)
    try:
        revealed = source.fetch(draw.beacon_round, now)
    except BeaconTrouble as trouble:
        if trouble.code == "given_up":
            return _give_up(draw, now)
        raise
    with transaction.atomic():
        draw = Draw.objects.select_for_update(of=("self",)).select_related("proceeding").get(pk=draw.pk)
        if draw.state != Draw.State.COMMITTED:
            return draw
        return _complete(draw, revealed, now)


def complete_due(now: datetime, *, limit: int = 1000) -> int:
    """Complete the draws whose round should be there, oldest first; how many were drawn."""
    drawn = 0
    for draw in Draw.objects.filter(state=Draw.State.COMMITTED, due__lte=now).order_by("due", "pk")[:limit]:
        try:
            drawn += complete_draw(draw, now).state == Draw.State.DRAWN
        except BeaconTrouble:
            continue
    return drawn


def _complete(draw: Draw, revealed: Revealed, now: datetime) -> Draw:
    drawn_at = max(now, revealed.known_at)
    entry = Entry.objects.get(stream=draw.court_code, number=draw.ledger_number)
    bundle = ledger.proof_bundle(entry, at=drawn_at)
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
    draw.randomness, draw.seed, draw.selected = revealed.randomness, receipt["seed"], receipt["selected"]
    draw.drawn_at, draw.state = drawn_at, Draw.State.DRAWN
    draw.save(
        update_fields=["receipt", "receipt_sha256", "randomness", "seed", "selected", "drawn_at", "state"]
    )
    told = {"commitment": draw.commitment, "receipt": draw.receipt_sha256}
    ledger.append(draw.court_code, "draw.completed", told, at=drawn_at)
    count(draw)
    assign(draw, draw.started_by, drawn_at)
    return draw


def _what_it_replaces(draw: Draw) -> dict[str, str] | None:
    """What the receipt says of the draw that this one (or the one that it follows) replaces."""
    while draw.follows_id:
        assert draw.follows
        draw = draw.follows
    return draw.signature["supersedes"] if draw.supersedes_id and draw.signature else None


def _give_up(draw: Draw, now: datetime) -> Draw:
    """The round never came: the draw is not held, the same list is committed to the beacon named for that case."""
    with transaction.atomic():
        draw = Draw.objects.select_for_update(of=("self",)).select_related("proceeding").get(pk=draw.pk)
        if draw.state != Draw.State.COMMITTED:
            return draw
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
        )
        then = in_force(timezone.localdate(now)).outage.then
        commit(
            after, {key: value for key, value in draw.frozen.items() if key != "beacon"}, beacon_of(then), now
        )
    return draw
