"""What readers and clerks fill in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class LeakForm(forms.Form):
    """What a reader found in a published act."""

    passage = forms.CharField(
        label=_("What is still to be read there?"),
        help_text=_("Copy the words from the act: a name, a number, an address."),
        max_length=500,
        widget=forms.TextInput(attrs={"class": "govuk-input", "autocomplete": "off"}),
    )
    words = forms.CharField(
        label=_("Why must it be withheld? (optional)"),
        help_text=_("You don't have to say who you are."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"class": "govuk-textarea", "rows": 3}),
    )


class WithdrawForm(forms.Form):
    """Why an act leaves the public."""

    why = forms.CharField(
        label=_("Reason and norm"),
        min_length=5,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "govuk-input", "autocomplete": "off"}),
    )
