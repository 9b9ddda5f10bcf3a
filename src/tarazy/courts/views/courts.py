"""The courts and each court's page: public knowledge."""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tarazy.courts.models import Court, CourtKind
from tarazy.courts.naming import region_name
from tarazy.courts.queries import judges_of
from tarazy.people.permissions import Permission, may


@require_GET
def courts(request: HttpRequest) -> HttpResponse:
    """All courts by region, narrowed by kind and by words of the name."""
    kind = request.GET.get("kind", "")
    words = request.GET.get("q", "").strip()[:100].casefold()
    rows = Court.objects.all()
    if kind in CourtKind.values:
        rows = rows.filter(kind=kind)
    found = [one for one in rows if not words or words in f"{one.name} {one.code} {one.address}".casefold()]
    found.sort(key=lambda one: (region_name(one.region), one.code))
    groups = [(name, list(group)) for name, group in groupby(found, key=lambda one: region_name(one.region))]
    return render(
        request,
        "courts/courts.html",
        {"groups": groups, "kinds": CourtKind.choices, "kind": kind, "words": request.GET.get("q", "")[:100]},
    )


@require_GET
def court(request: HttpRequest, code: str) -> HttpResponse:
    """A court: where it is, its judges, the court above it."""
    found = Court.objects.filter(code=code).select_related("higher").first()
    if found is None:
        raise Http404
    return render(
        request,
        "courts/court.html",
        {
            "court": found,
            "region": region_name(found.region),
            "judges": list(judges_of(found, timezone.localdate())),
            "manages_absence": may(request.user, Permission.MANAGE_ABSENCE, found.code),
        },
    )
