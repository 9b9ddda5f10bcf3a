"""`tarazy-verify receipt`: a true receipt verifies, and one changed anywhere does not."""

from __future__ import annotations

import copy
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as some

from tarazy import verify
from tests.ledger.receipts import DRAND, a_receipt, drand, judge, reveals

pytestmark = pytest.mark.django_db


def verdict(receipt: dict[str, Any], **trusted: Any) -> int:
    """The exit status that the command would end with."""
    try:
        return verify.check_receipt(verify.read_json(json.dumps(receipt).encode()), **trusted).status
    except verify.Unreadable:
        return verify.UNREADABLE


def failures(receipt: dict[str, Any], **trusted: Any) -> set[str]:
    report = verify.check_receipt(receipt, **trusted)
    return {code for sign, code, _ in report.lines if sign == "-"}


def test_the_recorded_rounds_are_the_beacons_and_their_chain_is_the_known_one() -> None:
    parts = (DRAND["period"].to_bytes(4, "big"), DRAND["genesis_time"].to_bytes(8, "big"))
    rest = (bytes.fromhex(DRAND["public_key"]), bytes.fromhex(DRAND["group_hash"]))
    assert verify.sha256(*parts, *rest).hex() == DRAND["chain_hash"]
    assert verify.KNOWN_CHAINS[DRAND["chain_hash"]][0] == DRAND["public_key"]
    for one in DRAND["rounds"]:
        assert hashlib.sha256(bytes.fromhex(one["signature"])).hexdigest() == one["randomness"]
    one, other = DRAND["rounds"][:2]
    key, previous = bytes.fromhex(DRAND["public_key"]), bytes.fromhex(one["previous_signature"])
    assert verify.drand_signed(key, one["round"], previous, bytes.fromhex(one["signature"]))
    assert not verify.drand_signed(key, one["round"] + 1, previous, bytes.fromhex(one["signature"]))
    assert not verify.drand_signed(key, one["round"], previous, bytes.fromhex(other["signature"]))
    assert not verify.drand_signed(key, one["round"], previous, b"\xff" * 96)


def test_a_true_receipt_verifies_with_a_beacon_of_drand() -> None:
    receipt = a_receipt(places=3)
    assert verdict(receipt) == verify.VERIFIES
    assert verdict(receipt, keys=[receipt["ledger"]["bundle"]["public_key"]]) == verify.VERIFIES
    stranger = verify.written_key("sot.example", bytes(32))
    assert failures(receipt, keys=[stranger]) == {"signed"}


def test_a_true_receipt_verifies_with_values_of_several_courts() -> None:
    at = datetime.fromisoformat("2026-03-02T08:00:00Z")
    assert failures(a_receipt(reveals(at), at)) == set()
    one_missing = verify.check_receipt(a_receipt(reveals(at, missing=1), at))
    assert one_missing.verifies and ("!", "missing", {"courts": "7102"}) in one_missing.lines
    assert failures(a_receipt(reveals(at, missing=2), at)) == {"several"}


def changed(value: Any) -> Any:
    """The value with the least change that isn't nothing."""
    if isinstance(value, bool) or value is None:
        return "x"
    if isinstance(value, int):
        return value + 1
    return ("1" if value[:1] == "0" else "0") + value[1:]


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, key))
    else:
        yield path


def put(receipt: Any, path: tuple[Any, ...], value: Any) -> None:
    for key in path[:-1]:
        receipt = receipt[key]
    receipt[path[-1]] = value


# What the receipt says but doesn't hang on, and times that may be a little other and still be true.
FREE = {("recomputed",), ("drawn_at",)}


@pytest.mark.parametrize("kind", ["drand", "commit-reveal"])
def test_a_receipt_changed_in_any_field_does_not_verify(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at = datetime.fromisoformat("2026-03-02T08:00:00Z")
    receipt = a_receipt() if kind == "drand" else a_receipt(reveals(at, courts=2), at)
    assert verdict(receipt) == verify.VERIFIES
    real = (
        receipt["beacon"].get("round"),
        receipt["beacon"].get("previous_signature", ""),
        receipt["beacon"].get("signature", ""),
    )
    monkeypatch.setattr(  # each pairing takes half a second: here it's enough that it is asked with the right values
        verify,
        "drand_signed",
        lambda key, number, previous, signature: (number, previous.hex(), signature.hex()) == real,
    )
    unnoticed = []
    for path in leaves(receipt):
        forged = copy.deepcopy(receipt)
        value = receipt
        for key in path:
            value = value[key]
        put(forged, path, changed(value))
        if path not in FREE and verdict(forged) == verify.VERIFIES:
            unnoticed.append(path)
    assert unnoticed == []


def test_a_list_fixed_after_the_randomness_does_not_verify() -> None:
    beacon, at = drand()
    assert failures(a_receipt(beacon, at + timedelta(minutes=2))) == {"before"}
    assert failures(a_receipt(beacon, at + timedelta(minutes=1))) == {"before"}  # nor one at the same moment
    receipt = a_receipt(beacon, at)
    receipt["drawn_at"] = verify.stamp(at - timedelta(seconds=1))
    assert failures(receipt) == {"after"}


def test_a_beacon_of_the_courts_own_making_does_not_verify() -> None:
    beacon, at = drand()
    receipt = a_receipt(beacon | {"chain_hash": "ab" * 32}, at)
    assert failures(receipt) == {"chain"}
    assert failures(receipt, beacon_keys=[beacon["public_key"]]) == set()  # unless the reader trusts its key
    receipt = a_receipt(beacon | {"public_key": "ab" * 48}, at)
    assert "chain" in failures(receipt, beacon_keys=["ab" * 48])  # a known chain keeps its key


def test_a_redraw_names_its_reason_and_the_receipt_before() -> None:
    first = a_receipt()
    key = Ed25519PrivateKey.generate()
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    said = {"receipt": verify.receipt_hash(first), "reason_code": "recusal", "signed_by": judge(7)}
    signature = key.sign(verify.redraw_statement(first["case"], said)).hex()
    second = a_receipt(supersedes=said | {"signature": signature, "public_key": raw.hex()})
    assert failures(second, previous=first) == set()
    assert failures(second, previous=second) == {"supersedes"}
    assert failures(first, previous=first) == {"supersedes"}
    second["supersedes"]["reason_code"] = "other"
    assert failures(second) == {"redraw_signed"}


def test_the_selection_is_the_one_worked_by_hand() -> None:
    seed = "00" * 32
    eligible = [{"judge": "a", "weight": 3}, {"judge": "b", "weight": 1}, {"judge": "c", "weight": 2}]
    source = "0" * 64 + "/"
    first = int.from_bytes(hashlib.sha256(b"\0\0" + source.encode() + b"\0\0").digest(), "big") % 6
    owner = "aaabcc"[first]
    rest = "aaabcc".replace(owner, "")
    second = int.from_bytes(hashlib.sha256(b"\0\1" + source.encode() + b"\0\1").digest(), "big") % len(rest)
    last = rest.replace(rest[second], "")[0]
    assert verify.select(eligible, 3, seed) == [owner, rest[second], last]


weights = some.lists(some.integers(1, 50), min_size=1, max_size=12)


@given(weights, some.binary(min_size=32, max_size=32), some.data())
def test_the_selection_takes_each_judge_once_and_begins_with_the_same(
    weights: list[int], seed: bytes, data: some.DataObject
) -> None:
    eligible = [{"judge": judge(one), "weight": weight} for one, weight in enumerate(weights)]
    places = data.draw(some.integers(1, len(weights)))
    drawn = verify.select(eligible, places, seed.hex())
    assert len(set(drawn)) == places and set(drawn) <= {line["judge"] for line in eligible}
    assert drawn[:1] == verify.select(eligible, 1, seed.hex())


def test_judges_are_drawn_as_often_as_their_weights_say() -> None:
    eligible = [{"judge": judge(one), "weight": one + 1} for one in range(4)]
    seeds = (hashlib.sha256(str(one).encode()).hexdigest() for one in range(5000))
    drawn = Counter(verify.select(eligible, 1, seed)[0] for seed in seeds)
    square = sum((drawn[judge(one)] - 500 * (one + 1)) ** 2 / (500 * (one + 1)) for one in range(4))
    assert square < 16.27  # chi-square with 3 degrees of freedom, 1 in 1,000


@pytest.mark.parametrize(
    ("eligible", "places"),
    [
        ([], 1),
        ([{"judge": "b", "weight": 1}, {"judge": "a", "weight": 1}], 1),
        ([{"judge": "a", "weight": 1}, {"judge": "a", "weight": 1}], 1),
        ([{"judge": "a", "weight": 0}], 1),
        ([{"judge": "a", "weight": True}], 1),
        ([{"judge": "a", "weight": 1}], 2),
        ([{"judge": "a", "weight": 1}], 0),
    ],
)
def test_a_list_that_is_no_list_is_refused(eligible: list[dict[str, Any]], places: int) -> None:
    with pytest.raises(verify.Unreadable):
        verify.select(eligible, places, "00" * 32)
