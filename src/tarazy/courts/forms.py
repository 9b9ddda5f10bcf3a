"""Forms of the pages of courts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tarazy.courts.models import Absence, Court, Judge
from tarazy.courts.queries import judges_of


class DateInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "govuk-input govuk-input--width-10"})


class AbsenceForm(forms.Form):
    """Who is absent, why, from which day to which."""

    judge = forms.ModelChoiceField(label=_("Judge"), queryset=Judge.objects.none())
    kind = forms.ChoiceField(label=_("Why"), choices=Absence.Kind.choices)
    since = forms.DateField(label=_("First day"), widget=DateInput())
    until = forms.DateField(label=_("Last day"), widget=DateInput())

    def __init__(self, court: Court, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["judge"].queryset = judges_of(court, timezone.localdate())  # type: ignore[attr-defined]
        for name in ("judge", "kind"):
            self.fields[name].widget.attrs["class"] = "govuk-select"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", _("The last day is before the first."))
        return given
