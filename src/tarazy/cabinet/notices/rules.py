"""When a notice goes out, when it is tried again, and what of an address may be shown. Pure."""

from __future__ import annotations

import hashlib
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

QUIET_FROM, QUIET_UNTIL = time(22), time(8)
DIGEST_AT = time(18)
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
TRIES = 8
# What is older when it is told stands in the list only: nobody is woken by last week.
FRESH = timedelta(days=3)
TOLD_AT_ALL = timedelta(days=30)
SMS_A_DAY = 5


def not_before(at: datetime, zone: ZoneInfo, *, quiet: bool, urgent: bool, digest: bool) -> datetime:
    """The earliest moment to send what happened at `at`: at once, in the morning, or with the day's digest."""
    if urgent:
        return at
    local = at.astimezone(zone)
    if digest:
        day = local.date() + timedelta(days=local.time() >= DIGEST_AT)
        return datetime.combine(day, DIGEST_AT, zone)
    if quiet and (local.time() >= QUIET_FROM or local.time() < QUIET_UNTIL):
        day = local.date() + timedelta(days=local.time() >= QUIET_FROM)
        return datetime.combine(day, QUIET_UNTIL, zone)
    return at


def pause(tries: int, chance: float) -> timedelta:
    """How long to wait after the `tries`-th attempt: twice as long each time, bounded, a fifth off either way.

    `chance` in [0, 1) spreads those that failed together.
    """
    longer: timedelta = FIRST_PAUSE * 2 ** min(max(tries, 1) - 1, 20)
    return min(longer, LONGEST_PAUSE) * (0.8 + 0.4 * chance)


def is_spent(tries: int) -> bool:
    """Whether it has been tried often enough to give up."""
    return tries >= TRIES


def masked(address: str) -> str:
    """An e-mail, a phone number or a chat's number, so that its owner knows it and nobody else learns it."""
    name, at, host = address.rpartition("@")
    if at:
        return f"{name[:1]}…@{host[:1]}….{host.rpartition('.')[2]}"[:60]
    digits = [one for one in address if one.isdigit()]
    return f"…{''.join(digits[-2:])}" if len(digits) > 4 else "…"


def address_hash(address: str) -> str:
    """SHA-256 in hex of an address that took nothing: an address that was changed since is tried again."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()


def dialled(phone: str) -> str:
    """A phone number as gateways take it (E.164), empty where it can't be one. A leading 8 is Kazakhstan's trunk."""
    digits = "".join(one for one in phone if one.isascii() and one.isdigit())
    if len(digits) == 11 and digits[0] == "8":
        digits = "7" + digits[1:]
    if len(digits) == 10 and digits[0] == "7":
        digits = "7" + digits
    return f"+{digits}" if 11 <= len(digits) <= 15 else ""
