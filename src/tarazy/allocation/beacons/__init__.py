"""Public randomness: a round is named before it exists, and its value is checked before it is used.

`BEACON_URL` says which: `courts:` (several courts commit and reveal; needs no internet, the default) or the addresses
of drand relays with commas between them, `https://api.drand.sh,https://drand.cloudflare.com`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

DRAND = "drand"
COMMIT_REVEAL = "commit-reveal"


class BeaconTrouble(Exception):
    """The round can't be had now. `code` says why: not_yet, unavailable, forged, given_up."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code, self.detail = code, detail
        super().__init__(f"{code}: {detail}" if detail else code)


@dataclass(frozen=True)
class NamedRound:
    """A round that doesn't exist yet: what the commitment and the receipt say of it, and when to ask for it."""

    kind: str
    round: str
    facts: Mapping[str, Any]
    due: datetime


@dataclass(frozen=True)
class Revealed:
    """A round's randomness, the whole of what the receipt says of the round, and since when it can be known."""

    randomness: str
    facts: Mapping[str, Any]
    known_at: datetime


class Beacon(Protocol):
    """A source of public randomness."""

    kind: str

    def name_round(self, now: datetime) -> NamedRound:
        """The round for a draw that is committed now; inside the transaction of the commitment."""
        ...

    def fetch(self, named: str, now: datetime) -> Revealed:
        """The round's value, checked. Raises `BeaconTrouble`; `given_up` means that it never comes."""
        ...


def configured() -> str:
    """What `BEACON_URL` says."""
    return os.environ.get("BEACON_URL", "").strip() or "courts:"


def beacon_of(kind: str) -> Beacon:
    """The beacon of this kind as this installation has it."""
    if kind == DRAND:
        from .relays import DrandBeacon

        return DrandBeacon(tuple(part.strip() for part in configured().split(",") if "://" in part))
    from .ceremony import CourtsBeacon

    return CourtsBeacon()


def own_beacon() -> Beacon:
    """The beacon that new draws are committed to."""
    return beacon_of(COMMIT_REVEAL if configured() == "courts:" else DRAND)
