"""How sure is it? Figures measured on acts that no model learnt from, with model cards and known limits."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tarazy.practice.measured import bank_in_figures, measured, model_cards
from tarazy.practice.tables import csv_response


@require_GET
def measures(request: HttpRequest) -> HttpResponse:
    """The page of trust: what was measured, on what, and what it doesn't tell."""
    benches = measured()
    context: dict[str, Any] = {
        "benches": benches,
        "cards": model_cards(),
        "bank": bank_in_figures(request.user),
        "plots": {
            bench.name: {
                "rows": bench.reliability,
                "axis": _("probability given, %"),
                "vertical": _("how often it was so, %"),
            }
            for bench in benches
            if bench.reliability
        },
    }
    return render(request, "practice/measures.html", context)


@require_GET
def measures_csv(request: HttpRequest, figure: str) -> HttpResponse:
    """All figures, or the points of one reliability diagram."""
    benches = measured()
    if figure == "figures":
        rows = [
            (bench.name, ".".join(part for part in (table.corner, *place) if part), value)
            for bench in benches
            for table in bench.tables()
            for name, values in table.rows
            for column, value in zip(table.columns, values, strict=True)
            for place in [(name, column) if table.corner else (column, name)]
            if value is not None
        ]
        return csv_response("figures", ("measure", "figure", "value"), rows)
    for bench in benches:
        if bench.name == figure and bench.reliability:
            points = [
                (row["said"], row["was"], row["low"], row["high"], row["n"]) for row in bench.reliability
            ]
            return csv_response(f"reliability-{figure}", ("said", "was", "low", "high", "n"), points)
    raise Http404
