"""The desk's forms. Words that open the desk are read here and never kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tarazy.acts.desk.models import Opinion

LEAST_REASON = 10
MOST_WORDS = 20_000


def _secret(label: Any, help_text: Any = "", **attributes: str) -> forms.CharField:
    field = {"class": "govuk-input govuk-input--width-20", "spellcheck": "false", **attributes}
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs=field),
    )


class UnlockForm(forms.Form):
    """The word that opens the desk."""

    word = _secret(_("Desk word"), autocomplete="off")


class NewWordForm(forms.Form):
    """A word twice, so that a slip of the finger doesn't lock the desk for ever."""

    word = _secret(
        _("New desk word"),
        _("At least ten characters that you will remember. Nobody can tell it to you again."),
        autocomplete="off",
    )
    again = _secret(_("The same word again"), autocomplete="off")

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        found = super().clean() or {}
        if found.get("word") and found.get("again") and found["word"] != found["again"]:
            self.add_error("again", _("The two words differ."))
        return found


class ChangeWordForm(NewWordForm):
    """Another word in the place of the old one."""

    old = _secret(_("Desk word"), autocomplete="off")
    field_order = ("old", "word", "again")


class RecoverForm(NewWordForm):
    """The code on paper and a new word."""

    code = forms.CharField(
        label=_("Recovery code"),
        help_text=_("Eight groups of four letters and digits, from your paper."),
        max_length=100,
        widget=forms.TextInput(
            attrs={"class": "govuk-input td-code", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    field_order = ("code", "word", "again")


class OpinionForm(forms.Form):
    """What a judge of the panel says of the draft."""

    kind = forms.ChoiceField(
        label=_("Your opinion"),
        choices=Opinion.Kind.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios__input"}),
    )
    words = forms.CharField(
        label=_("In words"),
        help_text=_("Needed for a remark and a dissent. A dissent is put into the file with the act."),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"class": "govuk-textarea", "rows": 8}),
    )

    def clean(self) -> dict[str, Any]:
        """A remark and a dissent have words."""
        found = super().clean() or {}
        if (
            found.get("kind") in (Opinion.Kind.REMARK, Opinion.Kind.DISSENT)
            and not found.get("words", "").strip()
        ):
            self.add_error("words", _("Say it in words."))
        return found


class ReasonForm(forms.Form):
    """Why a draft is discarded."""

    reason = forms.CharField(
        label=_("Why it is discarded"),
        help_text=_("Kept with the record that the draft existed; its words are not."),
        min_length=LEAST_REASON,
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "govuk-textarea", "rows": 3}),
    )
