"""What django-allauth asks of this house: who is told what in which language, and what staff may not switch off."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from tarazy.people.limits import client_address
from tarazy.people.models import User
from tarazy.people.second_factor import staff_needs_it


def display_name(user: User) -> str:
    """How pages call the person."""
    return user.full_name


class AccountAdapter(DefaultAccountAdapter):
    """Accounts: our words, the person's language in letters, no word on whether an account exists."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Ask the registry of your court."),
        "email_password_mismatch": _("The e-mail or the password isn't right."),
        "incorrect_password": _("The password isn't right."),
        "enter_current_password": _("The password isn't right."),
        "incorrect_code": _("The code isn't right. Take the newest one."),
        "invalid_password_reset": _("This link was used already or is too old."),
        "too_many_login_attempts": _("Too many failed attempts. Wait ten minutes and try again."),
        "same_as_current": _("This is the address you have now."),
        "rate_limited": _("Too many attempts. Wait a little and try again."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that limits and lists of sessions use."""
        return client_address(request)

    def send_account_already_exists_mail(self, email: str) -> None:
        """Nobody was registered: the letter's words fit a taken address, a taken number and one that doesn't match."""
        context = {
            "sign_in_url": self.request.build_absolute_uri(reverse("account_login")),
            "reset_url": self.request.build_absolute_uri(reverse("account_reset_password")),
        }
        self.send_mail("account/email/not_registered", email, context)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send the letter in the language of the account if there is one, else of the page."""
        person = context.get("user") or User.objects.filter(email=email.lower()).first()
        language = getattr(person, "language", None) or translation.get_language()
        host = self.request.get_host() if self.request else ""
        with translation.override(language):
            super().send_mail(template_prefix, email, {"host": host, **context})

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether to ask once more: not within a quarter of an hour after signing in, or after the last such ask."""
        records = get_authentication_records(self.request, self.request.user)
        if not records:
            return True
        return bool(time.time() - records[-1]["at"] > app_settings.REAUTHENTICATION_TIMEOUT)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: secrets are kept encrypted, and staff keep one."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "Your role needs a second step: add another one before you remove this."
        ),
        "incorrect_code": _("The code isn't right. Take the newest one."),
        "unverified_email": _("Confirm your e-mail first."),
    }

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again. Raises ValueError if it was stored under another key of the installation."""
        from cryptography.fernet import InvalidToken

        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise ValueError("stored under another secret key") from None

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Staff keep at least one second factor beside the recovery codes."""
        if not settings.REQUIRE_STAFF_MFA or not staff_needs_it(authenticator.user):
            return True
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def _cipher() -> Any:
    """Fernet under keys derived from the secret key and those it replaced."""
    import base64
    from hashlib import sha256

    from cryptography.fernet import Fernet, MultiFernet

    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = [
        base64.urlsafe_b64encode(sha256(b"tarazy second factor" + key.encode()).digest()) for key in keys
    ]
    return MultiFernet([Fernet(key) for key in derived])
