"""The commit–reveal beacon of this installation: rounds in the database, promises and reveals in the ledger."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from tarazy import ledger
from tarazy.allocation.edition import in_force
from tarazy.allocation.models import Contribution, CourtsRound, Draw

from . import COMMIT_REVEAL, BeaconTrouble, NamedRound, Revealed
from .agents import Agent, Agents, LocalAgents
from .reveals import Promise, Reveal, keeps_promise, randomness_of, round_id

STREAM = "beacon"
State = CourtsRound.State


class CourtsBeacon:
    """One round stands at a time; all draws that come before its reveal are committed to it."""

    kind = COMMIT_REVEAL

    def __init__(self, agents: Agents | None = None) -> None:
        self.agents = agents or LocalAgents()

    def name_round(self, now: datetime) -> NamedRound:
        """The standing round, locked until the caller's transaction ends: nobody reveals before the draw is in.

        Raises `BeaconTrouble` where fewer than two courts promise.
        """
        standing = CourtsRound.objects.select_for_update().filter(state=State.STANDING)
        found = None
        while found is None:
            found = standing.first()
            if found is None:
                try:
                    with transaction.atomic():
                        found = self._open(now)
                except IntegrityError:  # somebody else opened one at this moment
                    continue
        assert found.named
        facts = {"kind": COMMIT_REVEAL, "round": found.named}
        return NamedRound(COMMIT_REVEAL, found.named, facts, now)

    def fetch(self, named: str, now: datetime) -> Revealed:
        """The round's value; reveals it if it stands. Raises `BeaconTrouble`: `given_up` if somebody withheld."""
        with transaction.atomic():
            round_ = CourtsRound.objects.select_for_update().get(named=named)
            if round_.state in (State.STANDING, State.REVEALING):
                self._reveal(round_, now)
        if round_.state == State.FAILED:
            raise BeaconTrouble("given_up", ", ".join(_missing(round_)))
        if round_.state != State.REVEALED:
            raise BeaconTrouble("unavailable", ", ".join(_missing(round_)))
        assert round_.revealed_at
        return Revealed(round_.randomness, _facts(round_), round_.revealed_at)

    def _open(self, now: datetime) -> CourtsRound:
        settings = in_force(timezone.localdate(now)).courts_round
        round_ = CourtsRound(opened_at=now, state=State.STANDING)
        since = now - timedelta(days=settings.left_out_days)
        promises: list[Promise] = []
        for agent in self.agents.choose(settings.courts, without=_withheld(since)):
            try:
                promises.append(agent.promise(str(round_.uuid)))
            except OSError:
                continue
        if len(promises) < 2:
            raise BeaconTrouble("unavailable", "fewer than two courts promised")
        round_.named = round_id(promises)
        round_.save(force_insert=True)
        told = [
            {"court": one.court, "commitment": one.commitment, "public_key": one.public_key}
            for one in promises
        ]
        entry = ledger.append(STREAM, "beacon.promised", {"round": round_.named, "courts": told}, at=now)
        Contribution.objects.bulk_create(
            Contribution(
                round=round_,
                court_code=one.court,
                public_key=one.public_key,
                commitment=one.commitment,
                ledger_number=entry.number,
            )
            for one in promises
        )
        return round_

    def _reveal(self, round_: CourtsRound, now: datetime) -> None:
        contributions = list(round_.contributions.all())
        if round_.state == State.STANDING:
            last = Draw.objects.filter(beacon_kind=COMMIT_REVEAL, beacon_round=round_.named).aggregate(
                last=Max("committed_at")
            )["last"]
            within = in_force(timezone.localdate(now)).courts_round.reveal_within
            now = max(now, last + timedelta(microseconds=1)) if last else now
            round_.state, round_.reveal_until = State.REVEALING, now + timedelta(seconds=within)
        waiting = [one.court_code for one in contributions if not one.value]
        by_court = {agent.court: agent for agent in self.agents.of(waiting)}
        for one in contributions:
            if not one.value and (agent := by_court.get(one.court_code)):
                _take(one, agent, str(round_.uuid), str(round_.named), now)
        revealed = [one for one in contributions if one.value]
        if revealed and round_.revealed_at is None:
            round_.revealed_at = min(_moment(one.revealed_at) for one in revealed)
        missing = sorted(one.court_code for one in contributions if not one.value)
        if not missing:
            round_.randomness = randomness_of(str(round_.named), [_as_reveal(one) for one in revealed])
            round_.state = State.REVEALED
            told: dict[str, Any] = {"round": round_.named, "randomness": round_.randomness}
            ledger.append(STREAM, "beacon.revealed", told, at=now)
        elif round_.reveal_until and now >= round_.reveal_until:
            round_.state = State.FAILED
            ledger.append(STREAM, "beacon.failed", {"round": round_.named, "missing": missing}, at=now)
        round_.save()


def _take(one: Contribution, agent: Agent, key: str, named: str, now: datetime) -> None:
    """Keep the court's reveal if it is what was promised."""
    try:
        said = agent.reveal(key, named, now)
    except OSError:
        return
    if keeps_promise(Promise(one.court_code, one.commitment, one.public_key), said, named):
        one.value, one.revealed_at, one.signature = said.value, said.revealed_at, said.signature
        one.save(update_fields=["value", "revealed_at", "signature"])


def _withheld(since: datetime) -> Collection[str]:
    """Courts that did not reveal in a round that failed since then."""
    return set(
        Contribution.objects.filter(
            round__state=State.FAILED, round__opened_at__gte=since, value=""
        ).values_list("court_code", flat=True)
    )


def _missing(round_: CourtsRound) -> list[str]:
    return list(round_.contributions.filter(value="").values_list("court_code", flat=True))


def _moment(text: str) -> datetime:
    found = parse_datetime(text)
    assert found is not None
    return found


def _as_reveal(one: Contribution) -> Reveal:
    return Reveal(one.court_code, one.commitment, one.public_key, one.value, one.revealed_at, one.signature)


def _facts(round_: CourtsRound) -> dict[str, Any]:
    participants = [
        {
            "court": one.court_code,
            "commitment": one.commitment,
            "public_key": one.public_key,
            "value": one.value,
            "revealed_at": one.revealed_at,
            "signature": one.signature,
        }
        for one in round_.contributions.all()
    ]
    return {
        "kind": COMMIT_REVEAL,
        "round": round_.named,
        "participants": participants,
        "missing": [],
        "randomness": round_.randomness,
    }
