"""The form of channels."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tarazy.cabinet.notices.channels import is_ready
from tarazy.cabinet.notices.models import Channel, Kind, NoticeSettings
from tarazy.cabinet.notices.preferences import chosen


class ChannelsForm(forms.Form):
    """A row of channels for each kind of notice, quiet nights, one message a day."""

    quiet = forms.BooleanField(label=_("Nothing between 22:00 and 8:00, unless it is urgent"), required=False)
    digest = forms.BooleanField(label=_("What isn't urgent once a day in one message"), required=False)

    def __init__(self, *args: Any, own: NoticeSettings, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"quiet": own.quiet, "digest": own.digest})
        super().__init__(*args, **kwargs)
        channels = [(one.value, one.label) for one in Channel if is_ready(one)]
        kinds: dict[str, forms.Field] = {}
        for kind in Kind:
            kinds[kind.value] = forms.MultipleChoiceField(
                label=str(kind.label)[:1].upper() + str(kind.label)[1:], choices=channels, required=False,
                widget=forms.CheckboxSelectMultiple, initial=chosen(own, kind),
            )  # fmt: skip
        self.fields = kinds | self.fields

    def channels(self) -> dict[str, list[str]]:
        """The channels chosen for each kind."""
        return {kind: list(self.cleaned_data[kind]) for kind in Kind.values}
