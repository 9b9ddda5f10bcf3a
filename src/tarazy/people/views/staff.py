"""Staff: invitations, who has shown what to the registry, and the map of roles and permissions."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tarazy.people import rules
from tarazy.people.account_forms import InviteForm
from tarazy.people.actions.confirm import decide_headship, may_confirm
from tarazy.people.actions.invite import invite, withdraw_invitation
from tarazy.people.court_names import all_courts
from tarazy.people.limits import limited
from tarazy.people.models import Invitation, Membership, User
from tarazy.people.permissions import ROLE_PERMISSIONS, Permission, Role, courts_where, may, require
from tarazy.people.refusals import NotPermitted
from tarazy.people.registers import Answer, register


def invitations_seen_by(user: User) -> QuerySet[Invitation]:
    """Invitations to the courts in which the user invites; for the operator those to none and those they sent."""
    courts = courts_where(user, Permission.INVITE_STAFF)
    if courts is None:
        return Invitation.objects.filter(invited_by=user) | Invitation.objects.filter(court_code="")
    return Invitation.objects.filter(court_code__in=courts)


@never_cache
@login_required
@limited("invitation")
@require_http_methods(["GET", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    """Invite, and what became of those invited."""
    require(request.user, Permission.INVITE_STAFF)
    now = timezone.now()
    form = InviteForm(request.POST or None, user=request.user, now=now)
    if request.method == "POST" and form.is_valid():
        role, court = form.chosen
        answers = form.cleaned_data
        path = reverse("people:invitation", args=["TOKEN"])
        address = request.build_absolute_uri(path).replace("TOKEN", "{token}")
        invite(answers["email"], role, court, answers["language"], request.user, now, address=address)
        messages.success(request, _("The letter is on its way."))
        return redirect("people:invitations")
    names = all_courts()
    lines = [
        {
            "invitation": one,
            "role": Role(one.role).label,
            "court": names.get(one.court_code, one.court_code),
            "open": one.open_at(now),
            "may_withdraw": one.open_at(now)
            and rules.may_give(request.user.roles_at(now), Role(one.role), one.court_code),
        }
        for one in invitations_seen_by(request.user).select_related("invited_by")[:200]
    ]
    return render(request, "people/invitations.html", {"form": form, "lines": lines})


@login_required
@require_POST
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Withdraw an invitation that was not accepted yet."""
    require(request.user, Permission.INVITE_STAFF)
    found = get_object_or_404(invitations_seen_by(request.user), uuid=uuid)
    withdraw_invitation(found, request.user, timezone.now())
    messages.success(request, _("Withdrawn."))
    return redirect("people:invitations")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def headships(request: HttpRequest) -> HttpResponse:
    """Who says to head an organisation; confirm or refuse when the papers were shown."""
    now = timezone.now()
    if not may_confirm(request.user, now):
        raise NotPermitted
    waiting = Membership.objects.filter(
        confirmation=Membership.Confirmation.PENDING, until=None
    ).select_related("organisation", "user")
    if request.method == "POST":
        number = request.POST.get("membership", "")
        found = get_object_or_404(waiting, pk=int(number) if number.isascii() and number.isdigit() else 0)
        decide_headship(found, request.POST.get("answer") == "confirm", request.user, now)
        messages.success(request, _("Noted."))
        return redirect("people:headships")
    lines = [{"membership": one, "register": _register_says(one)} for one in waiting[:100]]
    return render(request, "people/headships.html", {"lines": lines})


@login_required
@require_safe
def permissions(request: HttpRequest) -> HttpResponse:
    """The one map from roles to permissions, as a table."""
    if not (may(request.user, Permission.SEE_AUDIT) or may(request.user, Permission.OPERATE)):
        raise NotPermitted
    rows = [
        {
            "permission": permission.label,
            "code": permission.value,
            "held": [permission in ROLE_PERMISSIONS[role] for role in Role],
        }
        for permission in Permission
    ]
    return render(request, "people/permissions.html", {"roles": [role.label for role in Role], "rows": rows})


def _register_says(membership: Membership) -> str:
    said = register().head_of(membership.organisation.bin, membership.user.iin or "")
    return {
        Answer.MATCHES: _("The register names this person."),
        Answer.DIFFERS: _("The register names somebody else."),
        Answer.UNKNOWN: _("The register doesn't answer."),
    }[said]
