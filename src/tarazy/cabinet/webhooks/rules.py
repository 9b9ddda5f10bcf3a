"""Where a message may go, how it is signed, when it is tried again. Pure."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from datetime import datetime, timedelta
from urllib.parse import urlsplit

TRIES = 10
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(hours=12)
# An endpoint that took nothing for so long is turned off.
GIVEN_UP_AFTER = timedelta(days=3)
OLD_SECRET_LASTS = timedelta(days=1)
MOST_ENDPOINTS = 10
SIGNATURE_LASTS = timedelta(minutes=5)


def address_fault(url: str, *, private: bool) -> str:
    """What is wrong with the address of an endpoint by its form: a code, empty if nothing. `private` is for local trials."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "malformed"
    if parts.scheme not in ("https", "http") or not parts.hostname or any(one <= " " for one in url):
        return "malformed"
    if parts.username is not None or parts.password is not None or parts.fragment:
        return "malformed"
    if private:
        return ""
    if parts.scheme != "https":
        return "not_https"
    if port not in (None, 443, 8443):
        return "port"
    try:
        given = ipaddress.ip_address(parts.hostname)
    except ValueError:
        return "" if "." in parts.hostname.strip(".") else "private"
    return "" if is_public(str(given)) else "private"


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, also where IPv6 wraps an IPv4 address."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo and found.teredo[1])
        if inner:
            return is_public(str(inner))
        if found in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    return found.is_global and not (found.is_multicast or found.is_reserved)


def signature(secrets: list[str], at: datetime, body: bytes) -> str:
    """The header `t=<unix seconds>,v1=<hex>[,v1=<hex>]`: HMAC-SHA-256 (RFC 2104) of `<t>.<body>` by each secret."""
    stamp = str(int(at.timestamp()))
    signed = [
        hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        for secret in secrets
    ]
    return ",".join([f"t={stamp}", *(f"v1={one}" for one in signed)])


def signed_rightly(header: str, secret: str, body: bytes, *, now: datetime) -> bool:
    """What a receiver checks: one of the signatures holds, and it was made within five minutes."""
    parts = [part.strip().partition("=") for part in header.split(",")]
    stamp = next((value for name, _sign, value in parts if name == "t"), "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12):
        return False
    if abs(now.timestamp() - int(stamp)) > SIGNATURE_LASTS.total_seconds():
        return False
    right = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest().encode()
    return any(
        hmac.compare_digest(right, value.encode("utf-8", "replace"))
        for name, _sign, value in parts
        if name == "v1"
    )


def pause(tries: int, chance: float) -> timedelta:
    """How long to wait after the `tries`-th attempt: doubled each time, bounded, a fifth off either way by `chance`."""
    longer: timedelta = FIRST_PAUSE * 2 ** min(max(tries, 1) - 1, 20)
    return min(longer, LONGEST_PAUSE) * (0.8 + 0.4 * chance)
