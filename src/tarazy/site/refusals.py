"""A `Refused` that no view caught, in the words and the form of whoever asked: page, part of a page, problem."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from tarazy.people import limits, second_factor
from tarazy.people.refusals import Invalid, NotPermitted, Refused
from tarazy.site.problems import problem, wants_problem


def refusal_problem(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The problem document: `code`, what happened, what to do next, faults by field. A 404 tells nothing more."""
    if refused.status == 404:
        return problem(404)
    status = refused.status
    if isinstance(refused, NotPermitted) and not _known(request):
        status = 401
    if status == 401:
        return problem(401)
    extensions: dict[str, object] = {}
    if refused.advice:
        extensions["what_next"] = refused.advice
    if isinstance(refused, Invalid) and refused.fields:
        extensions["errors"] = [
            {"at": [name], "message": str(words)} for name, words in refused.fields.items()
        ]
    answer = problem(status, refused.words, code=refused.code, **extensions)
    return _with_headers(answer, refused)


def refusal_page(request: HttpRequest, refused: Refused) -> HttpResponseBase:
    """The page, or for htmx the fragment. Who isn't signed in and may need to be is asked to; a 404 looks like any."""
    from tarazy.site.views import not_found

    if refused.status == 404:
        return not_found(request)
    if isinstance(refused, NotPermitted) and not _known(request) and request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    if (lead_to := getattr(refused, "lead_to", "")) and not getattr(request, "htmx", False):
        messages.warning(request, refused.words)
        return redirect(lead_to)
    fields = [str(words) for words in refused.fields.values()] if isinstance(refused, Invalid) else []
    context = {"refused": refused, "faults": fields}
    name = "refused_fragment.html" if getattr(request, "htmx", False) else "refused.html"
    return _with_headers(render(request, name, context, status=refused.status), refused)


# What is counted before its view, beside what rooms count themselves.
COUNTED = {"practice:ask": "ask", "api:ask": "ask"}


class RefusalMiddleware:
    """Turns an uncaught `Refused` of a page into its answer; the API has a handler of its own.

    Before the view it refuses who asks too often, and staff who gave no second factor.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer of the view."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """The refusal as an answer, or None: go on."""
        match = request.resolver_match
        try:
            if wants_problem(request):
                limits.spend("api", request)
            if request.method == "POST" and match and match.view_name in COUNTED:
                limits.spend(COUNTED[match.view_name], request)
            second_factor.demand(request)
        except Refused as refused:
            return self.process_exception(request, refused)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """The refusal as an answer; other exceptions go on."""
        if not isinstance(exception, Refused):
            return None
        if wants_problem(request):
            return refusal_problem(request, exception)
        return refusal_page(request, exception)


def _known(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    token = getattr(request, "auth", None)
    return bool(token) or (user is not None and user.is_authenticated)


def _with_headers(answer: HttpResponse, refused: Refused) -> HttpResponse:
    """Some refusals say when to try again, in seconds."""
    if seconds := getattr(refused, "retry_after", None):
        answer["Retry-After"] = str(seconds)
    return answer
