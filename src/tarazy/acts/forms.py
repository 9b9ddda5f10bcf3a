"""What the address of a search says."""

from __future__ import annotations

from django.http import QueryDict

from tarazy.acts.queries import SearchRequest
from tarazy.acts.searching.question import FACETS, Order

LONGEST_QUERY = 400
MOST_PAGES = 500


def search_request(query: QueryDict) -> SearchRequest:
    """The search that an address asks for; what is malformed in it is left out."""
    page = query.get("page", "1")
    code, article = _norm(query)
    return SearchRequest(
        text=query.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY],
        filters={name: _values(query, name) for name in FACETS},
        norm=(code, article) if code and article else None,
        order=Order.LATEST if query.get("order") == Order.LATEST else Order.BEST,
        page=min(MOST_PAGES, max(1, int(page))) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )


def _norm(query: QueryDict) -> tuple[str, str]:
    """Code and article: of the two fields of the page, or together as `GPK:226` (or `GPK/226`) in links."""
    code, article = query.get("code", ""), query.get("article", "")
    if not (code and article):
        code, _, article = query.get("norm", "").replace("/", ":", 1).partition(":")
    return code.replace("\0", "").strip()[:40], article.replace("\0", "").strip()[:20]


def _values(query: QueryDict, name: str) -> list[str]:
    values = [value.replace("\0", "") for value in query.getlist(name) if value]
    if name == "year":
        values = [value for value in values if value.isascii() and value.isdigit() and len(value) < 6]
    return values[:50]
