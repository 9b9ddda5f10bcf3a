"""What a reader fills in to keep a search."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tarazy.acts.following.actions.save_search import LONGEST_NAME
from tarazy.acts.following.models import Alert
from tarazy.acts.following.searches import LONGEST


class SearchForm(forms.Form):
    """The name of a search, and when to be told of new acts."""

    name = forms.CharField(
        label=_("Name of the search"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    alert = forms.ChoiceField(
        label=_("E-mail about new acts"), choices=Alert.choices, widget=forms.RadioSelect
    )


class NewSearchForm(SearchForm):
    """With the address of the search, which the search page's own form reads."""

    query = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)
