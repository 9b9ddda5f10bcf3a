"""The court in numbers, open to all: read from what the clock has counted, never from cases."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tarazy.acts.naming import category_name, region_name
from tarazy.courts.models import Court
from tarazy.oversight import charts
from tarazy.oversight.forms import Asked, asked
from tarazy.oversight.models import CourtFigure
from tarazy.oversight.queries import breakdown, court_series, court_year
from tarazy.oversight.registry import measures
from tarazy.oversight.tables import csv_response

FIGURES = ("flow", "times", "regions", "courts", "categories")


@dataclass(frozen=True)
class Line:
    """A row of a breakdown: its name, the query of its own page, its figures."""

    name: str
    query: str
    figure: CourtFigure


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Flows, times, shares: the country, a region, a court; all categories or one."""
    chosen = asked(request.GET)
    series = _series(chosen)
    tables = {
        "regions": _lines("regions", chosen) if chosen.level == "country" else [],
        "courts": _lines("courts", chosen) if chosen.level == "region" else [],
        "categories": _lines("categories", chosen) if not chosen.category else [],
    }
    context = {
        "chosen": chosen,
        "where": _where(chosen),
        "year": court_year(chosen.level, chosen.place, chosen.category),
        "series": series,
        "tables": [(name, title, tables[name]) for name, title in _titles().items() if tables.get(name)],
        "courts": _courts(),
        "regions": sorted({court.region for court in _courts()}, key=region_name),
        "categories": _categories(),
        "query": _query(chosen),
        "fewest": measures()["fewest"],
    }
    return render(request, "oversight/statistics.html", context)


@require_safe
def csv_file(request: HttpRequest, figure: str) -> HttpResponse:
    """The numbers of a picture or a table; an empty cell isn't shown or isn't known."""
    chosen = asked(request.GET)
    columns: tuple[str, ...] = (
        "filed", "ended", "pending", "electronic", "reviewed", "changed", "changed_low", "changed_high",
        "quarter_days", "median_days", "three_quarter_days",
    )  # fmt: skip
    if figure in ("flow", "times"):
        rows = [(f"{row.month:%Y-%m}", "", *_values(row, columns)) for row in _series(chosen)]
        return csv_response(f"statistics-{figure}", ("month", "name", *columns), rows)
    if figure not in FIGURES:
        raise Http404
    lines = _lines(figure, chosen)
    keys = [line.figure.category if figure == "categories" else line.figure.place for line in lines]
    found = [(key, line.name, *_values(line.figure, columns)) for key, line in zip(keys, lines, strict=True)]
    return csv_response(f"statistics-{figure}", (figure, "name", *columns), found)


@require_safe
def svg_file(request: HttpRequest, figure: str) -> HttpResponse:
    """A picture as a file."""
    chosen = asked(request.GET)
    draw = {"flow": _flow, "times": _times}.get(figure)
    if draw is None:
        raise Http404
    width = 340 if request.GET.get("narrow") else 720
    response = HttpResponse(draw(chosen, _series(chosen), width), content_type="image/svg+xml")
    if request.GET.get("download"):
        response["Content-Disposition"] = f'attachment; filename="{figure}.svg"'
    response["Cache-Control"] = "public, max-age=600"
    return response


def _series(chosen: Asked) -> list[CourtFigure]:
    return court_series(chosen.level, chosen.place, chosen.category)


def _flow(chosen: Asked, series: list[CourtFigure], width: int) -> str:
    drawn = [
        charts.Line(_("filed"), [row.filed for row in series], charts.BLUE),
        charts.Line(_("ended"), [row.ended for row in series], charts.GOLD, dashed=True),
        charts.Line(_("pending"), [row.pending for row in series], charts.INK),
    ]
    title = f"{_('Cases by month')}: {_where(chosen)}"
    return charts.lines(title, [f"{row.month:%m.%Y}" for row in series], drawn, width=width)


def _times(chosen: Asked, series: list[CourtFigure], width: int) -> str:
    drawn = [
        charts.Line(
            _("three quarters within"), [row.three_quarter_days for row in series], charts.GOLD, dashed=True
        ),
        charts.Line(_("half within"), [row.median_days for row in series], charts.BLUE),
        charts.Line(_("a quarter within"), [row.quarter_days for row in series], charts.INK, dashed=True),
    ]
    title = f"{_('Days from filing to the decision')}: {_where(chosen)}"
    return charts.lines(title, [f"{row.month:%m.%Y}" for row in series], drawn, width=width)


def _lines(figure: str, chosen: Asked) -> list[Line]:
    if figure == "categories":
        rows = breakdown("category", chosen.level, chosen.place, "")
        return [
            Line(category_name(row.category), _query(Asked(chosen.court, chosen.region, row.category)), row)
            for row in rows
        ]
    if figure == "courts":
        known = {court.pk: court for court in _courts()}
        within = [code for code, court in known.items() if not chosen.region or court.region == chosen.region]
        rows = breakdown("court", "", "", chosen.category, courts=within)
        return [
            Line(known[row.place].name, _query(Asked(row.place, "", chosen.category)), row)
            for row in rows
            if row.place in known
        ]
    rows = breakdown("region", "", "", chosen.category)
    return [Line(region_name(row.place), _query(Asked("", row.place, chosen.category)), row) for row in rows]


def _titles() -> dict[str, str]:
    return {"regions": _("By region"), "courts": _("By court"), "categories": _("By category")}


def _where(chosen: Asked) -> str:
    if chosen.court:
        court = Court.objects.filter(pk=chosen.court).first()
        place = court.name if court else chosen.court
    else:
        place = region_name(chosen.region) if chosen.region else _("the whole country")
    return f"{place} · {category_name(chosen.category)}" if chosen.category else place


def _query(chosen: Asked) -> str:
    return urlencode({name: value for name, value in vars(chosen).items() if value})


def _courts() -> QuerySet[Court]:
    return Court.objects.order_by("region", "code")


def _categories() -> list[tuple[str, str]]:
    rows = CourtFigure.objects.filter(level="country", month__isnull=True).exclude(category="")
    slugs = rows.order_by("category").values_list("category", flat=True)
    return sorted(((slug, category_name(slug)) for slug in slugs), key=lambda pair: pair[1])


def _values(row: CourtFigure, columns: tuple[str, ...]) -> list[float | None]:
    return [getattr(row, name) for name in columns]
