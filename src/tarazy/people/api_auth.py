"""Who calls the API: a signed-in browser (with its CSRF token) or a program with an access token.

`Router(auth=signed_in)` for what needs a person; `Router(auth=anyone)` where the public is answered too, with less.
Either way `request.user` is who it is, and `may` knows the scopes of a token.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import APIKeyCookie, HttpBearer

from tarazy.people.actions.invite import hashed
from tarazy.people.models import AccessToken, User

NOTE_USE_EVERY = timedelta(minutes=5)


class SessionAuth(APIKeyCookie):
    """The session of a browser; writes need the CSRF token in `X-CSRFToken`."""

    param_name = settings.SESSION_COOKIE_NAME

    def _get_key(self, request: HttpRequest) -> str | None:
        """The session's key, its CSRF token checked; who isn't signed in has nothing that could be misused."""
        return super()._get_key(request) if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        """The signed-in person."""
        return request.user if request.user.is_authenticated else None


class TokenAuth(HttpBearer):
    """`Authorization: Bearer tarazy_…`, an access token that its owner made and can revoke."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """The token's owner, with the token's scopes; None for a token that doesn't hold."""
        now = timezone.now()
        row = AccessToken.objects.select_related("user").filter(token_sha256=hashed(token)).first()
        if row is None or row.revoked_at is not None or row.expires_at <= now or not row.user.is_active:
            return None
        if row.last_used_at is None or now - row.last_used_at > NOTE_USE_EVERY:
            AccessToken.objects.filter(pk=row.pk).update(last_used_at=now)
        user = row.user
        user.token_scopes = row.permissions  # read by people.permissions
        request.user = user
        return user


def public(request: HttpRequest) -> Any:
    """Nobody in particular: the last way of `anyone`. A token that was given must hold."""
    return False if request.headers.get("Authorization") else "public"


signed_in = [TokenAuth(), SessionAuth()]
anyone = [*signed_in, public]
