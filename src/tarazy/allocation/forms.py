"""Forms of distribution."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tarazy.allocation.models import Draw
from tarazy.allocation.presenting import names_of
from tarazy.allocation.words import REDRAWS


class RedrawForm(forms.Form):
    """Why a draw is held again, who leaves, and the chair's key to sign it with."""

    reason = forms.ChoiceField(choices=())
    replaced = forms.MultipleChoiceField(choices=())
    key = forms.FileField(required=False)
    password = forms.CharField(required=False, max_length=200, strip=False)
    demo_key = forms.BooleanField(required=False)

    def __init__(self, *args: Any, draw: Draw, reasons: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        judges = names_of(draw.selected)
        self.fields["reason"].choices = [(code, REDRAWS.get(code, code)) for code in reasons]  # type: ignore[attr-defined]
        self.fields["replaced"].choices = [
            (one, judges[one].full_name) for one in draw.selected if one in judges
        ]  # type: ignore[attr-defined]
        self.fields["reason"].error_messages["required"] = _("Choose the reason.")
        self.fields["replaced"].error_messages["required"] = _("Choose who leaves the case.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("demo_key") and not cleaned.get("key"):
            self.add_error("key", _("Choose the file of your key."))
        return cleaned
