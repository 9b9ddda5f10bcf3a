"""Commit and reveal by several courts: the bytes, who withholds, what it gains."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tarazy import verify
from tarazy.allocation.actions import commit_draw, complete_draw
from tarazy.allocation.beacons import BeaconTrouble
from tarazy.allocation.beacons.agents import Agent, LocalAgents
from tarazy.allocation.beacons.ceremony import CourtsBeacon
from tarazy.allocation.beacons.reveals import (
    Promise,
    Reveal,
    commitment_of,
    keeps_promise,
    randomness_of,
    reveal,
    round_id,
)
from tarazy.allocation.models import CourtsRound, Draw, DrawAlarm
from tarazy.ledger.models import Entry
from tests.allocation import courts
from tests.allocation.courts import NOW

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PUBLIC = KEY.public_key().public_bytes_raw().hex()
LATER = NOW + timedelta(seconds=5)


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=4), st.binary(min_size=32, max_size=32), min_size=2, max_size=6
    )
)
def test_round_and_randomness_are_the_verifiers(values: dict[str, bytes]) -> None:
    promises = [Promise(court, commitment_of(court, value), PUBLIC) for court, value in values.items()]
    lines = [{"court": one.court, "commitment": one.commitment, "public_key": PUBLIC} for one in promises]
    named = round_id(promises)
    assert named == round_id(reversed(promises)) == verify.round_of(lines, [])
    told = [reveal(court, KEY, value, named, NOW) for court, value in values.items()]
    lines = [{"court": one.court, "value": one.value} for one in told]
    assert randomness_of(named, told) == verify.revealed_randomness(named, lines)
    for promise, one in zip(promises, told, strict=True):
        assert keeps_promise(promise, one, named)
        assert verify.reveal_commitment(one.court, bytes.fromhex(one.value)) == promise.commitment


def test_another_value_or_round_breaks_the_promise() -> None:
    promise = Promise("7101", commitment_of("7101", b"v" * 32), PUBLIC)
    assert not keeps_promise(promise, reveal("7101", KEY, b"w" * 32, "aa" * 32, NOW), "aa" * 32)
    assert not keeps_promise(promise, reveal("7101", KEY, b"v" * 32, "bb" * 32, NOW), "aa" * 32)
    other = Ed25519PrivateKey.generate()
    assert not keeps_promise(promise, reveal("7101", other, b"v" * 32, "aa" * 32, NOW), "aa" * 32)


def test_one_court_alone_makes_no_randomness() -> None:
    with pytest.raises(ValueError, match="fewer than two"):
        randomness_of("aa" * 32, [reveal("7101", KEY, b"v" * 32, "aa" * 32, NOW)])


class Silent:
    """A court that promises and then withholds its value."""

    def __init__(self, agent: Agent) -> None:
        self.court, self.agent = agent.court, agent

    def promise(self, round_key: str) -> Promise:
        return self.agent.promise(round_key)

    def reveal(self, round_key: str, named: str, at: datetime) -> Reveal:
        raise ConnectionError("no answer")


class WithSilent(LocalAgents):
    """The usual courts, of which one withholds."""

    def __init__(self, silent: str) -> None:
        self.silent = silent

    def choose(self, count: int, *, without: Collection[str] = ()) -> Sequence[Agent]:
        return [self._or_silent(one) for one in super().choose(count, without=without)]

    def of(self, named: Collection[str]) -> Sequence[Agent]:
        return [self._or_silent(one) for one in super().of(named)]

    def _or_silent(self, agent: Agent) -> Agent:
        return Silent(agent) if agent.court == self.silent else agent


def many_courts() -> None:
    courts.courthouse(5)
    for code in ("7102", "7103", "7501"):
        courts.court(code)


@pytest.mark.django_db
def test_draws_until_the_reveal_share_a_round_and_later_ones_get_another() -> None:
    many_courts()
    house = courts.court()
    first, second = (commit_draw(courts.proceeding(house), None, NOW) for _ in range(2))
    assert first.beacon_round == second.beacon_round
    complete_draw(first, LATER)
    third = commit_draw(courts.proceeding(house), None, LATER)
    assert third.beacon_round != first.beacon_round
    assert complete_draw(second, LATER).state == Draw.State.DRAWN
    assert CourtsRound.objects.filter(state="standing").count() == 1


@pytest.mark.django_db
def test_promises_reveals_and_values_stand_in_the_ledger() -> None:
    many_courts()
    draw = complete_draw(commit_draw(courts.proceeding(courts.court()), None, NOW), LATER)
    kinds = list(Entry.objects.filter(stream="beacon").order_by("number").values_list("kind", flat=True))
    assert kinds == ["beacon.promised", "beacon.revealed"]
    assert len(draw.receipt["beacon"]["participants"]) == 4


@pytest.mark.django_db
def test_who_withholds_is_named_and_left_out_and_the_draw_goes_to_the_next_round() -> None:
    many_courts()
    beacon = CourtsBeacon(WithSilent("7103"))
    draw = commit_draw(courts.proceeding(courts.court()), None, NOW, beacon=beacon)
    with pytest.raises(BeaconTrouble, match="unavailable: 7103"):
        complete_draw(draw, LATER, beacon=beacon)
    with pytest.raises(BeaconTrouble, match="7103"):
        complete_draw(draw, LATER + timedelta(minutes=9), beacon=beacon)
    late = LATER + timedelta(minutes=11)
    failed = complete_draw(draw, late, beacon=beacon)
    assert failed.state == Draw.State.FAILED and not failed.selected
    assert Entry.objects.get(stream="beacon", kind="beacon.failed").body["missing"] == ["7103"]
    assert DrawAlarm.objects.filter(draw=failed, code="round_failed").exists()
    after = complete_draw(Draw.objects.get(follows=failed), late + timedelta(seconds=5), beacon=beacon)
    assert after.state == Draw.State.DRAWN
    assert "7103" not in [one["court"] for one in after.receipt["beacon"]["participants"]]
    assert verify.check_receipt(after.receipt).verifies


@pytest.mark.django_db
def test_a_late_reveal_within_the_time_completes_the_round() -> None:
    many_courts()
    draw = commit_draw(courts.proceeding(courts.court()), None, NOW)
    with pytest.raises(BeaconTrouble):
        complete_draw(draw, LATER, beacon=CourtsBeacon(WithSilent("7103")))
    draw = complete_draw(draw, LATER + timedelta(minutes=5))
    assert draw.state == Draw.State.DRAWN and verify.check_receipt(draw.receipt).verifies
