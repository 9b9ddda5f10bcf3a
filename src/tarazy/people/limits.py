"""How often somebody may do something: so many times in a fixed window, counted per person or per address.

Limits are settings (`LIMITS["filing"] = "30/3600"`: thirty in an hour). Rooms put `@limited("filing")` on a view,
or call `spend("filing", request)` in an endpoint; both raise `TooMany` (429, with Retry-After).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from ipaddress import ip_address
from typing import Any, ClassVar

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tarazy.people.refusals import Refused

NO_ADDRESS = "::"  # "the absence of an address", RFC 4291 2.5.2


class TooMany(Refused):
    """The limit is reached. `retry_after` is in seconds."""

    code = "too_many_requests"
    status: ClassVar[int] = 429
    message = _("You have done this very often in a short time.")
    what_next = _("Nothing was lost. Wait %(minutes)s min and try again.")

    def __init__(self, retry_after: int = 60) -> None:
        self.retry_after = retry_after
        super().__init__(minutes=-(-retry_after // 60))

    @property
    def words(self) -> str:
        """What happened."""
        return str(self.message)


def client_address(request: HttpRequest) -> str:
    """The caller's IP address: from the header of a trusted proxy if one is named, else of the connection.

    `NO_ADDRESS` if neither is an address (a Unix socket has none): databases keep addresses as such and refuse words,
    and callers without one share their limits.
    """
    header = settings.CLIENT_ADDRESS_HEADER
    for given in (request.headers.get(header, "") if header else "", request.META.get("REMOTE_ADDR", "")):
        try:
            found = ip_address(given.strip().partition("%")[0])  # without the zone of a link-local one
        except ValueError:
            continue
        return str(found)
    return NO_ADDRESS


def parsed(limit: str) -> tuple[int, int] | None:
    """(times, seconds) of a limit such as `30/3600`; None for no limit. Raises ValueError for another form."""
    if not limit:
        return None
    times, _slash, seconds = limit.partition("/")
    found = int(times), int(seconds)
    if min(found) < 1:
        raise ValueError(f"not a limit: {limit!r}")
    return found


def spend(name: str, request: HttpRequest, *, now: float | None = None) -> None:
    """Count one more; raises `TooMany` when the window is full. An unknown name is no limit."""
    limit = parsed(settings.LIMITS.get(name, ""))
    if limit is None:
        return
    times, seconds = limit
    moment = time.time() if now is None else now
    window = int(moment // seconds)
    key = f"limit:{name}:{_who(request)}:{window}"
    cache.add(key, 0, seconds + 1)
    try:
        count = cache.incr(key)
    except ValueError:  # it expired in between: a new window
        return
    if count > times:
        raise TooMany(max(1, int((window + 1) * seconds - moment)))


def limited(name: str, methods: tuple[str, ...] = ("POST",)) -> Callable[[Callable[..., Any]], Any]:
    """A decorator for views: the request counts against the limit when its method is one of `methods`."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.method in methods:
                spend(name, request)
            return view(request, *args, **kwargs)

        return counted

    return decorate


def too_many(request: HttpRequest, exception: Exception | None = None) -> Any:
    """The handler of 429 that django-allauth calls: raises `TooMany`, which the site phrases."""
    raise TooMany


def _who(request: HttpRequest) -> str:
    """The person if signed in, else a hash of the address."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"u{user.pk}"
    return "a" + sha256(client_address(request).encode()).hexdigest()[:20]
