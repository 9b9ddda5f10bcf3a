"""Errors for programs: problem documents (RFC 9457), one shape wherever a program asks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"
TYPES = "/api/problems/"

# What the frame itself says, by status: a code for programs and the words; rooms add codes of their own.
BY_STATUS = {
    400: ("malformed", _("The request can't be read.")),
    401: ("not_signed_in", _("Sign in or send a token that holds.")),
    403: ("not_permitted", _("You may not do this.")),
    404: ("not_found", _("Nothing was found here.")),
    405: ("method_not_allowed", _("This address doesn't take this method.")),
    406: ("not_acceptable", _("The answer can't be given in a form that you accept.")),
    409: ("conflict", _("This can't be done now.")),
    410: ("gone", _("This is no longer there.")),
    413: ("too_large", _("The request is too large.")),
    415: ("unsupported_media_type", _("The body is of a type that isn't taken here.")),
    422: ("invalid", _("The request doesn't have the form that is asked for.")),
    429: ("too_many_requests", _("You have done this very often in a short time.")),
    500: ("broken", _("Something broke on our side. It was noted.")),
    503: ("unavailable", _("The court's system doesn't answer just now.")),
}


def problem(
    status: int, detail: str = "", *, code: str = "", title: str = "", **extensions: Any
) -> JsonResponse:
    """A response with `type`, `title`, `status`, `code`, `detail` and further members of the kind of problem.

    Without a `code` it is the one of the status; `type` leads to a page and a document that explain the code.
    """
    own, words = BY_STATUS.get(status, BY_STATUS[400 if status < 500 else 500])
    body: dict[str, Any] = {
        "type": TYPES + (code or own),
        "title": title or str(words),
        "status": status,
        "code": code or own,
    }
    if detail:
        body["detail"] = detail
    return JsonResponse(body | extensions, status=status, content_type=MEDIA_TYPE)


def wants_problem(request: HttpRequest) -> bool:
    """Whether the one who asks is a program: it called the API."""
    return request.path.startswith("/api/")
