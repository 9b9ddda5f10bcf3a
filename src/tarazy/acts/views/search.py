"""Searching the bank, and the results as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tarazy.acts import naming
from tarazy.acts.forms import search_request
from tarazy.acts.models import Act
from tarazy.acts.presenting import Piece, snippet
from tarazy.acts.queries import SearchPage, SearchRequest, matching_acts, search_acts, shows_names
from tarazy.acts.searching.engine import SearchUnavailable
from tarazy.acts.searching.question import DEEPEST, Clause, Order, clauses_of
from tarazy.acts.templatetags.court_words import coded

FACET_NAMES = {
    "category": gettext_lazy("Category"),
    "instance": gettext_lazy("Instance"),
    "outcome": gettext_lazy("Outcome"),
    "court": gettext_lazy("Court"),
    "region": gettext_lazy("Region"),
    "year": gettext_lazy("Year"),
    "language": gettext_lazy("Language"),
}
ORDER_NAMES = {Order.BEST: gettext_lazy("Best first"), Order.LATEST: gettext_lazy("Latest first")}
SHOWN_VALUES = 8
MORE_VALUES = 40
CSV_COLUMNS = (
    "act_id", "kind", "case_number", "date", "court", "region", "instance", "category", "outcome", "review",
    "language", "source",
)  # fmt: skip
MOST_ROWS = 100_000


@dataclass(frozen=True)
class Choice:
    """A value of a facet with its words, its count and whether it is chosen."""

    value: str
    words: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A facet with its most frequent values; the others fold."""

    name: str
    title: str
    choices: list[Choice]
    more: list[Choice]
    chosen: int


@dataclass(frozen=True)
class Result:
    """An act found with the passage that was found in it."""

    act: Act
    snippet: list[Piece]


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """The search page; asked by htmx it gives the results alone. Without the engine it says so and keeps the form."""
    asked = search_request(request.GET)
    kept = request.GET.copy()
    kept.pop("page", None)
    context: dict[str, Any] = {
        "asked": asked,
        "chosen": _chosen(request, asked),
        "address": kept.urlencode(),
        "codes": _codes(asked),
        "orders": [(order.value, words, order is asked.order) for order, words in ORDER_NAMES.items()],
    }
    part = getattr(request, "htmx", False)
    template = "acts/results.html" if part else "acts/search.html"
    try:
        found = search_acts(request.user, asked)
    except SearchUnavailable as refused:
        context |= {"refused": refused, "found": SearchPage([], 0, {}, 1)}
        # htmx shows the part only of a good answer.
        return render(request, template, context, status=200 if part else refused.status)
    context |= {
        "found": found,
        "results": _results(request, found, asked),
        "facets": _facets(found, asked),
        "pages": _pages(found),
        "deepest": DEEPEST if found.total > DEEPEST else 0,
        "empty_bank": not found.total
        and not asked.text
        and not any(asked.filters.values())
        and not asked.norm,
    }
    return render(request, template, context)


def _codes(asked: SearchRequest) -> list[tuple[str, str, bool]]:
    """Codes and laws to choose from, by their names in the reader's language; one unknown that was asked for too."""
    chosen = asked.norm[0] if asked.norm else ""
    known = list(naming.jurisdiction().codes_by_id)
    if chosen and chosen not in known:
        known.append(chosen)
    named = [(code, naming.code_name(code), code == chosen) for code in known]
    return sorted(named, key=lambda one: one[1])


@require_GET
def results_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All acts found as CSV with a byte-order mark, so that spreadsheets read its letters."""
    asked = search_request(request.GET)
    rows = matching_acts(request.user, asked, MOST_ROWS).order_by("-date", "act_id").values_list(*CSV_COLUMNS)
    response = StreamingHttpResponse(
        _csv(rows.iterator(chunk_size=2000)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="acts.csv"'
    return response


class _Line:
    def write(self, line: str) -> str:
        return line


def _csv(rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\N{BYTE ORDER MARK}"
    yield writer.writerow(CSV_COLUMNS)
    for row in rows:
        yield writer.writerow([_harmless(value) for value in row])


def _harmless(value: Any) -> str:
    words = "" if value is None else str(value)
    return f"'{words}" if words[:1] in ("=", "+", "-", "@", "\t", "\r") else words


def _results(request: HttpRequest, found: SearchPage, asked: SearchRequest) -> list[Result]:
    """The page's acts with the passage found; without words asked for, with how the act begins."""
    return with_passages(request, found.acts, clauses_of(asked.text))


def with_passages(request: HttpRequest, acts: Sequence[Act], clauses: Sequence[Clause]) -> list[Result]:
    """Acts with the passage that fulfils most of the clauses, as this reader may read it."""
    named = {act.pk for act in acts if shows_names(request.user, act)}
    rows = Act.objects.visible_to(request.user).filter(pk__in=[act.pk for act in acts])
    texts = dict(rows.exclude(pk__in=named).values_list("pk", "public_text"))
    if named:
        texts |= dict(rows.filter(pk__in=named).values_list("pk", "text"))
    return [Result(act, snippet(texts.get(act.pk, ""), "", act.language, clauses)) for act in acts]


def _facets(found: SearchPage, asked: SearchRequest) -> list[Facet]:
    facets = []
    for name, title in FACET_NAMES.items():
        chosen = asked.filters.get(name, ())
        counted = dict(found.facets[name])
        values = list(counted) + [value for value in chosen if value not in counted]
        if name == "year":
            values.sort(reverse=True)
        choices = [
            Choice(value, coded(value, name), counted.get(value, 0), value in chosen) for value in values
        ]
        choices.sort(key=lambda choice: not choice.chosen)
        if choices:
            facets.append(
                Facet(
                    name,
                    str(title),
                    choices[:SHOWN_VALUES],
                    choices[SHOWN_VALUES : SHOWN_VALUES + MORE_VALUES],
                    len(chosen),
                )
            )
    return facets


def _chosen(request: HttpRequest, asked: SearchRequest) -> list[dict[str, str]]:
    chosen = []
    for name, values in asked.filters.items():
        for value in values:
            without = request.GET.copy()
            without.setlist(name, [one for one in request.GET.getlist(name) if one != value])
            without.pop("page", None)
            chosen.append({"words": str(coded(value, name)), "address": without.urlencode()})
    if asked.norm:
        without = request.GET.copy()
        for name in ("norm", "code", "article"):
            without.pop(name, None)
        code, article = asked.norm
        words = f"{naming.code_short(code)} {_('art. %(article)s') % {'article': article}}"
        chosen.append({"words": words, "address": without.urlencode()})
    return chosen


def _pages(found: SearchPage) -> list[int | None]:
    """Numbers of pages to link, None for a gap."""
    wanted = sorted({1, found.pages, *range(max(1, found.page - 1), min(found.pages, found.page + 1) + 1)})
    shown: list[int | None] = []
    for number in wanted:
        if shown and shown[-1] is not None and number - shown[-1] > 1:
            shown.append(None)
        shown.append(number)
    return shown
