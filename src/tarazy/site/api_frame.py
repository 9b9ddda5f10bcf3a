"""What holds for every operation of the API: methods, types of content, tags of versions, links, keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.utils.cache import get_conditional_response, patch_vary_headers
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.operation import Operation

from tarazy.people.idempotency import once
from tarazy.people.models import User
from tarazy.people.paging import link

BODY_TYPES = {
    "body": ("application/json",),
    "form": ("application/x-www-form-urlencoded", "multipart/form-data"),
    "file": ("multipart/form-data",),
}
# They have a key of their own, send files, which no two clients encode alike, or answer with a secret, which is never kept.
OWN_KEYS = {"file", "ask", "make_webhook", "rotate_webhook"}
AS_PATTERN = str.maketrans("{}", "<>")


def operation_name(operation: Operation) -> str:
    """The name of the operation in the description: that of its address, else of its function."""
    return getattr(operation, "url_name", None) or operation.view_func.__name__


def body_types(operation: Operation) -> tuple[str, ...]:
    """The types of content that the operation takes; empty where it reads no form or document."""
    sources = {model.__ninja_param_source__ for model in operation.models}
    if "file" in sources:
        # a form without its file may be sent as a plain form
        return BODY_TYPES["form"]
    return next((BODY_TYPES[source] for source in ("body", "form") if source in sources), ())


def answers_json(operation: Operation) -> bool:
    """Whether the operation answers with a document; the others send files."""
    return operation_name(operation) not in {"document_content"}


def takes_key(operation: Operation) -> bool:
    """Whether an `Idempotency-Key` is honoured by the frame."""
    return "POST" in operation.methods and operation_name(operation) not in OWN_KEYS


class CourtAPI(NinjaAPI):
    """The API of the court. Every operation has the same manners."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Short and stable: programs are generated from it."""
        return operation_name(operation)

    def get_openapi_schema(self, **options: Any) -> Any:
        """The description of the API, completed."""
        from tarazy.site.api_description import completed

        return completed(self, super().get_openapi_schema(**options))

    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        """The answer with its links; a read carries its tag of version and isn't sent again to who has it."""
        answer = super().create_response(request, data, **options)
        if isinstance(data, dict) and (cursor := data.get("next")):
            # lists that are longer than counting allows: the body says where the next page begins
            link(request, "next", **{"before" if isinstance(cursor, int) else "after": cursor})
        if links := request.__dict__.get("links"):
            answer["Link"] = ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items())
        if request.method == "GET" and answer.status_code == 200:
            etag = f'"{sha256(answer.content).hexdigest()[:32]}"'
            answer["ETag"] = etag
            patch_vary_headers(answer, ("Authorization", "Cookie", "Accept-Language"))
            return get_conditional_response(request, etag=etag, response=answer) or answer
        return answer

    def operations(self) -> Iterator[tuple[str, Operation]]:
        """Every operation with its address below the API's."""
        for bound in self._get_bound_routers():
            for path, path_view in bound.path_operations.items():
                for operation in path_view.operations:
                    yield path.lstrip("/"), operation

    def _get_urls(self) -> list[URLPattern | URLResolver]:
        by_address: dict[str, set[str]] = {}
        for path, operation in self.operations():
            if not hasattr(operation.run, "mannered"):
                operation.run = _mannered(operation)  # type: ignore[method-assign]
            by_address.setdefault(path.translate(AS_PATTERN), set()).update(operation.methods)
        found = super()._get_urls()
        for one in found:
            methods = by_address.get(str(one.pattern))
            if methods and isinstance(one, URLPattern):
                one.callback = _with_all_methods(one.callback, frozenset(methods))
        return found


def _mannered(operation: Operation) -> Callable[..., HttpResponseBase]:
    """The operation's `run`, with types of content looked at before and an `Idempotency-Key` honoured."""
    run = operation.run
    taken = body_types(operation)
    json_only = answers_json(operation)

    @wraps(run)
    def mannered(request: HttpRequest, **values: Any) -> HttpResponseBase:
        if json_only and not (
            request.accepts("application/json") or request.accepts("application/problem+json")
        ):
            return operation.api.on_exception(request, HttpError(406, ""))
        if taken and request.content_type not in taken and (request.content_type or _has_body(request)):
            return operation.api.on_exception(request, HttpError(415, ""))
        if not (takes_key(operation) and "Idempotency-Key" in request.headers):
            return run(request, **values)
        if refusal := operation._run_checks(request):  # who it is must be known before a key is looked up
            return refusal
        user = request.user
        if not isinstance(user, User) or not user.is_authenticated:
            return run(request, **values)
        try:
            return once(request, user, lambda: run(request, **values))
        except Exception as error:
            return operation.api.on_exception(request, error)

    mannered.mannered = True  # type: ignore[attr-defined]
    return mannered


def _has_body(request: HttpRequest) -> bool:
    return request.META.get("CONTENT_LENGTH") not in (None, "", "0")


def _with_all_methods(
    view: Callable[..., HttpResponseBase], methods: frozenset[str]
) -> Callable[..., HttpResponseBase]:
    """The view, which also answers HEAD where there is a GET, and OPTIONS with what it takes."""
    allowed = ", ".join(sorted(methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())))

    @wraps(view)
    def with_all_methods(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": allowed})
        if request.method == "HEAD" and "GET" in methods:
            request.method = "GET"  # the server leaves the body out
            try:
                return view(request, *args, **values)
            finally:
                request.method = "HEAD"
        answer = view(request, *args, **values)
        if answer.status_code == 405:
            answer["Allow"] = allowed
        return answer

    return with_all_methods
