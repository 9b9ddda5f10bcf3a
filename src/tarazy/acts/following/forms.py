"""What a reader fills in to keep a search."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tarazy.acts.following.actions.save_search import LONGEST_NAME, NO_NAME, NO_SUCH_ALERT, named
from tarazy.acts.following.models import Alert
from tarazy.people.refusals import Invalid


class SearchForm(forms.Form):
    """The name of a search, and when to be told of new acts."""

    name = forms.CharField(
        label=_("Name of the search"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": LONGEST_NAME}),
        error_messages={"required": NO_NAME, "null_characters_not_allowed": NO_NAME},
    )
    alert = forms.ChoiceField(
        label=_("E-mail about new acts"),
        choices=Alert.choices,
        widget=forms.RadioSelect,
        error_messages={"required": NO_SUCH_ALERT, "invalid_choice": NO_SUCH_ALERT},
    )

    def clean_name(self) -> str:
        """The name in one line."""
        try:
            return named(self.cleaned_data["name"])
        except Invalid as refused:
            raise ValidationError([str(words) for words in refused.fields.values()]) from refused


class NewSearchForm(SearchForm):
    """With the address of the search, which the search page's own form reads."""

    query = forms.CharField(required=False, widget=forms.HiddenInput)
