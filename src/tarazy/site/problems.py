"""Errors for programs: problem documents (RFC 9457), one shape wherever a program asks."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse

MEDIA_TYPE = "application/problem+json"


def problem(status: int, detail: str = "", *, title: str = "", **extensions: Any) -> JsonResponse:
    """A response with `type`, `title`, `status`, `detail` and further members of the kind of problem."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title or HTTPStatus(status).phrase,
        "status": status,
    }
    if detail:
        body["detail"] = detail
    return JsonResponse(body | extensions, status=status, content_type=MEDIA_TYPE)


def wants_problem(request: HttpRequest) -> bool:
    """Whether the one who asks is a program: it called the API."""
    return request.path.startswith("/api/")
