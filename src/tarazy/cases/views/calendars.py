"""Time limits of a person and of a court, as lists by week and as calendars for programs."""

from __future__ import annotations

from datetime import date as Date
from datetime import timedelta
from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tarazy.cases import ics
from tarazy.cases.forms import day
from tarazy.cases.models import CalendarFeed, Case, Deadline
from tarazy.cases.own_work import own_limits
from tarazy.cases.visibility import cases_open_to, deadlines_open_to
from tarazy.courts.models import Court
from tarazy.people.permissions import Permission, courts_where

PAGE_SIZE = 80
SECRET = "calendar_secret"


@login_required
@require_GET
def deadlines(request: HttpRequest) -> HttpResponse:
    """Open time limits: of one's own work and cases, or of the whole court; the overdue first, then by day."""
    now = timezone.now()
    courts = _courts(request)
    court = next((one for one in courts if one.code == request.GET.get("court")), None)
    # Nothing of a sealed case may tell where a page ends: it is left out before the rows are counted.
    sealed = Case.objects.filter(cases_open_to(request.user, now=now), sealed=True)
    seen = Q(proceeding__case__sealed=False) | Q(proceeding__case__in=sealed)
    rows = (
        Deadline.objects.filter(seen, proceeding__court=court) if court else own_limits(request.user, now=now)
    ).filter(state=Deadline.State.OPEN)
    since = day(request.GET.get("since", ""))
    if since:
        rows = rows.filter(due__gte=since)
    found = list(
        rows.select_related("proceeding__case", "proceeding__court", "party").order_by("due", "id")[
            : PAGE_SIZE + 1
        ]
    )
    more = found[PAGE_SIZE].due if len(found) > PAGE_SIZE else None
    if court:
        found = _visible(request, found)
    shown = found[:PAGE_SIZE]
    today = timezone.localdate(now)
    groups = [(key, list(group)) for key, group in groupby(shown, key=lambda row: _when(row.due, today))]
    return render(
        request,
        "cases/deadlines.html",
        {
            "groups": groups,
            "courts": courts,
            "court": court,
            "more": more,
            "feed": CalendarFeed.objects.filter(user=request.user).first(),
        },
    )


@login_required
@never_cache
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """The secret address of one's calendar: made here, shown once, replaced or switched off here."""
    secret = request.session.pop(SECRET, "")
    address = request.build_absolute_uri(reverse("cases:feed", args=[secret])) if secret else ""
    return render(
        request,
        "cases/calendar.html",
        {"feed": CalendarFeed.objects.filter(user=request.user).first(), "address": address},
    )


@login_required
@require_POST
def calendar_change(request: HttpRequest) -> HttpResponse:
    """A new address, or none."""
    if request.POST.get("do") == "revoke":
        ics.revoke_address(request.user)
        request.session.pop(SECRET, None)
    else:
        request.session[SECRET] = ics.new_address(request.user, now=timezone.now())
    return redirect("cases:calendar")


@never_cache
@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar behind a secret address, in the language of the address."""
    owner = ics.owner_of(secret)
    if owner is None:
        raise Http404
    made = ics.calendar(owner, now=timezone.now(), host=request.get_host())
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="court.ics"'
    return response


def _courts(request: HttpRequest) -> list[Court]:
    """Courts of which the person may see all time limits."""
    codes = courts_where(request.user, Permission.READ_COURT_CASES)
    return list(Court.objects.all() if codes is None else Court.objects.filter(code__in=codes))


def _visible(request: HttpRequest, rows: list[Deadline]) -> list[Deadline]:
    """Those of the court's time limits that this person may see: not those of sealed cases."""
    cases = {row.proceeding.case_id for row in rows}
    seen = Deadline.objects.filter(
        deadlines_open_to(request.user, case=cases), pk__in=[row.pk for row in rows]
    ).values_list("pk", flat=True)
    visible = set(seen)
    return [row for row in rows if row.pk in visible]


def _when(due: Date, today: Date) -> str:
    if due < today:
        return "late"
    if due == today:
        return "today"
    if due <= today + timedelta(days=7):
        return "week"
    return "later"
