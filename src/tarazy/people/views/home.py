"""The home page of whoever signed in: what waits, what is urgent, what changed."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tarazy.people import homes
from tarazy.people.court_names import all_courts
from tarazy.people.permissions import Role

CHOSEN = "home"  # key of the session: the role and court looked at last


@never_cache
@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The page of one role; who holds several, or in several courts, chooses by `?as=role.court`."""
    now = timezone.now()
    desks = list(dict.fromkeys([*request.user.roles_at(now), (Role.CITIZEN, "")]))
    by_key = {f"{role}.{court}" if court else str(role): (role, court) for role, court in desks}
    asked = request.GET.get("as", "")
    if asked in by_key:
        request.session[CHOSEN] = asked
    key = request.session.get(CHOSEN, "")
    if key not in by_key:
        key = next(iter(by_key))
    role, court = by_key[key]
    names = all_courts() if any(code for _role, code in desks) else {}
    found = homes.sections(request.user, role, now, court)
    context = {
        "role": role,
        "court": names.get(court, court),
        "desks": [
            {"key": one, "role": Role(held).label, "court": names.get(code, code), "current": one == key}
            for one, (held, code) in by_key.items()
        ],
        "sections": found,
        "urgent": sum(one.urgent_count for one in found),
        "now": now,
    }
    return render(request, "people/home.html", context)
