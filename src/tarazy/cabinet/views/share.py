"""The share of electronic filings: a figure of the court that anyone may see."""

from __future__ import annotations

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tarazy.cabinet.queries import electronic_share
from tarazy.courts.models import Court

BARS = 24
_STEP = 28


def _chosen(request: HttpRequest) -> Court | None:
    code = request.GET.get("court", "")
    return (
        Court.objects.filter(pk=code).first()
        if code.isascii() and code.isdigit() and len(code) == 4
        else None
    )


@require_GET
def electronic(request: HttpRequest) -> HttpResponse:
    """By month: a picture and its table."""
    court = _chosen(request)
    months = electronic_share(court.pk if court else "")
    shown = list(reversed(months[:BARS]))
    bars = [
        {
            "x": n * _STEP + 4,
            "y": 110 - round(float(one.share or 0)),
            "height": round(float(one.share or 0)),
            "month": one.month,
            "share": one.share,
        }
        for n, one in enumerate(shown)
    ]
    context = {
        "court": court,
        "courts": Court.objects.order_by("code"),
        "months": months,
        "bars": bars,
        "width": max(len(bars) * _STEP + 8, 120),
    }
    return render(request, "cabinet/electronic.html", context)


@require_GET
def electronic_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    court = _chosen(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="electronic-filings.csv"'
    writer = csv.writer(answer)
    writer.writerow(["month", "electronic", "paper", "share_percent"])
    for one in electronic_share(court.pk if court else ""):
        writer.writerow([one.month.strftime("%Y-%m"), one.electronic, one.paper, one.share])
    return answer
