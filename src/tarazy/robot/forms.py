"""The forms of this room: a travel-ban material, a rejection, a proposal and the decisions on it."""

from __future__ import annotations

from datetime import date as Date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from tarazy.courts.models import Court
from tarazy.law import is_bin, is_iin
from tarazy.robot.actions.submit_ban import Ban
from tarazy.robot.models import Rejection

LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский")]


class DayField(forms.CharField):
    """A day as YYYY-MM-DD or DD.MM.YYYY."""

    def clean(self, value: Any) -> Date | None:
        """The day. Raises `ValidationError`."""
        text = super().clean(value)
        if not text:
            return None
        try:
            day, month, year = text.split(".") if "." in text else reversed(text.split("-"))
            found = parse_date(f"{year}-{month.zfill(2)}-{day.zfill(2)}")
        except ValueError:
            found = None
        if found is None:
            raise ValidationError(_("Write the day as 31.12.2026."))
        return found


class BanForm(forms.Form):
    """What a bailiff asks to be sanctioned."""

    court_code = forms.ChoiceField(label=_("Court of the place of execution"))
    language = forms.ChoiceField(label=_("Language of the paper"), choices=LANGUAGES)
    enforcement_number = forms.CharField(
        label=_("Number of the enforcement proceedings"), max_length=40, strip=True
    )
    document = forms.CharField(
        label=_("Enforcement document: what, by whom, its number and date"), max_length=300
    )
    order_number = forms.CharField(label=_("Number of your order"), max_length=40)
    order_on = DayField(label=_("Day of your order (31.12.2026)"), max_length=10)
    debtor_name = forms.CharField(label=_("Debtor: name in full, or organisation"), max_length=300)
    debtor_number = forms.CharField(label=_("IIN or BIN of the debtor"), max_length=12)
    person_name = forms.CharField(label=_("Person to be restricted: name in full"), max_length=300)
    person_iin = forms.CharField(label=_("IIN of this person"), max_length=12)
    creditor_name = forms.CharField(label=_("Creditor"), max_length=300)
    debt = forms.DecimalField(
        label=_("Debt still open, tenge"),
        min_value=Decimal("0.01"),
        max_digits=15,
        decimal_places=2,
        localize=True,
    )
    grounds = forms.CharField(
        label=_("Motives and grounds of the order"), max_length=20_000, widget=forms.Textarea
    )
    hardship = forms.BooleanField(
        label=_("The debtor pleads treatment, a child, a work trip or hardship"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Court.objects.filter(instance="first").order_by("code")
        self.fields["court_code"].choices = [(one.pk, f"{one} ({one.pk})") for one in rows]

    def clean_debtor_number(self) -> str:
        """An IIN or a BIN with its check digit."""
        number = str(self.cleaned_data["debtor_number"])
        if not is_iin(number) and not is_bin(number):
            raise ValidationError(_("The number isn't right: look at its twelve digits again."))
        return number

    def clean_person_iin(self) -> str:
        """An IIN with its check digit."""
        number = str(self.cleaned_data["person_iin"])
        if not is_iin(number):
            raise ValidationError(_("The number isn't right: look at its twelve digits again."))
        return number

    def ban(self) -> Ban:
        """The values; call it after `is_valid`."""
        values = dict(self.cleaned_data)
        number = values["debtor_number"]
        return Ban(**values, debtor_is_entity=is_bin(number) and not is_iin(number))


class RejectForm(forms.Form):
    """Why a draft isn't taken."""

    why = forms.ChoiceField(label=_("What is wrong with it?"), choices=Rejection.Why.choices)
    condition = forms.ChoiceField(label=_("Which condition?"), required=False)
    reason = forms.CharField(label=_("Say it in your words"), max_length=2000, widget=forms.Textarea)

    def __init__(self, *args: Any, conditions: list[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["condition"].choices = [("", _("none in particular")), *conditions]


class ProposalForm(forms.Form):
    """What to robotise next, and why."""

    title = forms.CharField(label=_("Which acts should be drafted?"), max_length=200)
    why = forms.CharField(label=_("Why"), max_length=5000, widget=forms.Textarea)


class CommentForm(forms.Form):
    """A comment on a proposal."""

    text = forms.CharField(label=_("Your comment"), max_length=5000, widget=forms.Textarea)


class DecisionForm(forms.Form):
    """A decision on a proposal."""

    decision = forms.ChoiceField(
        choices=[("adopt", ""), ("decline", ""), ("use", ""), ("off", "")], widget=forms.HiddenInput
    )
    table = forms.CharField(label=_("Rule table"), max_length=40, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea)
