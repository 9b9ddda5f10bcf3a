"""drand: rounds of a public chain, asked of several relays, checked by their BLS signature before anybody uses them.

Protocol: drand HTTP API (`/<chain>/info`, `/<chain>/public/<round>`), scheme pedersen-bls-chained: public key in G1,
signature in G2 over SHA-256(previous signature ‖ round), randomness = SHA-256(signature).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from . import BeaconTrouble

SCHEME = "pedersen-bls-chained"
LARGEST_ANSWER = 64 * 1024
TIMEOUT = 4.0


@dataclass(frozen=True)
class Chain:
    """A chain of rounds: what its hash is made of. `genesis` in seconds since 1970, `period` in seconds."""

    chain_hash: str
    public_key: str
    genesis: int
    period: int
    group_hash: str
    scheme: str = SCHEME

    def time_of(self, number: int) -> datetime:
        """When this round appears."""
        return datetime.fromtimestamp(self.genesis, UTC) + timedelta(seconds=(number - 1) * self.period)

    def first_after(self, moment: datetime) -> int:
        """The first round that appears later than `moment`."""
        passed = (moment - datetime.fromtimestamp(self.genesis, UTC)).total_seconds()
        return max(1, int(passed // self.period) + 2)

    def hash_of_facts(self) -> str:
        """The hash that a chain with these facts has: period, genesis, key and group."""
        digest = hashlib.sha256(self.period.to_bytes(4, "big") + self.genesis.to_bytes(8, "big", signed=True))
        digest.update(bytes.fromhex(self.public_key) + bytes.fromhex(self.group_hash))
        return digest.hexdigest()


# League of Entropy, default chain.
LEAGUE_OF_ENTROPY = Chain(
    chain_hash="8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce",
    public_key="868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a9402801af31",
    genesis=1_595_431_050,
    period=30,
    group_hash="176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a",
)


@dataclass(frozen=True)
class Round:
    """One round, as its signature proves it."""

    number: int
    previous_signature: str
    signature: str

    @property
    def randomness(self) -> str:
        """SHA-256 of the signature, in hex."""
        return hashlib.sha256(bytes.fromhex(self.signature)).hexdigest()


@lru_cache(maxsize=256)
def is_signed(chain: Chain, number: int, previous_signature: str, signature: str) -> bool:
    """Whether the chain's key made this signature over this round; about a third of a second."""
    from py_ecc.bls import G2Basic

    try:
        previous, signed = bytes.fromhex(previous_signature), bytes.fromhex(signature)
        if len(previous) not in (32, 96) or len(signed) != 96:
            return False
        message = hashlib.sha256(previous + number.to_bytes(8, "big")).digest()
        return bool(G2Basic.Verify(bytes.fromhex(chain.public_key), message, signed))  # type: ignore[arg-type]
    except (ValueError, AssertionError, OverflowError):
        return False


Get = Callable[[str], Any]


def get_json(address: str) -> Any:
    """The JSON at this address. Raises OSError, HTTPException or ValueError; never waits longer than `TIMEOUT`."""
    if not address.startswith(("https://", "http://")):
        raise ValueError("not an address of the web")
    request = Request(address, headers={"User-Agent": "tarazy", "Accept": "application/json"})
    with urlopen(request, timeout=TIMEOUT) as answer:
        raw = answer.read(LARGEST_ANSWER + 1)
    if len(raw) > LARGEST_ANSWER:
        raise ValueError("the answer is too long")
    return json.loads(raw)


def fetch(chain: Chain, number: int, relays: Sequence[str], now: datetime, *, get: Get = get_json) -> Round:
    """The round from the first relay that gives it with a right signature.

    Raises `BeaconTrouble`: `not_yet` before its time (no relay is asked), `forged` if somebody answered with a wrong
    signature and nobody with a right one, else `unavailable`.
    """
    if now < chain.time_of(number):
        raise BeaconTrouble("not_yet")
    troubles = []
    forged = False
    for turn in range(len(relays)):
        relay = relays[(turn + number) % len(relays)].rstrip("/")
        try:
            answer = get(f"{relay}/{chain.chain_hash}/public/{number}")
            found = Round(int(answer["round"]), str(answer["previous_signature"]), str(answer["signature"]))
        except (URLError, OSError, HTTPException, ValueError, KeyError, TypeError) as error:
            troubles.append(f"{relay}: {type(error).__name__}")
            continue
        if found.number != number:
            troubles.append(f"{relay}: round {found.number}")
        elif not is_signed(chain, number, found.previous_signature, found.signature):
            forged = True
            troubles.append(f"{relay}: wrong signature")
        else:
            return found
    raise BeaconTrouble("forged" if forged else "unavailable", "; ".join(troubles))


def check_info(chain: Chain, relay: str, *, get: Get = get_json) -> bool:
    """Whether a relay serves this chain, by what it says of it. Raises `BeaconTrouble` if it says nothing."""
    try:
        told = get(f"{relay.rstrip('/')}/{chain.chain_hash}/info")
        said = Chain(
            chain_hash=str(told["hash"]),
            public_key=str(told["public_key"]),
            genesis=int(told["genesis_time"]),
            period=int(told["period"]),
            group_hash=str(told["groupHash"]),
            scheme=str(told.get("schemeID", SCHEME)),
        )
    except (URLError, OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        raise BeaconTrouble("unavailable", f"{relay}: {type(error).__name__}") from None
    return said == chain and said.hash_of_facts() == chain.chain_hash
