"""Forms of somebody who is signed in: the account, powers of attorney, invitations, tokens."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from tarazy.people import rules
from tarazy.people.actions.tokens import LONGEST_DAYS
from tarazy.people.court_names import all_courts
from tarazy.people.forms import NumberField, digits
from tarazy.people.models import (
    Language,
    Membership,
    NoticeChannel,
    Organisation,
    PowerOfAttorney,
    User,
    bin_valid,
    iin_valid,
)
from tarazy.people.permissions import Permission, Role, may

PHONE = RegexValidator(
    r"^\+?[0-9 ()-]{6,19}$", _("Enter the number with its country code, such as +7 701 234 56 78.")
)


class DayField(forms.DateField):
    """A day from the browser's calendar, or typed as 31.12.2026."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(input_formats=["%Y-%m-%d", "%d.%m.%Y"], **kwargs)


class AccountForm(forms.ModelForm):
    """What somebody may change of the account. Number and names change at the registry only."""

    language = forms.ChoiceField(
        label=_("Language of letters and notices"), choices=Language.choices, widget=forms.RadioSelect
    )
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        validators=[PHONE],
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    address = forms.CharField(
        label=_("Address for letters of the court"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    notice_channel = forms.ChoiceField(
        label=_("Where shall we send notices?"),
        choices=NoticeChannel.choices,
        widget=forms.RadioSelect,
        help_text=_("They always stand in the cabinet too."),
    )

    class Meta:
        model = User
        fields = ("language", "phone", "address", "notice_channel")

    def clean(self) -> dict[str, Any]:
        """The answers; a channel needs what it is reached by."""
        answers: dict[str, Any] = super().clean() or {}
        channel = answers.get("notice_channel")
        if channel == NoticeChannel.SMS and not answers.get("phone"):
            self.add_error("phone", _("Enter a phone number to get SMS."))
        if channel == NoticeChannel.TELEGRAM and not self.instance.telegram_chat:
            self.add_error("notice_channel", _("Link Telegram in the cabinet first."))
        return answers


class OrganisationForm(forms.Form):
    """An organisation that somebody says to head."""

    bin = NumberField(
        label=_("BIN"), validators=[bin_valid], help_text=_("The organisation's twelve digits.")
    )
    organisation_name = forms.CharField(label=_("Name of the organisation"), max_length=300)


class PowerForm(forms.Form):
    """A power of attorney. The representative is named by IIN and e-mail together, so that nobody is looked up."""

    principal = forms.ChoiceField(label=_("On whose behalf?"))
    representative_iin = NumberField(label=_("IIN of the representative"), validators=[iin_valid])
    representative_email = forms.EmailField(
        label=_("E-mail of the representative's account"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    scope = forms.MultipleChoiceField(
        label=_("What may the representative do?"),
        choices=PowerOfAttorney.Scope.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    since = DayField(label=_("From (this day included)"))
    until = DayField(label=_("Until (this day included)"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        heads = Membership.objects.filter(user=user, is_head=True, until=None).select_related("organisation")
        self.organisations = {str(one.organisation_id): one.organisation for one in heads}
        self.fields["principal"].choices = [
            ("me", user.full_name),
            *((key, one.name) for key, one in self.organisations.items()),
        ]
        self.fields["principal"].initial = "me"
        if not self.organisations:
            self.fields["principal"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """The answers with `representative`, if there is an account with both the number and the e-mail."""
        answers: dict[str, Any] = super().clean() or {}
        iin, email = answers.get("representative_iin"), answers.get("representative_email")
        if iin and email:
            found = User.objects.filter(iin=iin, email=email.lower(), is_active=True).first()
            if found is None:
                raise ValidationError(
                    _("No account has this IIN and this e-mail together. Ask your representative for both.")
                )
            answers["representative"] = found
        return answers

    @property
    def organisation(self) -> Organisation | None:
        """The organisation that gives the power, or None for the person."""
        return self.organisations.get(self.cleaned_data["principal"])


class InviteForm(forms.Form):
    """Whom to invite to which role, of those that the inviter may give."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"))
    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=Language.choices, initial=Language.KAZAKH
    )

    def __init__(self, *args: Any, user: User, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courts = all_courts()
        own = {court for _role, court in user.roles_at(now) if court}
        # The operator names the chair of any court; a chair staffs the own one.
        codes = courts if user.has_role(Role.OPERATOR) else sorted(own)
        self.fields["role"].choices = [
            (f"{role}.{code}" if code else str(role), _role_in(role, courts.get(code, code)))
            for role, code in rules.giveable(user.roles_at(now), codes)
        ]

    @property
    def chosen(self) -> tuple[Role, str]:
        """The role and its court."""
        role, _dot, code = self.cleaned_data["role"].partition(".")
        return Role(role), code


class TokenForm(forms.Form):
    """A token for a program."""

    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("Such as the program that will use it.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it be used for?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With nothing chosen it can only read what is your own."),
    )
    days = forms.IntegerField(
        label=_("For how many days?"), min_value=1, max_value=LONGEST_DAYS, initial=30, widget=digits()
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(str(one), one.label) for one in Permission if may(user, one)]


def _role_in(role: Role, court: str) -> str:
    return f"{role.label}, {court}" if court else str(role.label)
