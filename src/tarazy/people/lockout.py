"""The lock-out after failed sign-ins (django-axes): whose account was tried, and words that say when to try again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tarazy.people.limits import client_address


def account_of(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The e-mail that was given, in lower case, whether or not it is somebody's."""
    given = (credentials or {}).get("email") or (credentials or {}).get("username")
    return str(given or request.POST.get("login", "")).strip().lower()


def seconds_left(account: str, address: str, now: datetime) -> int:
    """How long the account stays locked for that address; at least a second."""
    tried = (
        AccessAttempt.objects.filter(username=account, ip_address=address).order_by("-attempt_time").first()
    )
    cool_off = get_cool_off()
    if tried is None or cool_off is None:
        return 60
    return max(1, int((tried.attempt_time + cool_off - now).total_seconds()))


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The page for a locked account: 429 with Retry-After. It is the same for accounts that don't exist."""
    seconds = seconds_left(account_of(request, credentials), client_address(request), timezone.now())
    context = {"minutes": -(-seconds // 60), "limit": settings.AXES_FAILURE_LIMIT}
    answer = render(request, "account/locked.html", context, status=429)
    answer["Retry-After"] = str(seconds)
    return answer
