"""The pages that belong to no room: home, the language switch, and pages for what went wrong."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language as django_set_language

from tarazy.site.problems import problem, wants_problem


def home(request: HttpRequest) -> HttpResponse:
    """What one can do here."""
    return render(request, "home.html")


# Changing the language of what one reads needs no proof of origin, and pages without a token can be cached.
set_language = csrf_exempt(django_set_language)


def _error_page(status: int) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        if wants_problem(request):
            return problem(status)
        return render(request, f"{status}.html", status=status)

    return view


bad_request = _error_page(400)
permission_denied = _error_page(403)
not_found = _error_page(404)
server_error = _error_page(500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: say so, and that going back keeps what was typed."""
    return render(request, "403.html", {"old_form": True}, status=403)
