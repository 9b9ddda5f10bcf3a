"""How the rule tables do: for those who adopt them, and for auditors."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tarazy.robot.covering import table_now
from tarazy.robot.models import TableSwitch
from tarazy.robot.presenting import language, norm_words, reason_title
from tarazy.robot.queries import condition_figures, reasons_counted, rejections_of, table_figures

SHOWN = 50


@never_cache
@login_required
@require_GET
def tables(request: HttpRequest) -> HttpResponse:
    """Every table with its figures of a year."""
    now = timezone.now()
    lines = []
    for one in table_figures(request.user, now):
        found = table_now(one.name, now)
        lines.append((one, found.titles.get(language(), one.name) if found else ""))
    return render(request, "robot/tables.html", {"lines": lines})


@never_cache
@login_required
@require_GET
def table(request: HttpRequest, slug: str) -> HttpResponse:
    """One table: its rows with what came of them, why materials were handed over, why drafts were rejected."""
    now = timezone.now()
    figures = next((one for one in table_figures(request.user, now) if one.name == slug), None)
    found = table_now(slug, now)
    if figures is None or found is None:
        raise Http404
    rows = condition_figures(request.user, found, language(), now)
    norms = {
        row.id: [norm_words(one.model_dump(exclude_none=True)) for one in row.norms]
        for row in found.conditions
    }
    context = {
        "table": found,
        "title": found.titles.get(language(), found.name),
        "figures": figures,
        "rows": [(row, norms[row.condition]) for row in rows],
        "reasons": [
            (reason_title(code, found), count) for code, count in reasons_counted(request.user, slug, now)
        ],
        "rejections": rejections_of(request.user, slug, now)[:SHOWN],
        "switches": TableSwitch.objects.filter(table=slug)[:SHOWN],
    }
    return render(request, "robot/table.html", context)
