"""Sessions listed to their owner: when one was last seen, and ending one."""

from __future__ import annotations

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tarazy.people.models import User
from tarazy.people.refusals import NotFound

NOTE_EVERY = 5 * 60  # seconds; a row is not written for every page


class SeenMiddleware:
    """Notes when a session was last seen, at most once in five minutes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer of the view; the note is made before it."""
        key = request.session.session_key
        if key and request.user.is_authenticated and cache.add(f"seen:{key}", 1, NOTE_EVERY):
            UserSession.objects.create_from_request(request)
        return self.get_response(request)


def sessions_of(user: User) -> list[UserSession]:
    """The user's sessions that still run, the newest first."""
    return sorted(
        UserSession.objects.purge_and_list(user), key=lambda session: session.last_seen_at, reverse=True
    )


def end_session(user: User, session_id: int) -> None:
    """Sign the user out there. Raises NotFound for a session that isn't theirs."""
    found = UserSession.objects.filter(user=user, pk=session_id).first()
    if found is None:
        raise NotFound
    found.end()
