"""The API under /api/v1: the rooms' routers in one place, errors as problem documents."""

from __future__ import annotations

import logging
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from ninja.errors import AuthenticationError, HttpError, ValidationError

from tarazy import __version__
from tarazy.people.api_auth import anyone
from tarazy.people.refusals import Refused
from tarazy.site.api_frame import CourtAPI
from tarazy.site.problems import problem
from tarazy.site.refusals import refusal_problem

ROOMS = (
    "ledger",
    "people",
    "courts",
    "documents",
    "cases",
    "cabinet.constructor",
    "cabinet",
    "cabinet.notices",
    "cabinet.webhooks",
    "allocation",
    "acts.desk",
    "acts.publication",
    "acts.following",
    "acts",
    "practice",
    "robot",
    "oversight",
)
log = logging.getLogger(__name__)

# Whatever a router doesn't say otherwise is answered to everybody, with what they may see: a token counts everywhere,
# and what comes with a session needs its CSRF token.
api = CourtAPI(title="Tarazy", version=__version__, urls_namespace="api", docs_url=None, auth=anyone)
for room in ROOMS:
    if find_spec(f"tarazy.{room}") and find_spec(f"tarazy.{room}.api"):
        api.add_router("", import_module(f"tarazy.{room}.api").router)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [
        {"at": list(fault["loc"]), "message": fault["msg"], "code": fault["type"]} for fault in error.errors
    ]
    return problem(422, errors=faults)


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, str(error))


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    answer = problem(401)
    answer["WWW-Authenticate"] = 'Bearer realm="Tarazy"'
    return answer


@api.exception_handler(Refused)
def _not_done(request: HttpRequest, error: Refused) -> HttpResponse:
    return refusal_problem(request, error)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404)


@api.exception_handler(PermissionDenied)
def _denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem(403)


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problem(413)


@api.exception_handler(SuspiciousOperation)
@api.exception_handler(BadRequest)
@api.exception_handler(MultiPartParserError)
def _malformed(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(400)


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    log.exception("the API failed at %s", request.path)
    return problem(500)


@api.get("/healthz", url_name="healthz", include_in_schema=False, auth=None)
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers and its database does, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return problem(503, "The database does not answer.")
    return JsonResponse({"status": "ok", "version": __version__, "model_data": settings.MODEL_DATA})
