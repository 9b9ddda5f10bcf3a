"""The people of the demo, to sign in as with one click. Neither page exists unless `TARAZY_DEMO` is on."""

from __future__ import annotations

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tarazy.people import homes
from tarazy.people.court_names import all_courts
from tarazy.people.models import RoleGrant, User
from tarazy.people.permissions import Role
from tarazy.people.views.invited import BACKEND

SHOWN_OF_A_ROLE = 6


def demo_only(view: Any) -> Any:
    """The view, or 404 as for an address that isn't there. Model people only, so never beside real data."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (settings.TARAZY_DEMO and settings.MODEL_DATA):
            raise Http404
        answer: HttpResponse = view(request, *args, **kwargs)
        return answer

    return guarded


@demo_only
@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Model people by role, each with a line on what waits for them."""
    now = timezone.now()
    names = all_courts()
    grants = RoleGrant.objects.filter(until=None, user__is_model=True, user__is_active=True).select_related(
        "user"
    )
    by_role: dict[Role, list[tuple[User, str]]] = {}
    for grant in grants.order_by("user_id"):
        by_role.setdefault(Role(grant.role), []).append((grant.user, grant.court_code))
    citizens = User.objects.filter(is_model=True, is_active=True, grants=None).order_by("pk")
    if alone := [(user, "") for user in citizens[:SHOWN_OF_A_ROLE]]:
        by_role.setdefault(Role.CITIZEN, []).extend(alone)
    groups = []
    for role in Role:
        lines = []
        for user, court in by_role.get(role, [])[:SHOWN_OF_A_ROLE]:
            waits, urgent = homes.waiting(user, role, now)
            lines.append(
                {
                    "user": user,
                    "court": names.get(court, court),
                    "code": court,
                    "waits": waits,
                    "urgent": urgent,
                }
            )
        if lines:
            others = [
                {"user": user, "court": names.get(court, court), "code": court}
                for user, court in by_role.get(role, [])[SHOWN_OF_A_ROLE:]
            ]
            groups.append({"role": role.label, "key": role.value, "people": lines, "others": others})
    return render(request, "people/demo.html", {"groups": groups, "next": _next(request)})


@demo_only
@require_POST
def sign_in(request: HttpRequest, uuid: object) -> HttpResponse:
    """Be this model person."""
    found = get_object_or_404(User, uuid=uuid, is_model=True, is_active=True)
    login(request, found, backend=BACKEND)
    record_authentication(request, found, method="demo")
    if wanted := _next(request):
        return redirect(wanted)
    query = urlencode({"as": request.POST["as"]}) if request.POST.get("as") else ""
    return redirect(f"{reverse('people:home')}?{query}".rstrip("?"))


def _next(request: HttpRequest) -> str:
    """The page of this house that the person was about to open; empty without one."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if here else ""
