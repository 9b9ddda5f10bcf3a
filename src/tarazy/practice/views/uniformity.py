"""The report on uniformity: how often acts differed from practice with a reason, and the reasons, without names."""

from __future__ import annotations

import csv

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tarazy.acts.naming import category_name
from tarazy.people.permissions import Permission, require
from tarazy.practice.models import KIND_NAMES, UniformityNote
from tarazy.practice.queries import uniformity_lines

PAGE = 50


@require_GET
@login_required
def uniformity(request: HttpRequest) -> HttpResponse:
    """Counts by category and kind, and the reasons; for those who answer anomalies of practice."""
    require(request.user, Permission.ANSWER_ANOMALIES)  # type: ignore[arg-type]
    notes = UniformityNote.objects.all()
    category, kind = request.GET.get("category", "")[:60], request.GET.get("kind", "")[:20]
    if category:
        notes = notes.filter(category=category)
    if kind:
        notes = notes.filter(kind=kind)
    page = Paginator(notes, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "practice/uniformity.html",
        {
            "lines": uniformity_lines(),
            "page": page,
            "kinds": KIND_NAMES,
            "asked": {"category": category, "kind": kind},
        },
    )


@require_GET
@login_required
def uniformity_csv(request: HttpRequest) -> HttpResponse:
    """The counts as CSV."""
    require(request.user, Permission.ANSWER_ANOMALIES)  # type: ignore[arg-type]
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="uniformity.csv"'
    rows = csv.writer(answer)
    rows.writerow([_("Category"), _("Kind"), _("Distinctions")])
    for line in uniformity_lines():
        rows.writerow([category_name(line.category), KIND_NAMES[line.kind], line.count])
    return answer
