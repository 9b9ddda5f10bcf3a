"""Forms of accounts. What is typed wrong is said at its field; nothing says whether an account exists."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tarazy.people.actions.register import AS_COMPANY, Registration, number_is_free, register_person
from tarazy.people.models import Language, User, bin_valid, iin_valid
from tarazy.people.permissions import Role

PASSWORD_HINT = _("Ten characters or more. A few words that only you would put together are best.")
KINDS = (
    (Role.CITIZEN.value, _("For myself")),
    (Role.REPRESENTATIVE.value, _("I represent others, or I'm an advocate")),
    (AS_COMPANY, _("For a company or another organisation")),
)


def digits(widget_attrs: dict[str, str] | None = None) -> forms.TextInput:
    """A field for a number of digits, which brings up the digits of a phone's keyboard."""
    return forms.TextInput(attrs={"inputmode": "numeric", "spellcheck": "false", **(widget_attrs or {})})


def one_time_code() -> forms.TextInput:
    """A field for a code from an app."""
    return digits({"autocomplete": "one-time-code"})


class NumberField(forms.CharField):
    """Twelve digits; spaces between them are forgiven."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", digits({"autocomplete": "off"}))
        super().__init__(max_length=20, **kwargs)

    def to_python(self, value: Any) -> str:
        """The digits alone."""
        return str(super().to_python(value)).replace(" ", "").replace("-", "")


class NamesMixin(forms.Form):
    """A person's number and names."""

    iin = NumberField(
        label=_("IIN"), validators=[iin_valid], help_text=_("Twelve digits from the identity card.")
    )
    family_name = forms.CharField(
        label=_("Family name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    given_name = forms.CharField(
        label=_("Given name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    patronymic = forms.CharField(
        label=_("Patronymic"),
        max_length=80,
        required=False,
        help_text=_("If it stands in the identity card."),
        widget=forms.TextInput(attrs={"autocomplete": "additional-name"}),
    )


class LoginForm(account_forms.LoginForm):
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""


class RegisterForm(NamesMixin, account_forms.SignupForm):  # type: ignore[misc]
    """Who registers, as what; a company is named by its BIN."""

    kind = forms.ChoiceField(label=_("Who will use the account?"), choices=KINDS, widget=forms.RadioSelect)
    bin = NumberField(
        label=_("BIN"),
        required=False,
        validators=[bin_valid],
        help_text=_("For an organisation only: its twelve digits."),
    )
    organisation_name = forms.CharField(
        label=_("Name of the organisation"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    field_order = (
        "kind",
        "iin",
        "family_name",
        "given_name",
        "patronymic",
        "bin",
        "organisation_name",
        "email",
        "password1",
        "password2",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].help_text = _("We send a letter there; its link finishes the registration.")
        _label_new_password(self)

    def clean(self) -> dict[str, Any]:
        """The answers; a company needs its BIN and its name. An IIN that is taken is not said here."""
        answers: dict[str, Any] = super().clean()
        if answers.get("kind") == AS_COMPANY:
            if not answers.get("bin") and "bin" not in self.errors:
                self.add_error("bin", _("Enter the organisation's BIN."))
            if not answers.get("organisation_name"):
                self.add_error("organisation_name", _("Enter the organisation's name."))
        else:
            answers["bin"] = answers["organisation_name"] = ""
        return answers

    def try_save(self, request: HttpRequest) -> tuple[User | None, Any]:
        """The new account, or none: a letter says why, and the page says and does what it always does."""
        if not number_is_free(self.registration):
            self.account_already_exists = True
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])  # so that it takes as long
        found: tuple[User | None, Any] = super().try_save(request)
        return found

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """Complete the account that django-allauth has saved."""
        register_person(user, self.registration)

    @property
    def registration(self) -> Registration:
        """What was answered."""
        answers = self.cleaned_data
        return Registration(
            kind=answers["kind"],
            iin=answers["iin"],
            family_name=answers["family_name"],
            given_name=answers["given_name"],
            patronymic=answers["patronymic"],
            bin=answers["bin"],
            organisation_name=answers["organisation_name"],
            language=(get_language() or "kk")[:2],
        )


class ResetPasswordForm(account_forms.ResetPasswordForm):
    """The e-mail to send a link to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")


class ResetPasswordKeyForm(account_forms.ResetPasswordKeyForm):
    """A new password by the link of a letter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label_new_password(self)


class ChangePasswordForm(account_forms.ChangePasswordForm):
    """The old password and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("The password you have now")
        self.fields["oldpassword"].help_text = ""
        _label_new_password(self)


class ChangeEmailForm(account_forms.ChangeEmailForm):
    """Another e-mail; it counts when its letter was answered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail")


class SecondStepForm(mfa_forms.AuthenticateForm):
    """The second step of signing in."""

    code = forms.CharField(
        label=_("Code from the app, or a recovery code"), max_length=20, widget=one_time_code()
    )


class SecondStepAgainForm(mfa_forms.ReauthenticateForm):
    """The second step again, before something that matters."""

    code = forms.CharField(
        label=_("Code from the app, or a recovery code"), max_length=20, widget=one_time_code()
    )


class ActivateAppForm(totp_forms.ActivateTOTPForm):
    """The first code of a newly set up app."""

    code = forms.CharField(label=_("Code that the app shows"), max_length=10, widget=one_time_code())


class AddKeyForm(webauthn_forms.AddWebAuthnForm):
    """A passkey or a security key."""

    name = forms.CharField(
        label=_("Name of the key"), required=False, max_length=60, help_text=_("Such as: my phone")
    )
    passwordless = forms.BooleanField(
        label=_("I want to sign in with it alone, without a password"), required=False, initial=True
    )


class NameKeyForm(webauthn_forms.EditWebAuthnForm):
    """Another name for a key."""

    name = forms.CharField(label=_("Name of the key"), max_length=60)


class InvitedForm(NamesMixin):
    """Somebody who was invited and has no account yet."""

    language = forms.ChoiceField(label=_("Language of letters and notices"), choices=Language.choices)
    password1 = forms.CharField(
        label=_("Password"),
        help_text=PASSWORD_HINT,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("The password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """The answers, with a password that is the same twice and strong enough."""
        answers: dict[str, Any] = super().clean() or {}
        first, second = answers.get("password1"), answers.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords differ."))
        elif first:
            try:
                password_validation.validate_password(first)
            except forms.ValidationError as faults:
                self.add_error("password1", faults)
        return answers


def _label_new_password(form: forms.Form) -> None:
    form.fields["password1"].label = _("Password")
    form.fields["password1"].help_text = PASSWORD_HINT
    form.fields["password2"].label = _("The password again")
