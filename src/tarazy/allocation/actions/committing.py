"""The part that first draws, redraws and draws after a failed round share: freeze, commit, tell the ledger."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from tarazy import ledger
from tarazy.allocation import drawing
from tarazy.allocation.beacons import Beacon
from tarazy.allocation.edition import Edition, fingerprint
from tarazy.allocation.models import Draw, DrawAlarm
from tarazy.allocation.rules import Pool
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


def commit(draw: Draw, frozen: dict[str, Any], beacon: Beacon, now: datetime) -> Draw:
    """Commit the list to a round that doesn't exist yet; the entry of the ledger comes before everything else.

    Must run in the transaction of the action. Raises `BeaconTrouble` where no round can be named.
    """
    named = beacon.name_round(now)
    draw.frozen = frozen | {"beacon": dict(named.facts)}
    salt = secrets.token_bytes(16)
    draw.salt = salt.hex()
    draw.commitment = drawing.commitment(draw.frozen, salt)
    draw.committed_at = now
    draw.beacon_kind, draw.beacon_round, draw.due = named.kind, named.round, named.due
    entry = ledger.append(draw.court_code, "draw.committed", {"commitment": draw.commitment}, at=now)
    draw.ledger_number = entry.number
    draw.state = Draw.State.COMMITTED
    draw.save(force_insert=True)
    raise_alarms(draw, now)
    number = draw.pk
    transaction.on_commit(lambda: _enqueue(number))
    return draw


def raise_alarms(draw: Draw, now: datetime, *codes: str) -> None:
    """Keep each alarm and tell the chair and the ledger."""
    from tarazy.allocation.assigning import tell_the_chair

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


def _enqueue(number: int) -> None:
    from tarazy.allocation.tasks import complete_later

    complete_later(number)
