"""Receipts of draws for tests, made as docs/adr/0014 says, with recorded drand rounds or courts' own values."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from tarazy import ledger, verify

DRAND: dict[str, Any] = json.loads(Path(__file__).with_name("drand_rounds.json").read_text())


def judge(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def drand(index: int = 0) -> tuple[dict[str, Any], datetime]:
    """A beacon with a recorded round, and when the round appeared."""
    chain = {name: DRAND[name] for name in ("chain_hash", "public_key", "scheme", "genesis_time", "period")}
    one = DRAND["rounds"][index]
    at = verify.round_time(DRAND["genesis_time"], DRAND["period"], one["round"])
    return {"kind": "drand", **chain, **one}, at


def reveals(at: datetime, courts: int = 3, missing: int = 0) -> dict[str, Any]:
    """A beacon of several courts that revealed at `at`; the last `missing` did not."""
    keys = [Ed25519PrivateKey.from_private_bytes(bytes([one + 1]) * 32) for one in range(courts)]
    lines = []
    for one, key in enumerate(keys):
        value, court = bytes([one]) * 32, f"71{one:02d}"
        raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        commitment = verify.reveal_commitment(court, value)
        lines.append(
            {"court": court, "commitment": commitment, "public_key": raw.hex(), "value": value.hex()}
        )
    shown, hidden = lines[: courts - missing], lines[courts - missing :]
    round_id = verify.round_of(shown, hidden)
    for line, key in zip(shown, keys, strict=False):
        line["revealed_at"] = verify.stamp(at)
        line["signature"] = key.sign(
            verify.reveal_statement(line["court"], round_id, line["value"], line["revealed_at"])
        ).hex()
    return {
        "kind": "commit-reveal",
        "round": round_id,
        "participants": shown,
        "missing": [{name: line[name] for name in ("court", "commitment", "public_key")} for line in hidden],
        "randomness": verify.revealed_randomness(round_id, shown),
    }


def a_receipt(
    beacon: dict[str, Any] | None = None, known_at: datetime | None = None, **fields: Any
) -> dict[str, Any]:
    """A receipt that verifies; its commitment is really entered in the ledger."""
    if beacon is None:
        beacon, known_at = drand()
    assert known_at
    receipt: dict[str, Any] = {
        "format": "tarazy-draw-1",
        "case": ledger.blinded(bytes(32), "a case", nonce=bytes(16)),
        "stream": "7101",
        "rules": {"version": "1", "sha256": "ab" * 32},
        "eligible": [
            {"judge": judge(one), "weight": 1 + one, "reasons": {"open_cases": one}} for one in range(5)
        ],
        "excluded": [{"judge": judge(9), "reason": "absence", "norm": "-"}],
        "commitment_salt": "5a" * 16,
        "beacon": beacon,
        "places": 1,
        "recomputed": None,
        "drawn_at": verify.stamp(known_at + timedelta(seconds=3)),
        "supersedes": None,
    } | fields
    committed_at = (known_at - timedelta(minutes=1)).astimezone(UTC)
    receipt["commitment"] = verify.commitment_of(receipt)
    with transaction.atomic():
        entry = ledger.append(
            "7101",
            "draw.committed",
            {"commitment": receipt["commitment"], "case": receipt["case"]},
            at=committed_at,
        )
        bundle = ledger.proof_bundle(entry, at=committed_at)
    receipt["committed_at"] = verify.stamp(committed_at)
    receipt["ledger"] = {"number": entry.number, "bundle": bundle}
    receipt["seed"] = verify.seed_of(receipt)
    receipt["selected"] = verify.select(receipt["eligible"], receipt["places"], receipt["seed"])
    return receipt
