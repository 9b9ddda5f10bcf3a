"""Staff prove themselves twice: by a password and an app, or by a passkey. Until then no other page opens."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tarazy.people.models import User
from tarazy.people.refusals import Refused
from tarazy.people.rules import needs_second_factor

SET_UP_HERE = "second_factor_set_up"  # key of the session in which a second factor was added
OPEN_BEFORE = ("mfa_", "account_", "set_language", "healthz", "home")


class SecondFactorNeeded(Refused):
    """Staff without a second factor in this session. `lead_to` is where it is set up or given."""

    code = "second_factor_needed"
    status: ClassVar[int] = 403
    message = _("Your role needs a second step when you sign in.")
    what_next = _("Set up an authenticator app or a passkey in your account, then go on.")

    def __init__(self, lead_to: str) -> None:
        self.lead_to = lead_to
        super().__init__()


def demand(request: HttpRequest) -> None:
    """Raises `SecondFactorNeeded` if the page is closed to this session for want of a second factor."""
    user = request.user
    if not settings.REQUIRE_STAFF_MFA or not user.is_authenticated:
        return
    match = request.resolver_match
    name = match.view_name if match else ""
    if name == "home" or name.startswith(OPEN_BEFORE[:-1]) or not staff_needs_it(user):
        return
    if proved(request):
        return
    if Authenticator.objects.filter(user=user).exists():
        query = urlencode({"next": request.get_full_path()})
        raise SecondFactorNeeded(f"{_asking_page(user)}?{query}")
    raise SecondFactorNeeded(reverse("mfa_index"))


def staff_needs_it(user: User) -> bool:
    """Whether one of the roles that the user holds now needs a second factor."""
    return any(needs_second_factor(role) for role, _court in user.roles_at(timezone.now()))


def proved(request: HttpRequest) -> bool:
    """Whether this session gave a second factor, or set the first one up."""
    if request.session.get(SET_UP_HERE):
        return True
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def _asking_page(user: User) -> str:
    by_code = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN).exists()
    return reverse("mfa_reauthenticate" if by_code else "mfa_reauthenticate_webauthn")


def _note_set_up(sender: Any, request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    """The first second factor counts for the session in which it was set up; a further one proves nothing."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    of_user = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    if of_user.count() == 1:
        request.session[SET_UP_HERE] = True


authenticator_added.connect(_note_set_up, dispatch_uid="tarazy.people.second_factor")
