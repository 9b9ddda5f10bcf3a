"""Doing something in a case: what the table of transitions allows this person now, each with its form."""

from __future__ import annotations

from string import Formatter
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tarazy.cases import events
from tarazy.cases.actions.apply_event import ELSEWHERE, apply_event
from tarazy.cases.actions.issue_act import FURTHER
from tarazy.cases.models import Outcome
from tarazy.cases.moving import possible
from tarazy.cases.naming import norm_words
from tarazy.cases.presenting import ActionLink, track
from tarazy.cases.standing import standing
from tarazy.cases.views.case import page
from tarazy.cases.views.changing import further_links, give_further
from tarazy.cases.views.opening import OpenedCase, open_case
from tarazy.cases.views.rulings import keep
from tarazy.cases.workflow import Transition, table
from tarazy.people.models import Language
from tarazy.people.permissions import Permission, may
from tarazy.people.refusals import Refused

# Steps of the table that have a page of their own here.
OWN_PAGES = {"register": "cases:register"}
# Parameters that come from fields of their own or from the program.
_NOT_ASKED = frozenset({"outcome", "ground", "language", "number", "judges", "old", "new", "norm", "court"})


class StepForm(forms.Form):
    """What a step needs beside the press of a button: an outcome, a ground, values that its words name."""

    def __init__(self, row: Transition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = (get_language() or "kk")[:2]
        if row.outcomes:
            lawful = table().outcomes[row.outcomes].on(timezone.localdate())
            words = dict(Outcome.choices)
            if len(lawful) > 1:  # of one alone there is nothing to choose
                self.fields["outcome"] = forms.ChoiceField(
                    label=_("Outcome"),
                    choices=[("", ""), *((code, words.get(code, code)) for code in lawful)],
                )
        if row.grounds:
            grounds = table().grounds[row.grounds].values()
            self.fields["ground"] = forms.ChoiceField(
                label=_("Ground"),
                choices=[
                    ("", ""),
                    *(
                        (one.code, f"{one.words.get(language, one.words['kk'])} ({norm_words(one.norm)})")
                        for one in grounds
                    ),
                ],
            )
        if row.event == "accept":
            self.fields["language"] = forms.ChoiceField(
                label=_("Language of the proceedings"), choices=Language.choices
            )
        for name in _asked_by_words(row.event):
            self.fields[name] = forms.CharField(label=_PARAMS.get(name, name), max_length=300)
        if row.ruling:
            self.fields["reasons"] = forms.CharField(
                label=_("Reasons"),
                widget=forms.Textarea(attrs={"rows": 10}),
                max_length=100_000,
                help_text=_("An empty line begins a new paragraph."),
            )
            self.fields["operative"] = forms.CharField(
                label=_("What is ruled"),
                widget=forms.Textarea(attrs={"rows": 4}),
                required=False,
                max_length=20_000,
                help_text=_("Each line is a point. Left empty, the usual words of such an act are used."),
            )
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["class"] = "govuk-textarea"
                continue
            select = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "govuk-select" if select else "govuk-input"


_PARAMS: dict[str, Any] = {
    "when": _("When"),
    "until": _("Until"),
    "reason": _("Reason"),
    "other": _("Number of the other case"),
    "what": _("What"),
    "why": _("Reason"),
}


def possible_links(opened: OpenedCase) -> list[ActionLink]:
    """The steps that this person may make in the current proceeding, in the table's order.

    For the court's side the step by which the case goes its usual way stands first, as a button: never a withdrawal.
    """
    stands = standing(opened.user, opened.current, now=timezone.now())
    ahead = next((stop.stage for stop in track(opened.current) if stop.state == "ahead"), "")
    links: list[ActionLink] = []
    for row in possible(opened.current, stands):
        if row.event in ELSEWHERE and row.event not in OWN_PAGES:
            continue
        view = OWN_PAGES.get(row.event, "cases:do")
        args = [opened.case.uuid] if row.event in OWN_PAGES else [opened.case.uuid, row.event]
        usual = opened.court_side and row.target == ahead and not (links and links[0].primary)
        links.insert(
            0 if usual else len(links),
            ActionLink(
                title=events.event(row.event).asked(),
                url=reverse(view, args=args),
                about=norm_words(row.norm_for(opened.current.kind)),
                primary=usual,
            ),
        )
    links += further_links(opened)
    if may(opened.user, Permission.SEAL_CASES, opened.case.court_id):
        links.append(ActionLink(_("Seal or unseal"), reverse("cases:seal", args=[opened.case.uuid])))
    return links


@login_required
@require_http_methods(["GET", "POST"])
def do(request: HttpRequest, case_uuid: UUID, event: str) -> HttpResponse:
    """The form of a step, and making it. 404 for a step that isn't possible for this person now."""
    opened = open_case(request, case_uuid)
    if event in FURTHER:
        return give_further(request, opened, event)
    now = timezone.now()
    stands = standing(opened.user, opened.current, now=now)
    row = next((one for one in possible(opened.current, stands) if one.event == event), None)
    if row is None or event in ELSEWHERE:
        raise Http404
    form = StepForm(row, request.POST or None)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid() and row.ruling:
        given = {**form.cleaned_data}
        given["operative"] = [line.strip() for line in given["operative"].splitlines() if line.strip()]
        return keep(request, opened, event, given)
    if request.method == "POST" and form.is_valid():
        try:
            apply_event(
                opened.current.pk, event, by=opened.user, now=now, params={**form.cleaned_data},
            )  # fmt: skip
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(request, events.event(event).told(form.cleaned_data))
            return redirect("cases:case", case_uuid)
    response = page(
        request,
        opened,
        "do",
        form=form,
        refused=refused,
        row=row,
        title=events.event(event).asked(),
        norm=norm_words(row.norm_for(opened.current.kind)),
        limits=[start.limit for start in row.starts],
    )
    if refused:
        response.status_code = refused.status
    return response


def _asked_by_words(event: str) -> list[str]:
    """Names of the parameters in the words of an event that a person has to give."""
    named = dict.fromkeys(
        name
        for words in events.event(event).words.values()
        for _text, name, *_rest in Formatter().parse(words)
        if name
    )
    return [name for name in named if name not in _NOT_ASKED]
