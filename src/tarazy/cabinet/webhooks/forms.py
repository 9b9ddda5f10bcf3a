"""The form of an endpoint."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tarazy.cabinet.webhooks.actions.keep_endpoints import event_kinds

# The kinds of docket events (cases/data/events.yaml) as people read them.
KIND_WORDS = {
    "filing": _("filing and withdrawal"),
    "registry": _("registration and archive"),
    "distribution": _("distribution to judges"),
    "ruling": _("rulings"),
    "hearing": _("hearings"),
    "paper": _("papers of the parties"),
    "decision": _("decisions"),
    "appeal": _("higher instances"),
    "service": _("service of documents"),
    "time": _("time limits"),
    "party": _("parties and representatives"),
    "money": _("payments"),
}


class EndpointForm(forms.Form):
    """Where messages go and what about."""

    url = forms.CharField(
        label=_("Address"), max_length=500, help_text=_("A public https address of your program."),
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=_("What it is told of"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none to be told of everything."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind, KIND_WORDS.get(kind, kind)) for kind in event_kinds()]
        self.fields["kinds"].choices = choices  # type: ignore[attr-defined]
