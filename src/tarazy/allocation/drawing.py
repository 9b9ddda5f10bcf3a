"""From a frozen list and public randomness to judges, and the receipt by which anybody recomputes it.

The bytes are those of ADR 0014; this code and the verifier share none. Pure.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any

from .rules import Pool

FORMAT = "tarazy-draw-1"
Json = dict[str, Any]


def canonical(value: Any) -> bytes:
    """Canonical JSON (RFC 8785 of what we use): sorted keys, no spaces, UTF-8. Fractions raise `ValueError`."""
    _refuse_fractions(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def stamp(moment: datetime) -> str:
    """UTC with six digits of a second and a Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def blinded(reference: str, salt: bytes) -> str:
    """A case reference that tells nothing without the salt, which only those who may see the case are given."""
    return hashlib.sha256(b"tarazy-case-1" + salt + reference.encode("utf-8")).hexdigest()


def frozen(
    pool: Pool, *, case: str, stream: str, rules: Mapping[str, str], beacon: Mapping[str, Any]
) -> Json:
    """What a commitment binds: list, exclusions, places, rules and the round, as they will stand in the receipt.

    `beacon` is all that is known of the round beforehand.
    """
    return {
        "format": FORMAT,
        "case": case,
        "stream": stream,
        "rules": dict(rules),
        "eligible": [
            {"judge": one.judge, "weight": one.weight, "reasons": dict(one.reasons)} for one in pool.eligible
        ],
        "excluded": [{"judge": one.judge, "reason": one.reason, "norm": one.norm} for one in pool.excluded],
        "beacon": dict(beacon),
        "places": pool.places,
    }


def commitment(draw: Json, salt: bytes) -> str:
    """The commitment, in hex, of what `frozen` gave."""
    beacon = draw["beacon"]
    named = {key: beacon[key] for key in ("kind", "chain_hash", "round") if key in beacon}
    bound = {key: draw[key] for key in ("case", "eligible", "excluded", "places", "rules")}
    return hashlib.sha256(FORMAT.encode() + salt + canonical(bound | {"beacon": named})).hexdigest()


def seed(committed: str, randomness: str) -> str:
    """SHA-256(commitment ‖ randomness), all in hex."""
    return hashlib.sha256(bytes.fromhex(committed) + bytes.fromhex(randomness)).hexdigest()


def select(eligible: Sequence[tuple[str, int]], places: int, seeded: str) -> list[str]:
    """The judges drawn, in their order, as RFC 3797 section 4 with SHA-256 over weighted tickets.

    `eligible` is (judge, tickets), sorted by judge. A remainder of 256 bits over at most some million tickets
    prefers none by more than 2⁻²³⁰. Raises `ValueError` if there are fewer judges than places.
    """
    if places > len(eligible):
        raise ValueError("fewer judges than places")
    source = f"{seeded.upper()}/".encode("ascii")
    judges, weights = [one[0] for one in eligible], [one[1] for one in eligible]
    drawn = []
    for index in range(places):
        number = index.to_bytes(2, "big")
        found = int.from_bytes(hashlib.sha256(number + source + number).digest(), "big")
        ends = list(accumulate(weights))
        at = bisect_right(ends, found % ends[-1])
        drawn.append(judges.pop(at))
        weights.pop(at)
    return drawn


def complete(
    draw: Json,
    *,
    salt: bytes,
    committed: str,
    committed_at: datetime,
    ledger: Mapping[str, Any],
    beacon: Mapping[str, Any],
    drawn_at: datetime,
    supersedes: Mapping[str, Any] | None = None,
) -> Json:
    """The receipt: what was frozen, what the beacon gave (with `randomness`), and what follows from both."""
    seeded = seed(committed, beacon["randomness"])
    tickets = [(one["judge"], one["weight"]) for one in draw["eligible"]]
    return draw | {
        "commitment": committed,
        "commitment_salt": salt.hex(),
        "committed_at": stamp(committed_at),
        "ledger": dict(ledger),
        "beacon": dict(beacon),
        "seed": seeded,
        "selected": select(tickets, draw["places"], seeded),
        "drawn_at": stamp(drawn_at),
        "supersedes": dict(supersedes) if supersedes else None,
    }


def receipt_hash(receipt: Json) -> str:
    """SHA-256 of the receipt in canonical form, in hex."""
    return hashlib.sha256(canonical(receipt)).hexdigest()


def chances(weights: Sequence[int], places: int) -> list[float]:
    """The probability of each to be among those drawn without putting back; exact up to rounding.

    At most three places are asked for in practice; the sum runs over the sets that were drawn before.
    """
    if places >= len(weights):
        return [1.0] * len(weights)
    total = sum(weights)
    found = [0.0] * len(weights)
    before: dict[tuple[int, ...], float] = {(): 1.0}
    for _ in range(places):
        after: dict[tuple[int, ...], float] = {}
        for gone, likely in before.items():
            left = total - sum(weights[one] for one in gone)
            for index, weight in enumerate(weights):
                if index not in gone:
                    share = likely * weight / left
                    found[index] += share
                    key = tuple(sorted((*gone, index)))
                    after[key] = after.get(key, 0.0) + share
        before = after
    return found


def _refuse_fractions(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError("a receipt has no fractions")
    if isinstance(value, dict):
        for inner in value.values():
            _refuse_fractions(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_fractions(inner)
