"""What addresses of searches say, and the forms of pages."""

from __future__ import annotations

from datetime import date as Date
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from tarazy.cases.models import InternalPaper, PaperStep, ProceedingKind, Stage
from tarazy.cases.search import CaseSearch, read_after

LONGEST_TEXT = 200


def case_search(query: QueryDict) -> CaseSearch:
    """The search that an address asks for; what is malformed in it is left out."""
    stage, kind = query.get("stage", ""), query.get("kind", "")
    return CaseSearch(
        text=query.get("q", "").replace("\0", "").strip()[:LONGEST_TEXT],
        court=code
        if (code := query.get("court", "")).isascii() and code.isdigit() and len(code) == 4
        else "",
        judge=_uuid(query.get("judge", "")),
        since=day(query.get("since", "")),
        until=day(query.get("until", "")),
        stage=stage if stage in Stage.values else "",
        kind=kind if kind in ProceedingKind.values else "",
        after=read_after(query.get("after", "").replace(" ", "+")),
    )


def day(text: str) -> Date | None:
    """The day that a date field says, `None` if it says none."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class DateInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "govuk-input govuk-input--width-10"})


class Styled(forms.Form):
    """A form whose fields wear the classes of the design system."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            widget = field.widget
            if isinstance(widget, forms.Select):
                widget.attrs.setdefault("class", "govuk-select")
            elif isinstance(widget, forms.Textarea):
                widget.attrs.setdefault("class", "govuk-textarea")
                widget.attrs["rows"] = 4
            else:
                widget.attrs.setdefault("class", "govuk-input")


class PaperForm(Styled):
    """A new internal paper."""

    kind = forms.ChoiceField(label=_("Kind of paper"), choices=InternalPaper.Kind.choices)
    subject = forms.CharField(label=_("Subject"), max_length=300)
    text = forms.CharField(label=_("Text"), widget=forms.Textarea, required=False, max_length=50_000)
    case_number = forms.CharField(
        label=_("Number of the case, if it is about one"), max_length=60, required=False
    )


class StepForm(Styled):
    """The next step of a paper: a resolution, an assignment, an approval."""

    kind = forms.ChoiceField(label=_("Step"), choices=PaperStep.Kind.choices)
    to = forms.ChoiceField(label=_("To whom"), required=False)
    text = forms.CharField(label=_("Words"), widget=forms.Textarea, required=False, max_length=5_000)
    due = forms.DateField(label=_("To be done by"), required=False, widget=DateInput())


class HandOverForm(Styled):
    """To whom a task goes, and why."""

    to = forms.ChoiceField(label=_("To whom"))
    note = forms.CharField(label=_("Note"), widget=forms.Textarea, required=False, max_length=2_000)
