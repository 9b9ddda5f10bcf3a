"""Fairness: each judge's share against what was to be expected, as a picture, a table and files."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from tarazy.allocation.queries import Fairness, Share, alarms_for, courts_with_draws, redraws_for
from tarazy.allocation.queries import fairness as figures_of
from tarazy.allocation.words import REDRAWS
from tarazy.courts.models import Court
from tarazy.people.permissions import Permission, may

WIDTH, LEFT, RIGHT, ROW = 720, 190, 20, 26
MOST_IN_PICTURE = 60


@dataclass(frozen=True)
class Mark:
    """A judge in the picture: places in units of the picture."""

    share: Share
    y: float
    low: float
    width: float
    expected: float
    chosen: float
    text: float
    top: float
    bottom: float


def _asked(request: HttpRequest) -> tuple[str, Fairness]:
    code = request.GET.get("court", "")
    code = code if code.isdigit() and len(code) == 4 else ""
    return code, figures_of(code)


def _picture(shares: list[Share]) -> dict[str, object]:
    shown = shares[:MOST_IN_PICTURE]
    most = max((max(one.high, one.chosen) for one in shown), default=1) or 1
    scale = (WIDTH - LEFT - RIGHT) / most
    marks = [
        Mark(
            share=one,
            y=30 + ROW * number,
            low=LEFT + one.low * scale,
            width=max(2.0, (one.high - one.low) * scale),
            expected=LEFT + one.expected * scale,
            chosen=LEFT + one.chosen * scale,
            text=30 + ROW * number + 4,
            top=23 + ROW * number,
            bottom=37 + ROW * number,
        )
        for number, one in enumerate(shown)
    ]
    step = next(size for size in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10**9) if most / size <= 8)
    ticks = [(LEFT + value * scale, value) for value in range(0, most + 1, step)]
    return {
        "marks": marks,
        "ticks": ticks,
        "width": WIDTH,
        "height": 40 + ROW * len(shown),
        "left": LEFT,
        "foot": 20 + ROW * len(shown),
    }


@require_safe
def fairness(request: HttpRequest) -> HttpResponse:
    """The page; alarms and redraws one by one for whoever watches over the court."""
    code, figures = _asked(request)
    watches = may(request.user, Permission.SEE_FAIRNESS, code or None)
    courts = Court.objects.in_bulk([one for one, _ in courts_with_draws()])
    context = {
        "code": code,
        "figures": figures,
        "picture": _picture(figures.shares) if code else None,
        "courts": sorted(courts.values(), key=lambda court: court.code),
        "watches": watches,
        "alarms": alarms_for(request.user, code)[:50] if watches else [],
        "redraws": [
            (one, REDRAWS.get(one.reason_code, one.reason_code))
            for one in redraws_for(request.user, code)[:50]
        ]
        if watches
        else [],
    }
    return render(request, "allocation/fairness.html", context)


@require_safe
def fairness_csv(request: HttpRequest) -> HttpResponse:
    """The numbers of the picture."""
    _, figures = _asked(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="fairness.csv"'
    rows = csv.writer(answer)
    rows.writerow(("court", "judge", "draws", "chosen", "expected", "low", "high", "deviation"))
    for one in figures.shares:
        expected, deviation = f"{one.expected:.3f}", f"{one.deviation:.3f}"
        rows.writerow(
            (one.court_code, one.name, one.draws, one.chosen, expected, one.low, one.high, deviation)
        )
    return answer


@require_safe
def fairness_svg(request: HttpRequest) -> HttpResponse:
    """The picture by itself."""
    _, figures = _asked(request)
    drawn = render_to_string(
        "allocation/fairness_picture.html", {"picture": _picture(figures.shares), "alone": True}
    )
    answer = HttpResponse(drawn, content_type="image/svg+xml")
    answer["Content-Disposition"] = 'attachment; filename="fairness.svg"'
    return answer
