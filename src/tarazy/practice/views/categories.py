"""The list of categories and the page of one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tarazy.acts import naming
from tarazy.acts.templatetags.court_words import coded
from tarazy.practice.queries import CategoryFigures, category_figures, category_lines
from tarazy.practice.tables import csv_response

COMPONENTS = ("certainty", "sameness", "rules", "stability")


@require_GET
def categories(request: HttpRequest) -> HttpResponse:
    """All categories with their main figures."""
    return render(request, "practice/categories.html", {"lines": category_lines(request.user)})


@require_GET
def categories_csv(request: HttpRequest) -> HttpResponse:
    """The list as a file."""
    rows = [
        (
            line.slug, naming.category_name(line.slug), line.acts, line.granted.share, line.granted.low,
            line.granted.high, line.granted.n, line.changed.share, line.changed.low, line.changed.high,
            line.changed.n, line.potential,
        )
        for line in category_lines(request.user)
    ]  # fmt: skip
    columns = (
        "category", "name", "acts", "granted", "granted_low", "granted_high", "granted_of", "changed_above",
        "changed_low", "changed_high", "changed_of", "potential",
    )  # fmt: skip
    return csv_response("categories", columns, rows)


@require_GET
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """One category: flow, outcomes, durations, what happens above, potential for drafting by rules."""
    figures = _figures(request, slug)
    plots = _plots(figures)
    median = figures.durations.median if figures.durations else None
    context: dict[str, Any] = {
        "figures": figures,
        "plots": plots,
        "components": _components(figures),
        "median_days": None if median is None else round(median),
        "duration_rows": _thinned(plots["durations"]["rows"]),
    }
    return render(request, "practice/category.html", context)


@require_GET
def category_csv(request: HttpRequest, slug: str, figure: str) -> HttpResponse:
    """The numbers of one picture."""
    figures = _figures(request, slug)
    tables: dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]] = {
        "flow": (("month", "acts"), [(month.isoformat()[:7], count) for month, count in figures.flow]),
        "outcomes": (
            ("outcome", "acts", "share", "low", "high"),
            [(name, count, share.share, share.low, share.high) for name, count, share in figures.outcomes],
        ),
        "durations": (
            ("days", "not_ended", "low", "high"),
            list(
                zip(
                    figures.durations.times,
                    figures.durations.alive,
                    figures.durations.low,
                    figures.durations.high,
                    strict=True,
                )
            )
            if figures.durations
            else [],
        ),
        "reviews": (
            ("review", "acts", "share", "low", "high"),
            [(name, share.count, share.share, share.low, share.high) for name, share in figures.reviews],
        ),
    }
    if figure not in tables:
        raise Http404
    columns, rows = tables[figure]
    return csv_response(f"{slug}-{figure}", columns, rows)


def _figures(request: HttpRequest, slug: str) -> CategoryFigures:
    figures = category_figures(request.user, slug)
    if not figures.acts and slug not in naming.category_slugs():
        raise Http404
    return figures


def _plots(figures: CategoryFigures) -> dict[str, Any]:
    """What the pictures are drawn from: numbers with their words in the reader's language."""
    durations = figures.durations
    return {
        "flow": {
            "rows": [{"month": month.isoformat(), "acts": count} for month, count in figures.flow],
            "axis": _("acts a month"),
        },
        "outcomes": {
            "rows": [
                {
                    "name": str(coded(name, "outcome")),
                    "share": share.share,
                    "low": share.low,
                    "high": share.high,
                }
                for name, _count, share in figures.outcomes
            ],
            "axis": _("share of acts of the first instance, %"),
        },
        "durations": {
            "rows": [
                {"days": days, "open": alive, "low": low, "high": high}
                for days, alive, low, high in zip(
                    durations.times, durations.alive, durations.low, durations.high, strict=True
                )
            ]
            if durations
            else [],
            "median": durations.median if durations else None,
            "axis": _("days since filing"),
            "vertical": _("cases not decided yet, %"),
        },
        "reviews": {
            "rows": [
                {
                    "name": str(coded(name, "review")),
                    "share": share.share,
                    "low": share.low,
                    "high": share.high,
                }
                for name, share in figures.reviews
            ],
            "axis": _("share of acts of higher instances, %"),
        },
    }


def _thinned(rows: list[dict[str, float]]) -> list[dict[str, float]]:
    """Rows about ten days apart, with the last one: a table that a person can read."""
    shown: list[dict[str, float]] = []
    for row in rows:
        if not shown or row["days"] - shown[-1]["days"] >= 10 or row is rows[-1]:
            shown.append(row)
    return shown


def _components(figures: CategoryFigures) -> list[dict[str, Any]]:
    if figures.potential is None:
        return []
    words = {
        "certainty": (_("Certainty"), _("how little the outcome varies once the facts are known")),
        "sameness": (_("Sameness"), _("how alike the reasons of the acts are")),
        "rules": (_("Rules"), _("how seldom the reasons leave room for discretion")),
        "stability": (_("Stability"), _("how seldom a higher court changes the act")),
    }
    return [
        {"title": words[name][0], "means": words[name][1], **figures.potential.figures[name]}
        for name in COMPONENTS
    ]
