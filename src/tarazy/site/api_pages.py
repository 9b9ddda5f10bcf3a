"""The API's own addresses: the description for programs, a page for people, the kinds of problems for both."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tarazy.people.permissions import Permission
from tarazy.site.api import api
from tarazy.site.api_description import PERMISSIONS, access
from tarazy.site.api_frame import operation_name
from tarazy.site.problem_kinds import kinds
from tarazy.site.problems import BY_STATUS

PROGRAM, PERSON = "application/json", "text/html"
ROOM_TITLES = {
    "ledger": _("Ledger"),
    "people": _("Accounts"),
    "courts": _("Courts"),
    "documents": _("Documents"),
    "cases": _("Cases"),
    "cabinet": _("Court Cabinet"),
    "webhooks": _("Webhooks"),
    "allocation": _("Distribution of cases"),
    "acts": _("Bank of acts"),
    "practice": _("Practice"),
}
ACCESS = {
    "public": _("everybody"),
    "more_signed_in": _("everybody; who is signed in may see more"),
    "signed_in": _("token or session"),
}


@functools.cache
def _description() -> bytes:
    with translation.override("en"):
        return json.dumps(api.get_openapi_schema(), ensure_ascii=False, default=str).encode()


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """The page for browsers, the description for programs."""
    if request.get_preferred_type([PROGRAM, PERSON]) == PERSON:
        answer: HttpResponse = redirect("api_page")
        answer["Cache-Control"] = "no-store"
    else:
        answer = description(request)
    patch_vary_headers(answer, ("Accept", "Accept-Language", "Cookie"))
    return answer


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document."""
    content = _description()
    answer = HttpResponse(content, content_type=PROGRAM)
    answer["ETag"] = etag = f'"{sha256(content).hexdigest()[:32]}"'
    answer["Cache-Control"] = "max-age=300"
    return get_conditional_response(request, etag=etag, response=answer) or answer  # type: ignore[return-value]


@require_safe
def problem_list(request: HttpRequest) -> HttpResponse:
    """Every kind of problem; for browsers the page of them."""
    if request.get_preferred_type([PROGRAM, PERSON]) == PERSON:
        return _to_page(request)
    answer = JsonResponse({"problems": [one.document() for one in kinds().values()]})
    patch_vary_headers(answer, ("Accept",))
    return answer


@require_safe
def problem_kind(request: HttpRequest, code: str) -> HttpResponse:
    """One kind of problem: where `type` of a problem document leads. 404 for a code that isn't used."""
    if code not in (found := kinds()):
        raise Http404
    if request.get_preferred_type([PROGRAM, PERSON]) == PERSON:
        return _to_page(request, code)
    answer = JsonResponse(found[code].document())
    patch_vary_headers(answer, ("Accept",))
    return answer


def _to_page(request: HttpRequest, code: str = "") -> HttpResponse:
    answer = redirect(reverse("api_problems_page") + (f"#{code}" if code else ""))
    patch_vary_headers(answer, ("Accept", "Accept-Language", "Cookie"))
    return answer


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What a program can do here, room by room."""
    language = translation.get_language() or "en"
    lines = sorted(_lines(language), key=lambda line: list(ROOM_TITLES).index(line["room"]))
    rooms = [
        {"name": room, "title": ROOM_TITLES[room], "lines": list(group)}
        for room, group in groupby(lines, key=lambda line: line["room"])
    ]
    context = {
        "rooms": rooms,
        "base": request.build_absolute_uri("/api/v1"),
        "limit": settings.LIMITS.get("api", "").partition("/"),
        "operations": len(lines),
    }
    return render(request, "api.html", context)


@require_safe
def problems_page(request: HttpRequest) -> HttpResponse:
    """Every kind of problem in words."""
    frame = {code for code, _words in BY_STATUS.values()}
    found = kinds().values()
    return render(
        request,
        "api_problems.html",
        {
            "groups": [
                (_("Of the API itself"), [one for one in found if one.code in frame]),
                (_("Of the rooms"), [one for one in found if one.code not in frame]),
            ]
        },
    )


@functools.cache
def summaries() -> dict[str, dict[str, str]]:
    """What each operation does, in Kazakh and Russian; English is in its description."""
    text = (Path(__file__).with_name("api_words.yaml")).read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = yaml.safe_load(text)
    return found


def _lines(language: str) -> Iterator[dict[str, Any]]:
    described = json.loads(_description())
    by_name = {operation_name(operation): operation for _path, operation in api.operations()}
    for address, methods in described["paths"].items():
        for method, one in methods.items():
            name = one["operationId"]
            room = one["tags"][-1] if one["tags"][-1] in ROOM_TITLES else one["tags"][0]
            permission = PERMISSIONS.get(name)
            yield {
                "room": room if room in ROOM_TITLES else "cabinet",
                "method": method.upper(),
                "address": address.removeprefix("/api/v1"),
                "summary": summaries().get(name, {}).get(language, one["summary"]),
                "access": ACCESS[access(by_name[name])],
                "permission": Permission(permission).label if permission else "",
            }
