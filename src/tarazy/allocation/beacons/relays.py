"""The drand beacon of this installation: its relays, and the rounds that were checked already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from tarazy.allocation.edition import in_force
from tarazy.allocation.models import BeaconRound

from . import DRAND, BeaconTrouble, NamedRound, Revealed
from .drand import LEAGUE_OF_ENTROPY, Chain, Get, fetch, get_json


class DrandBeacon:
    """Rounds of a chain. A signature is checked once; afterwards the round comes from the database."""

    kind = DRAND

    def __init__(
        self, relays: Sequence[str], *, chain: Chain = LEAGUE_OF_ENTROPY, get: Get = get_json
    ) -> None:
        self.relays, self.chain, self.get = relays, chain, get

    def name_round(self, now: datetime) -> NamedRound:
        """The first round that appears later than `lead_seconds` from now."""
        lead = in_force(timezone.localdate(now)).outage.lead_seconds
        number = self.chain.first_after(now + timedelta(seconds=lead))
        return NamedRound(DRAND, str(number), self._facts(number), self.chain.time_of(number))

    def fetch(self, named: str, now: datetime) -> Revealed:
        """The round, checked. Raises `BeaconTrouble`; after `give_up_after` rounds `given_up`."""
        number = int(named)
        kept = BeaconRound.objects.filter(chain=self.chain.chain_hash, number=number).first()
        if kept is None:
            try:
                found = fetch(self.chain, number, self.relays, now, get=self.get)
            except BeaconTrouble as trouble:
                patience = in_force(timezone.localdate(now)).outage.give_up_after
                if now >= self.chain.time_of(number + patience):
                    raise BeaconTrouble("given_up", trouble.detail) from None
                raise
            kept, _ = BeaconRound.objects.get_or_create(
                chain=self.chain.chain_hash,
                number=number,
                defaults={
                    "previous_signature": found.previous_signature,
                    "signature": found.signature,
                    "randomness": found.randomness,
                    "verified_at": now,
                },
            )
        facts = self._facts(number) | {
            "previous_signature": kept.previous_signature,
            "signature": kept.signature,
            "randomness": kept.randomness,
        }
        return Revealed(kept.randomness, facts, self.chain.time_of(number))

    def _facts(self, number: int) -> dict[str, object]:
        return {
            "kind": DRAND,
            "chain_hash": self.chain.chain_hash,
            "public_key": self.chain.public_key,
            "scheme": self.chain.scheme,
            "genesis_time": self.chain.genesis,
            "period": self.chain.period,
            "round": number,
        }
