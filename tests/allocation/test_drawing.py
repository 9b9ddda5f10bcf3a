"""From list and randomness to judges: the same for everybody, and as the stand-alone verifier has it."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import UTC, datetime
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy import verify
from tarazy.allocation import drawing
from tests.allocation.factories import pool

seeds = st.binary(min_size=32, max_size=32).map(bytes.hex)
weights = st.lists(st.integers(1, 500), min_size=1, max_size=12)
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
ROUND = {"kind": "drand", "chain_hash": "ab" * 32, "round": 7}


def _named(values: list[int]) -> list[tuple[str, int]]:
    return [(f"{index:02d}", value) for index, value in enumerate(values)]


@given(weights, seeds, st.data())
def test_our_selection_is_the_verifiers(values: list[int], seeded: str, data: st.DataObject) -> None:
    places = data.draw(st.integers(1, len(values)))
    theirs = [{"judge": judge, "weight": weight} for judge, weight in _named(values)]
    assert drawing.select(_named(values), places, seeded) == verify.select(theirs, places, seeded)


@given(weights, seeds)
def test_a_panel_of_all_has_everybody_once(values: list[int], seeded: str) -> None:
    assert sorted(drawing.select(_named(values), len(values), seeded)) == [name for name, _ in _named(values)]


@given(weights, seeds)
def test_a_seed_gives_the_same_judges_again(values: list[int], seeded: str) -> None:
    assert drawing.select(_named(values), 1, seeded) == drawing.select(_named(values), 1, seeded)


def test_more_places_than_judges_are_refused() -> None:
    with pytest.raises(ValueError, match="fewer judges"):
        drawing.select(_named([1]), 2, "00" * 32)


@given(st.lists(st.integers(1, 30), min_size=3, max_size=6), st.integers(1, 3))
def test_chances_are_those_of_drawing_without_putting_back(values: list[int], places: int) -> None:
    exact = [Fraction(0)] * len(values)
    for order in permutations(range(len(values)), places):
        likely, left = Fraction(1), sum(values)
        for one in order:
            likely *= Fraction(values[one], left)
            left -= values[one]
        for one in order:
            exact[one] += likely
    assert drawing.chances(values, places) == pytest.approx([float(one) for one in exact])
    assert sum(drawing.chances(values, places)) == pytest.approx(places)


def test_panels_are_drawn_by_those_chances() -> None:
    values, drawn = [100, 140, 200, 170, 120], Counter[str]()
    for number in range(20_000):
        drawn.update(drawing.select(_named(values), 3, hashlib.sha256(b"%d" % number).hexdigest()))
    for (name, _), likely in zip(_named(values), drawing.chances(values, 3), strict=True):
        assert drawn[name] / 20_000 == pytest.approx(likely, abs=0.012)


def _receipt() -> tuple[drawing.Json, bytes]:
    frozen = drawing.frozen(
        pool(5), case="cc" * 32, stream="7101", rules={"version": "2026.1", "sha256": "dd" * 32}, beacon=ROUND
    )
    return frozen, b"s" * 16


def test_our_commitment_seed_and_hash_are_the_verifiers() -> None:
    frozen, salt = _receipt()
    committed = drawing.commitment(frozen, salt)
    receipt = drawing.complete(
        frozen,
        salt=salt,
        committed=committed,
        committed_at=NOW,
        ledger={"number": 1, "bundle": {}},
        beacon=ROUND | {"randomness": "ee" * 32},
        drawn_at=NOW,
    )
    assert verify.commitment_of(receipt) == committed
    assert verify.seed_of(receipt) == receipt["seed"]
    assert verify.select(receipt["eligible"], receipt["places"], receipt["seed"]) == receipt["selected"]
    assert verify.receipt_hash(receipt) == drawing.receipt_hash(receipt)
    assert verify.stamp(NOW) == drawing.stamp(NOW)


@pytest.mark.parametrize(
    "field", ["case", "eligible", "excluded", "places", "rules", "round", "chain_hash", "salt"]
)
def test_a_commitment_binds_everything_that_could_move_the_draw(field: str) -> None:
    frozen, salt = _receipt()
    before = drawing.commitment(frozen, salt)
    changed = dict(frozen)
    if field == "salt":
        salt = b"t" * 16
    elif field == "places":
        changed["places"] = 2
    elif field in ("round", "chain_hash"):
        changed["beacon"] = ROUND | {field: "other"}
    elif field == "eligible":
        changed["eligible"] = [frozen["eligible"][0] | {"weight": 199}, *frozen["eligible"][1:]]
    elif field == "excluded":
        changed["excluded"] = [{"judge": "x", "reason": "absent", "norm": "GPK 35(9)"}]
    else:
        changed[field] = "other"
    assert drawing.commitment(changed, salt) != before


def test_a_blinded_reference_tells_nothing_without_its_salt() -> None:
    assert drawing.blinded("7101-26-00-2/1", b"a") != drawing.blinded("7101-26-00-2/1", b"b")


def test_a_receipt_has_no_fractions() -> None:
    with pytest.raises(ValueError, match="fractions"):
        drawing.canonical({"share": [0.5]})
