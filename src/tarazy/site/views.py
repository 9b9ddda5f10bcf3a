"""The pages that belong to no room: home, the language switch, and pages for what went wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tarazy.site.problems import problem, wants_problem

LANGUAGE_PREFIX = re.compile(rf"^/({'|'.join(code for code, _ in settings.LANGUAGES)})(/|$)")


def home(request: HttpRequest) -> HttpResponse:
    """What one can do here."""
    return render(request, "home.html")


@csrf_exempt  # it needs no proof of origin, and pages without a token can be cached
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Go back to the page one came from, in the chosen language, which is kept for the next visit."""
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    if chosen not in dict(settings.LANGUAGES):
        return redirect(back)
    parts = urlsplit(back)
    path = LANGUAGE_PREFIX.sub(f"/{chosen}/", parts.path)
    answer = redirect(urlunsplit(("", "", path, parts.query, parts.fragment)))
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return answer


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
