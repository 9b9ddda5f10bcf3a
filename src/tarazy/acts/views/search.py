"""Searching the bank, and the results as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tarazy.acts.forms import search_request
from tarazy.acts.models import Act
from tarazy.acts.presenting import Piece, snippet
from tarazy.acts.queries import SearchPage, SearchRequest, matching_acts, search_acts, shows_names
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
    """The search page; asked by htmx it gives the results alone."""
    asked = search_request(request.GET)
    found = search_acts(request.user, asked)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "asked": asked,
        "found": found,
        "results": _results(request, found, asked),
        "facets": _facets(found, asked),
        "chosen": _chosen(request, asked),
        "address": kept.urlencode(),
        "pages": _pages(found),
        "empty_bank": not found.total
        and not asked.text
        and not any(asked.filters.values())
        and not asked.norm,
    }
    template = "acts/results.html" if getattr(request, "htmx", False) else "acts/search.html"
    return render(request, template, context)


@require_GET
def results_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All acts found as CSV with a byte-order mark, so that spreadsheets read its letters."""
    asked = search_request(request.GET)
    rows = (
        matching_acts(request.user, asked, MOST_ROWS).order_by("-date", "act_id").values_list(*CSV_COLUMNS)
    )
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
    named = {act.pk for act in found.acts if shows_names(request.user, act)}
    rows = Act.objects.visible_to(request.user).filter(pk__in=[act.pk for act in found.acts])
    texts = dict(rows.exclude(pk__in=named).values_list("pk", "public_text"))
    if named:
        texts |= dict(rows.filter(pk__in=named).values_list("pk", "text"))
    return [Result(act, snippet(texts.get(act.pk, ""), asked.text, act.language)) for act in found.acts]


def _facets(found: SearchPage, asked: SearchRequest) -> list[Facet]:
    facets = []
    for name, title in FACET_NAMES.items():
        chosen = asked.filters.get(name, ())
        counted = dict(found.facets[name])
        values = list(counted) + [value for value in chosen if value not in counted]
        if name == "year":
            values.sort(reverse=True)
        choices = [
            Choice(value, str(coded(value, name)), counted.get(value, 0), value in chosen) for value in values
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
        without.pop("norm", None)
        code, article = asked.norm
        words = f"{code} {_('art. %(article)s') % {'article': article}}"
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
