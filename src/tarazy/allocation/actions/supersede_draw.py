"""Draw again, for a reason of the law, signed: never silently."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import transaction
from django.utils import timezone

from tarazy import ledger
from tarazy.allocation import drawing
from tarazy.allocation.actions.committing import commit, freeze, new_draw, raise_alarms
from tarazy.allocation.beacons import Beacon, own_beacon
from tarazy.allocation.edition import in_force
from tarazy.allocation.facts import case_facts, judge_facts
from tarazy.allocation.models import Draw
from tarazy.allocation.refusals import BadSignature, NoSuchReason, NotDrawn
from tarazy.allocation.rules import complexity, may_redraw, pool_of
from tarazy.cases.models import Proceeding
from tarazy.documents.signatures.accepting import accept_cms
from tarazy.people.models import User
from tarazy.people.permissions import Permission, require


def redraw_statement(draw: Draw, reason: str, by: User) -> bytes:
    """The bytes that the one who orders the redraw signs (ADR 0014)."""
    told = {
        "case": _case_of(draw),
        "format": "tarazy-redraw-1",
        "reason_code": reason,
        "receipt": _receipt_of(draw),
        "signed_by": str(by.uuid),
    }
    return drawing.canonical(told)


def supersede_draw(
    draw: Draw,
    reason: str,
    by: User,
    signature: Mapping[str, str],
    now: datetime,
    *,
    replaced: Sequence[str] | None = None,
    beacon: Beacon | None = None,
) -> Draw:
    """The draw that follows; the one before stays, superseded, with everything it showed.

    `reason` is a code of the edition's redraws. `signature` has `public_key` and `signature` (Ed25519 over
    `redraw_statement`, in hex), or `cms`: a detached CMS over it in base64, by a certificate of the person. `replaced`
    are uuids of the judges who leave, all by default; the others of a panel keep their seats. Raises `NotPermitted`,
    `NotDrawn`, `NoSuchReason`, `BadSignature`, and the refusals of `accept_cms`. Norm: GPK 35(9–11).
    """
    require(by, Permission.REPLACE_JUDGE, draw.court_code, now=now)
    with transaction.atomic():
        draw = Draw.objects.select_for_update(of=("self",)).get(pk=draw.pk)
        proceeding = (
            Proceeding.objects.select_for_update(of=("self",))
            .select_related("case", "court")
            .get(pk=draw.proceeding_id)
        )
        if draw.state not in (Draw.State.DRAWN, Draw.State.DIRECT):
            raise NotDrawn
        on = timezone.localdate(now)
        edition = in_force(on)
        norm = may_redraw(reason, edition)
        if not norm:
            raise NoSuchReason
        _check(signature, redraw_statement(draw, reason, by), by, now)
        leaving = [one for one in draw.selected if replaced is None or one in replaced]
        if not leaving:
            raise NotDrawn
        staying = [one for one in draw.selected if one not in leaving]
        supersedes = {"receipt": _receipt_of(draw), "reason_code": reason, "signed_by": str(by.uuid)}
        supersedes |= {key: signature[key] for key in ("public_key", "signature", "cms") if key in signature}
        draw.state = Draw.State.SUPERSEDED
        draw.save(update_fields=["state"])
        ledger.append(draw.court_code, "draw.superseded", supersedes, at=now)
        further = [*((one, "replaced") for one in leaving), *((one, "already_sits") for one in staying)]
        elsewhere = bool(proceeding.case.extraterritorial) and proceeding.instance == "first"
        case = case_facts(
            [proceeding],
            elsewhere={proceeding.pk} if elsewhere else (),
            further={proceeding.pk: [*further, *_replaced_before(draw)]},
        )[proceeding.pk]
        judges = judge_facts(proceeding.court, on, elsewhere=elsewhere)
        pool = pool_of(case, judges, on, edition, places=len(leaving))
        after = new_draw(proceeding, edition, pool, by, now, complexity(case.case, edition))
        after.supersedes, after.reason_code, after.norm, after.signed_by = draw, reason, norm, by
        after.leaving = leaving
        after.signature = {"supersedes": supersedes}
        # The statement that was signed names the case as the receipt before did; so does the one that follows.
        frozen = freeze(pool, proceeding, edition) | {"case": _case_of(draw)}
        if not pool.can_be_drawn:
            after.state, after.trouble, after.frozen = Draw.State.FAILED, "none_eligible", frozen
            after.norm = edition.alarm.transfer_norm
            after.save(force_insert=True)
            raise_alarms(after, now)
            return after
        commit([(after, frozen)], beacon or own_beacon(), now)
        return after


def _replaced_before(draw: Draw) -> list[tuple[str, str]]:
    """Judges who were drawn for this case and replaced earlier."""
    found = []
    while draw.supersedes_id:
        assert draw.supersedes
        draw = draw.supersedes
        found += [(one, "replaced") for one in draw.selected]
    return found


def _receipt_of(draw: Draw) -> str:
    """The hash of the receipt; of what was decided, where the case went to the first judge without one."""
    return draw.receipt_sha256 or drawing.receipt_hash(
        {"draw": str(draw.uuid), "judges": draw.selected, "norm": draw.norm, "reason": draw.direct_reason}
    )


def _case_of(draw: Draw) -> str:
    """The blinded reference; made from the draw's own id where no list was frozen."""
    return str(draw.frozen.get("case") or draw.uuid)


def _check(signature: Mapping[str, Any], statement: bytes, by: User, now: datetime) -> None:
    try:
        if "cms" in signature:
            accept_cms(statement, base64.b64decode(signature["cms"], validate=True), by, now=now)
            return
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature["public_key"]))
        key.verify(bytes.fromhex(signature["signature"]), statement)
    except (KeyError, ValueError, InvalidSignature):
        raise BadSignature from None
