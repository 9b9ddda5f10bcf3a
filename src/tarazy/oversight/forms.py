"""Forms of oversight's pages, and what addresses of statistics say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tarazy.cases.forms import Styled, day
from tarazy.courts.models import Court
from tarazy.oversight.models import RiskReview
from tarazy.oversight.registry import measures, systems

LONGEST = 10_000


def _least() -> int:
    return int(measures()["objection"]["shortest_answer"])


def _text(label: Any, help_text: Any = "", **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST,
        min_length=_least() if more.get("required", True) else None,
        widget=forms.Textarea,
        **more,
    )


class ObjectForm(Styled):
    """A party's objection."""

    systems = forms.MultipleChoiceField(
        label=_("Against which systems?"),
        help_text=_("None chosen means all of them."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    text = forms.CharField(
        label=_("Why? In your own words."), max_length=LONGEST, required=False, widget=forms.Textarea
    )

    def __init__(self, *args: Any, used: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["systems"].choices = used  # type: ignore[attr-defined]
        if not used:
            del self.fields["systems"]


class AnswerForm(Styled):
    """The answer to an objection."""

    upheld = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("yes", _("Uphold: not used in this case any more")),
            ("no", _("Reject: it may be used")),
        ],
        widget=forms.RadioSelect,
    )
    answer = _text(_("Reasons, which the party reads"))


class SwitchForm(Styled):
    """On, off, or back."""

    to = forms.ChoiceField(label=_("Switch"), widget=forms.RadioSelect)
    reason = _text(_("Reason"), _("It is shown in the public register."))

    def __init__(self, *args: Any, versions: list[Any], on: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        back = [
            (f"version:{one.sha256}", _("Use only version %(version)s") % {"version": one.label})
            for one in versions
        ]
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("off", _("Off, at once and everywhere")),
            ("on", _("On, in the newest version")),
            *back,
        ]
        self.fields["to"].initial = "off" if on else "on"


class SignForm(Styled):
    """Answering for a changed version."""

    reason = _text(_("What was changed, and who checked it?"))


class ReviewForm(Styled):
    """The yearly review of risk."""

    risks = _text(_("What can go wrong, and what did?"))
    people = _text(_("Whom would it hurt? Which groups of people more than others?"))
    changes = _text(_("What has changed since the last review: data, model, rules, use?"), required=False)
    measures_taken = _text(_("What was done about it, what will be?"))
    decision = forms.ChoiceField(
        label=_("Decision"), choices=RiskReview.Decision.choices, widget=forms.RadioSelect
    )


class FindingForm(Styled):
    """What an alarm turned out to be."""

    finding = _text(_("What was found, and what was done?"))


class OwnForm(Styled):
    """A judge's own switches."""

    off = forms.MultipleChoiceField(
        label=_("Switch off for me"), required=False, widget=forms.CheckboxSelectMultiple
    )
    own_note_first = forms.BooleanField(
        label=_("Show me the forecast of a case only after I have written my own note"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["off"].choices = [  # type: ignore[attr-defined]
            (slug, one.name) for slug, one in systems().items() if one.in_case
        ]


@dataclass(frozen=True)
class Asked:
    """The statistics that an address asks for; what is malformed in it is left out."""

    court: str = ""
    region: str = ""
    category: str = ""

    @property
    def level(self) -> str:
        """country, region or court."""
        return "court" if self.court else "region" if self.region else "country"

    @property
    def place(self) -> str:
        """A court's code, a region's id, or "" for the country."""
        return self.court or self.region


def asked(query: QueryDict) -> Asked:
    """What `?court=…&region=…&category=…` asks for. A court outweighs its region."""
    court = query.get("court", "")
    if not (court.isascii() and court.isdigit() and Court.objects.filter(pk=court).exists()):
        court = ""
    region = "" if court else query.get("region", "").replace("\0", "")[:40]
    if region and not Court.objects.filter(region=region).exists():
        region = ""
    return Asked(court, region, query.get("category", "").replace("\0", "")[:60])


def days_of(query: QueryDict) -> dict[str, Any]:
    """`system`, `since` and `until` of the log of uses."""
    system = query.get("system", "")
    return {
        "system": system if system in systems() else "",
        "since": day(query.get("since", "")),
        "until": day(query.get("until", "")),
    }
