"""drand: recorded real rounds, relays with faults, an outage."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tarazy import verify
from tarazy.allocation.actions import commit_draw, complete_draw
from tarazy.allocation.beacons import BeaconTrouble, beacon_of, drand, own_beacon
from tarazy.allocation.beacons.drand import LEAGUE_OF_ENTROPY, check_info, fetch, is_signed
from tarazy.allocation.beacons.relays import DrandBeacon
from tarazy.allocation.models import BeaconRound, Draw, DrawAlarm
from tests.allocation import courts
from tests.allocation.drand_server import LATEST, ROUNDS, relay

CHAIN = LEAGUE_OF_ENTROPY
APPEARS = CHAIN.time_of(LATEST)
BEFORE = APPEARS - timedelta(seconds=40)


def test_recorded_rounds_are_signed_by_the_chain() -> None:
    for number in (min(ROUNDS), LATEST):
        one = ROUNDS[number]
        assert is_signed(CHAIN, number, one["previous_signature"], one["signature"])
    assert not is_signed(CHAIN, LATEST + 1, one["previous_signature"], one["signature"])
    assert not is_signed(CHAIN, LATEST, one["previous_signature"][:64], one["signature"])
    assert not is_signed(CHAIN, LATEST, "zz", one["signature"])


def test_the_chain_is_known_by_a_hash_of_its_facts() -> None:
    assert CHAIN.hash_of_facts() == CHAIN.chain_hash
    assert verify.KNOWN_CHAINS[CHAIN.chain_hash] == (CHAIN.public_key, CHAIN.genesis, CHAIN.period)


def test_a_round_named_now_appears_later() -> None:
    assert CHAIN.time_of(CHAIN.first_after(BEFORE)) > BEFORE
    assert CHAIN.first_after(APPEARS) == LATEST + 1
    assert CHAIN.first_after(APPEARS - timedelta(microseconds=1)) == LATEST


def test_a_round_is_not_asked_for_before_its_time() -> None:
    with pytest.raises(BeaconTrouble, match="not_yet"):
        fetch(CHAIN, LATEST, ["http://127.0.0.1:9"], APPEARS - timedelta(seconds=1))


@pytest.mark.parametrize(
    "fault", ["down", "wrong_signature", "wrong_round", "broken", "huge", "empty", "late"]
)
def test_a_relay_with_a_fault_is_passed_over(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drand, "TIMEOUT", 0.4)
    with relay(fault) as bad, relay() as good:
        found = fetch(CHAIN, LATEST, [bad.address, good.address], APPEARS)
        again = fetch(CHAIN, LATEST, [good.address, bad.address], APPEARS)
        assert found == again and found.randomness == ROUNDS[LATEST]["randomness"]
        assert bad.asked


@pytest.mark.parametrize(("fault", "code"), [("down", "unavailable"), ("wrong_signature", "forged")])
def test_when_no_relay_gives_a_right_round_the_draw_waits(fault: str, code: str) -> None:
    with relay(fault) as bad, pytest.raises(BeaconTrouble, match=code):
        fetch(CHAIN, LATEST, [bad.address, "ftp://elsewhere", "http://127.0.0.1:9"], APPEARS)


def test_a_relay_of_another_chain_is_recognised() -> None:
    with relay() as right, relay("other_chain") as other, relay("broken") as broken:
        assert check_info(CHAIN, right.address)
        assert not check_info(CHAIN, other.address)
        with pytest.raises(BeaconTrouble, match="unavailable"):
            check_info(CHAIN, broken.address)


def test_the_environment_says_which_beacon(monkeypatch: pytest.MonkeyPatch) -> None:
    assert own_beacon().kind == "commit-reveal"
    monkeypatch.setenv("BEACON_URL", "https://one.example, https://two.example")
    beacon = own_beacon()
    assert isinstance(beacon, DrandBeacon) and beacon.relays == ("https://one.example", "https://two.example")
    assert beacon_of("commit-reveal").kind == "commit-reveal"


@pytest.mark.django_db
def test_a_draw_by_drand_waits_for_its_round_and_verifies() -> None:
    proceeding = courts.proceeding(courts.courthouse(5), at=BEFORE)
    with relay() as good:
        beacon = DrandBeacon([good.address])
        draw = commit_draw(proceeding, None, BEFORE, beacon=beacon)
        assert draw.beacon_round == str(LATEST) and draw.due == APPEARS > draw.committed_at
        with pytest.raises(BeaconTrouble, match="not_yet"):
            complete_draw(draw, BEFORE + timedelta(seconds=10), beacon=beacon)
        assert not good.asked
        draw = complete_draw(draw, APPEARS + timedelta(seconds=2), beacon=beacon)
    assert draw.state == Draw.State.DRAWN
    report = verify.check_receipt(draw.receipt)
    assert report.verifies and report.status == verify.VERIFIES, report.lines


@pytest.mark.django_db
def test_a_round_is_checked_once_and_kept() -> None:
    house = courts.courthouse(5)
    with relay() as good:
        beacon = DrandBeacon([good.address])
        draws = [
            commit_draw(courts.proceeding(house, at=BEFORE), None, BEFORE, beacon=beacon) for _ in range(3)
        ]
        for draw in draws:
            complete_draw(draw, APPEARS, beacon=beacon)
        assert len(good.asked) == 1 and BeaconRound.objects.count() == 1


@pytest.mark.django_db
def test_a_long_outage_fails_over_to_the_courts_as_committed_in_advance() -> None:
    proceeding = courts.proceeding(courts.courthouse(5), at=BEFORE)
    with relay("down") as dead:
        beacon = DrandBeacon([dead.address])
        draw = commit_draw(proceeding, None, BEFORE, beacon=beacon)
        for waited in (timedelta(minutes=1), timedelta(hours=23)):
            with pytest.raises(BeaconTrouble, match="unavailable"):
                complete_draw(draw, APPEARS + waited, beacon=beacon)
            draw.refresh_from_db()
            assert draw.state == Draw.State.COMMITTED
        late = APPEARS + timedelta(hours=25)
        failed = complete_draw(draw, late, beacon=beacon)
        assert complete_draw(draw, late, beacon=beacon).pk == draw.pk
    assert failed.state == Draw.State.FAILED and failed.trouble == "round_failed"
    assert DrawAlarm.objects.get(draw=failed).code == "round_failed"
    after = Draw.objects.get(follows=failed)
    assert after.beacon_kind == "commit-reveal" and after.commitment != failed.commitment
    assert [after.frozen[key] for key in ("eligible", "excluded", "case", "rules", "places")] == [
        failed.frozen[key] for key in ("eligible", "excluded", "case", "rules", "places")
    ]
    after = complete_draw(after, late + timedelta(seconds=5))
    assert after.state == Draw.State.DRAWN and verify.check_receipt(after.receipt).verifies
