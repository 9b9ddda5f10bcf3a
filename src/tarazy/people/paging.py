"""Lists of the API come in pages: a program follows `Link: <…>; rel="next"` until there is none (RFC 8288).

Where a list has no cursor of its own, it takes `limit` and `offset`:

    @router.get("/things", response=list[ThingLine])
    def things(request: HttpRequest, page: Query[Page]) -> list[Thing]:
        return page_of(Thing.objects.visible_to(request.user), page, request)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

Row = TypeVar("Row")
MOST = 100


class Page(Schema):
    """Which part of a list."""

    limit: int = Field(50, ge=1, le=MOST, description="How many at most.")
    offset: int = Field(0, ge=0, le=1_000_000, description="How many to pass over.")


def page_of(rows: Any, page: Page, request: HttpRequest) -> list[Any]:
    """The rows of the page, from a query set or a sequence; the pages beside it are named in the answer's `Link`."""
    found: Sequence[Any] = rows[page.offset : page.offset + page.limit + 1]
    shown = list(found)
    if len(shown) > page.limit:
        link(request, "next", limit=page.limit, offset=page.offset + page.limit)
    if page.offset:
        link(request, "prev", limit=page.limit, offset=max(0, page.offset - page.limit))
    return shown[: page.limit]


def link(request: HttpRequest, relation: str, **changed: object) -> None:
    """Name a related address in the answer's header `Link`: this one with some parameters changed."""
    query = request.GET.copy()
    for name, value in changed.items():
        query[name] = str(value)
    links: dict[str, str] = request.__dict__.setdefault("links", {})
    links[relation] = f"{request.path}?{query.urlencode()}"


def link_pages(request: HttpRequest, page: int, pages: int) -> None:
    """Name the pages beside `page` of `pages` where they are counted from one."""
    if page < pages:
        link(request, "next", page=page + 1)
    if 1 < page <= pages + 1:
        link(request, "prev", page=page - 1)
