"""What addresses of searches say, and the forms of pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date as Date
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from tarazy.cases.filing_data import PartyData
from tarazy.cases.models import (
    InternalPaper,
    PaperStep,
    Party,
    PartyRole,
    ProceedingKind,
    Representation,
    StaffAssignment,
    Stage,
)
from tarazy.cases.search import CaseSearch, read_after
from tarazy.people.models import Language, bin_valid, iin_valid

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
            if isinstance(widget, forms.Select) and not isinstance(widget, forms.RadioSelect):
                widget.attrs.setdefault("class", "govuk-select")
            elif isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
                continue  # each of the choices has a class of its own in field.html
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


MOST_REASON = 2_000


class ReasonsForm(Styled):
    """An act's reasons, in the judge's words."""

    reasons = forms.CharField(
        label=_("Reasons"),
        widget=forms.Textarea,
        max_length=100_000,
        help_text=_("An empty line begins a new paragraph."),
    )


class JoinForm(ReasonsForm):
    """To which case this one is joined."""

    other = forms.CharField(
        label=_("Number of the other case"),
        max_length=60,
        help_text=_("A case of this court that you hear too. Parties and claims go over to it."),
    )
    field_order = ("other", "reasons")


class SplitForm(ReasonsForm):
    """Which claims become a case of their own."""

    claims = forms.MultipleChoiceField(
        label=_("Claims to split off"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At least one claim stays in this case."),
    )
    field_order = ("claims", "reasons")


class TransferForm(ReasonsForm):
    """To which court the case goes."""

    court = forms.ChoiceField(label=_("Court"))
    field_order = ("court", "reasons")


class RecusalForm(ReasonsForm):
    """Whether the judge in question goes."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[
            ("recusal_granted", _("Grant: another judge is drawn")),
            ("recusal_dismissed", _("Dismiss: the judge stays")),
        ],
    )
    field_order = ("decision", "reasons")


class PartyForm(Styled):
    """Somebody who comes into a case."""

    role = forms.ChoiceField(label=_("Role in the case"), choices=PartyRole.choices)
    kind = forms.ChoiceField(label=_("Who it is"), choices=Party.Kind.choices)
    name = forms.CharField(label=_("Full name"), max_length=300)
    iin = forms.CharField(label=_("IIN"), max_length=12, required=False)
    bin = forms.CharField(label=_("BIN"), max_length=12, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)

    def clean_iin(self) -> str:
        """An IIN whose check digit is right, or none."""
        return _number(self.cleaned_data["iin"], iin_valid)

    def clean_bin(self) -> str:
        """A BIN whose check digit is right, or none."""
        return _number(self.cleaned_data["bin"], bin_valid)

    def party(self) -> PartyData:
        """As the actions take it."""
        return PartyData(**{name: self.cleaned_data[name] for name in self.fields if name != "reason"})


class LeaveForm(Styled):
    """Why a party leaves."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=MOST_REASON)


class RepresentForm(Styled):
    """Who acts for a party: by one of its powers of attorney, or admitted by the court."""

    power = forms.ChoiceField(
        label=_("By a power of attorney"),
        required=False,
        help_text=_("Powers of this party that are in force and taken up."),
    )
    iin = forms.CharField(label=_("IIN of the representative"), max_length=12, required=False)
    ground = forms.ChoiceField(
        label=_("On what ground"),
        required=False,
        choices=[("", ""), *(one for one in Representation.Ground.choices if one[0] != "power")],
    )

    def clean_iin(self) -> str:
        """An IIN whose check digit is right, or none."""
        return _number(self.cleaned_data["iin"], iin_valid)

    def clean(self) -> dict[str, Any]:
        """Either a power, or an IIN with its ground."""
        given = super().clean() or {}
        if not given.get("power") and not (given.get("iin") and given.get("ground")):
            self.add_error("power", _("Choose a power of attorney, or give an IIN and a ground."))
        return given


class StaffForm(Styled):
    """Who works on the case, as what."""

    user = forms.ChoiceField(label=_("Who"))
    task = forms.ChoiceField(label=_("As what"), choices=StaffAssignment.Task.choices)


class ExtendForm(Styled):
    """Until when a time limit runs, and why."""

    due = forms.DateField(label=_("New last day"), widget=DateInput())
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=MOST_REASON)


def _number(text: str, check: Callable[[str], None]) -> str:
    text = "".join(text.split())
    if text:
        check(text)  # raises in words
    return text
