"""What holds for every request and answer: sizes, addresses that no database takes, who may keep a copy."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from tarazy.site.problems import MEDIA_TYPE, problem, wants_problem

FORM_BESIDE_FILE = 1024 * 1024
ASK = "/api/v1/ask"


class GuardMiddleware:
    """Refuses before anything is read; afterwards keeps personal answers out of caches.

    A body over the limit is refused by its announced length (413), so that no part of it reaches the disk. The
    API's errors are problem documents, those of the framework too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer of the view, or the refusal."""
        if status := _refusal(request):
            return _refused(request, status)
        response = self.get_response(request)
        if wants_problem(request) and response.status_code >= 400 and not _is_problem(response):
            allowed = response.get("Allow")
            response = problem(response.status_code)
            if allowed:
                response["Allow"] = allowed
        if not response.has_header("Cache-Control") and _personal(request):
            add_never_cache_headers(response)
        return response


def _is_problem(response: HttpResponseBase) -> bool:
    return str(response.get("Content-Type", "")).startswith(MEDIA_TYPE)


def _refusal(request: HttpRequest) -> int:
    """The status of the refusal, 0 if the request may go on."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        return 400
    if int(length[:20]) > settings.MAX_UPLOAD_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE + FORM_BESIDE_FILE:
        return 413
    nul_in_query = wants_problem(request) and "%00" in request.META.get("QUERY_STRING", "")
    return 400 if "\0" in request.path or nul_in_query else 0


def _refused(request: HttpRequest, status: int) -> HttpResponse:
    if wants_problem(request):
        return problem(status)
    return render(request, "400.html", status=status)


def _personal(request: HttpRequest) -> bool:
    """Whether the answer is for this reader alone: a question, or any page of someone signed in."""
    if request.path.startswith(ASK):
        return True
    user = getattr(request, "user", None)
    return bool(
        settings.SESSION_COOKIE_NAME in request.COOKIES and user is not None and user.is_authenticated
    )
