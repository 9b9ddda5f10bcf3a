"""The page that the letter of an invitation leads to."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tarazy.people.actions.invite import Invited, accept_invitation, invitation_of
from tarazy.people.court_names import court_name
from tarazy.people.forms import InvitedForm
from tarazy.people.limits import limited
from tarazy.people.models import User
from tarazy.people.permissions import Role
from tarazy.people.refusals import Invalid

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@sensitive_post_parameters("password1", "password2")
@limited("invitation")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accept: with the account that has the e-mail, signed in, or with a new one."""
    now = timezone.now()
    found = invitation_of(token, now)
    signed_in = request.user.is_authenticated
    has_account = User.objects.filter(email=found.email).exists()
    form = None
    if not signed_in and not has_account:
        form = InvitedForm(request.POST or None, initial={"language": found.language})
    if request.method == "POST" and signed_in:
        accept_invitation(found, request.user, None, now)
        messages.success(request, _("You have the role now."))
        return redirect("people:home")
    if request.method == "POST" and form is not None and form.is_valid():
        answers = dict(form.cleaned_data)
        answers.pop("password2")
        said = Invited(password=answers.pop("password1"), **answers)
        try:
            user = accept_invitation(found, None, said, now)
        except Invalid as refused:
            for name, words in refused.fields.items():
                form.add_error(name, words)
        else:
            user.backend = BACKEND
            get_adapter(request).login(request, user)
            record_authentication(request, user, method="password", email=user.email)
            return redirect("people:home")
    context = {
        "invitation": found,
        "role": Role(found.role).label,
        "court": court_name(found.court_code) if found.court_code else "",
        "form": form,
        "signed_in": signed_in,
        "has_account": has_account,
    }
    answer = render(request, "people/invitation.html", context)
    answer["Referrer-Policy"] = "no-referrer"  # the address is the secret
    return answer
