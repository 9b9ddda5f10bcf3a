"""The account: one's own particulars, sessions, roles, what programs may do, and a copy of it all."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tarazy.people.account_forms import AccountForm, OrganisationForm, TokenForm
from tarazy.people.actions.register import claim_headship
from tarazy.people.actions.roles import take_role
from tarazy.people.actions.tokens import make_token, revoke_token
from tarazy.people.copying import copy_of
from tarazy.people.court_names import all_courts
from tarazy.people.permissions import Permission, Role
from tarazy.people.refusals import Invalid
from tarazy.people.sessions import end_session

SAVED = gettext_lazy("Saved.")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """One's own particulars, which can be changed, and what hangs on the account."""
    form = AccountForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        with override(saved.language):
            messages.success(request, str(SAVED))
        return redirect("people:account")
    now = timezone.now()
    names = all_courts()
    context = {
        "form": form,
        "roles": [(Role(role).label, names.get(court, court)) for role, court in request.user.roles_at(now)],
        "memberships": request.user.memberships.filter(until=None).select_related("organisation"),
        "second_factors": Authenticator.objects.filter(user=request.user)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .count(),
        "organisation_form": OrganisationForm(),
        "is_representative": request.user.has_role(Role.REPRESENTATIVE),
        "certificates": _certificates_page(),
    }
    return render(request, "people/account.html", context)


@login_required
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End one of one's sessions."""
    number = request.POST.get("session", "")
    end_session(request.user, int(number) if number.isascii() and number.isdigit() else 0)
    messages.success(request, _("Signed out there."))
    return redirect("usersessions_list")


@login_required
@require_POST
def represent(request: HttpRequest) -> HttpResponse:
    """Become a representative: the role alone gives nothing, powers of attorney do."""
    take_role(request.user, Role.REPRESENTATIVE, timezone.now())
    messages.success(
        request, _("You are a representative now. Whom you represent, they say by a power of attorney.")
    )
    return redirect("people:powers")


@login_required
@require_POST
def claim_organisation(request: HttpRequest) -> HttpResponse:
    """Say that one heads an organisation; a person of the registry confirms it."""
    form = OrganisationForm(request.POST)
    if not form.is_valid():
        raise Invalid({name: faults[0] for name, faults in form.errors.items()})
    claim_headship(request.user, form.cleaned_data["bin"], form.cleaned_data["organisation_name"])
    messages.success(request, _("Noted. Show the registry of a court that you head the organisation."))
    return redirect("people:account")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """Access tokens of one's programs; a new one is shown once."""
    if request.method == "POST":
        return _new_token(request)
    return _tokens_page(request, TokenForm(user=request.user))


@reauthentication_required
def _new_token(request: HttpRequest) -> HttpResponse:
    form = TokenForm(request.POST, user=request.user)
    token = ""
    if form.is_valid():
        scopes = [Permission(one) for one in form.cleaned_data["scopes"]]
        try:
            _row, token = make_token(
                request.user, form.cleaned_data["name"], scopes, form.cleaned_data["days"], timezone.now()
            )
            form = TokenForm(user=request.user)
        except Invalid as refused:
            for name, words in refused.fields.items():
                form.add_error(name, words)
    return _tokens_page(request, form, token)


def _tokens_page(request: HttpRequest, form: TokenForm, token: str = "") -> HttpResponse:
    rows = request.user.access_tokens.filter(revoked_at=None)
    context = {"form": form, "token": token, "tokens": rows, "now": timezone.now()}
    return render(request, "people/tokens.html", context)


@login_required
@require_POST
def revoke(request: HttpRequest, uuid: object) -> HttpResponse:
    """Revoke one's own token."""
    revoke_token(request.user, uuid, timezone.now())
    messages.success(request, _("The token is revoked."))
    return redirect("people:tokens")


@never_cache
@login_required
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Everything that this room keeps of the person, as a file."""
    answer = JsonResponse(
        copy_of(request.user, timezone.now()), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    answer["Content-Disposition"] = 'attachment; filename="tarazy-account.json"'
    return answer


def _certificates_page() -> str:
    for name in ("documents:signing", "documents:certificates"):
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""
