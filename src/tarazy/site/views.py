"""The pages that belong to no room: home, the language switch, and pages for what went wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tarazy.site.problems import problem, wants_problem

SAMPLE_CLAIMS = (
    {"name": _("Wages"), "value": 90, "low": 84, "high": 95, "width": 11, "base": 82},
    {"name": _("Penalty"), "value": 62, "low": 48, "high": 75, "width": 27, "base": 57},
)
LANGUAGE_PREFIX = re.compile(rf"^/({'|'.join(code for code, _name in settings.LANGUAGES)})(/|$)")


def home(request: HttpRequest) -> HttpResponse:
    """What one can do here, with a sample of an answer."""
    return render(request, "home.html", {"sample_claims": SAMPLE_CLAIMS})


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
    path = LANGUAGE_PREFIX.sub(
        f"/{chosen}/", "/" + parts.path.lstrip("/")
    )  # never "//host", another's address
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
