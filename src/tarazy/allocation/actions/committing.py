"""The part that first draws, redraws and draws after a failed round share: freeze, commit, tell the ledger."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tarazy import ledger
from tarazy.allocation import drawing
from tarazy.allocation.assigning import tell_the_chair
from tarazy.allocation.beacons import Beacon, NamedRound
from tarazy.allocation.edition import Edition, fingerprint
from tarazy.allocation.models import Draw, DrawAlarm
from tarazy.allocation.rules import Pool
from tarazy.allocation.waiting import complete_later
from tarazy.cases.models import Proceeding
from tarazy.people.models import User


def freeze(pool: Pool, proceeding: Proceeding, edition: Edition) -> dict[str, Any]:
    """All that the commitment binds but the round."""
    secret = bytes.fromhex(proceeding.case.salt)
    return drawing.frozen(
        pool,
        case=ledger.blinded(secret, proceeding.uuid),
        stream=proceeding.court_id,
        rules={"version": edition.version, "sha256": fingerprint()},
        beacon={},
    )


def promise(draws: Sequence[tuple[Draw, dict[str, Any]]], named: NamedRound, now: datetime) -> None:
    """Bind each list to the round, in the ledger before all else. The draws are not saved yet."""
    for draw, frozen in draws:
        draw.frozen = frozen | {"beacon": dict(named.facts)}
        salt = secrets.token_bytes(16)
        draw.salt = salt.hex()
        draw.commitment = drawing.commitment(draw.frozen, salt)
        draw.committed_at = now
        draw.beacon_kind, draw.beacon_round, draw.due = named.kind, named.round, named.due
    entries = ledger.append_many(
        [
            ledger.Happened(draw.court_code, "draw.committed", {"commitment": draw.commitment}, now)
            for draw, _ in draws
        ]
    )
    for (draw, _), entry in zip(draws, entries, strict=True):
        draw.ledger_number = entry.number
        draw.state = Draw.State.COMMITTED


def commit(draws: Sequence[tuple[Draw, dict[str, Any]]], beacon: Beacon, now: datetime) -> None:
    """Commit each draw with its frozen list to a round that doesn't exist yet, save them, see to their completion.

    Must run in the transaction of the action. Raises `BeaconTrouble` where no round can be named.
    """
    if not draws:
        return
    named = beacon.name_round(now)
    promise(draws, named, now)
    Draw.objects.bulk_create([draw for draw, _ in draws])
    for draw, _ in draws:
        if draw.alarm:
            raise_alarms(draw, now)
    transaction.on_commit(lambda: complete_later(named.kind, named.round, named.due))


def raise_alarms(draw: Draw, now: datetime, *codes: str) -> None:
    """Keep each alarm and tell the chair and the ledger."""
    for code in map(str, (*((draw.alarm,) if draw.alarm else ()), *codes)):
        alarm, new = DrawAlarm.objects.get_or_create(
            draw=draw, code=code, defaults={"court_code": draw.court_code, "raised_at": now}
        )
        if new:
            eligible = len(draw.frozen.get("eligible", []))
            told = {"alarm": code, "eligible": eligible, "commitment": draw.commitment}
            ledger.append(draw.court_code, "draw.alarm", told, at=now)
            tell_the_chair(alarm, now)


def new_draw(
    proceeding: Proceeding, edition: Edition, pool: Pool, by: User | None, now: datetime, heavy: int
) -> Draw:
    """A draw that isn't saved yet."""
    return Draw(
        proceeding=proceeding,
        court_code=proceeding.court_id,
        created_at=now,
        started_by=by,
        rules_version=edition.version,
        places=pool.places,
        alarm=pool.alarm,
        complexity=heavy,
    )
