"""Who holds a draft: an account, or a browser by its signed cookie."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tarazy.cabinet.constructor.actions.resume import take_over
from tarazy.cabinet.constructor.actions.start_draft import MOST_DRAFTS, lifetime

COOKIE = "tarazy_drafts"
SALT = "tarazy.cabinet.constructor"


def held_drafts(request: HttpRequest) -> list[UUID]:
    """The drafts that the browser's cookie names; none if the cookie isn't one that we signed."""
    text = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=int(lifetime().total_seconds()))
    found = []
    for part in str(text).split(",")[: MOST_DRAFTS * 2]:
        try:
            found.append(UUID(part))
        except ValueError:
            continue
    return found


def hold(request: HttpRequest, response: HttpResponse, draft_id: UUID) -> HttpResponse:
    """The response with a cookie that names this draft too; read by the server only."""
    names = [one for one in held_drafts(request) if one != draft_id][-(MOST_DRAFTS * 2 - 1) :]
    response.set_signed_cookie(
        COOKIE,
        ",".join(one.hex for one in (*names, draft_id)),
        salt=SALT,
        max_age=int(lifetime().total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def take_over_at_sign_in(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """Signal receiver: the drafts of the browser become those of the account that signs in."""
    if request is not None and hasattr(request, "COOKIES") and (held := held_drafts(request)):
        take_over(user, held, timezone.now())
