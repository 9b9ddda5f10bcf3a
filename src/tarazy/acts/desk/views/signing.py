"""From the draft to the act: looked at once more with every warning, then signed as everything is signed here.

The same pages serve the act itself and its operative part where that is announced first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tarazy.acts.desk.actions.announce_operative import announce_operative, operative_to_sign
from tarazy.acts.desk.actions.sign_act import paper_to_sign, sign_act
from tarazy.acts.desk.checks_shown import warnings_for
from tarazy.acts.desk.drafting import latest_number
from tarazy.acts.desk.models import SignedAct
from tarazy.acts.desk.papers import act_paper
from tarazy.acts.desk.signing import Prepared
from tarazy.acts.desk.steps import announcing, step_of
from tarazy.acts.desk.views.kept import forget, keep, kept
from tarazy.acts.desk.views.looking import look
from tarazy.acts.desk.views.opening import AtDesk, at_the_desk
from tarazy.acts.text import Part
from tarazy.cases.actions.issue_act import FURTHER
from tarazy.cases.forms import JoinForm, SplitForm, TransferForm
from tarazy.cases.rulings import word
from tarazy.cases.views.acting import StepForm
from tarazy.cases.workflow import table
from tarazy.courts.models import Court
from tarazy.documents.signatures.choices import signing_context, to_be_signed
from tarazy.documents.signatures.forms import SignForm
from tarazy.people.refusals import Refused

_FURTHER_FORMS = {"join": JoinForm, "split": SplitForm, "transfer": TransferForm}
_WRITTEN_IN_THE_ACT = ("reasons", "operative")


@dataclass(frozen=True)
class Way:
    """What is signed: names of its pages, and what makes and gives it."""

    check: str
    sign: str
    paper: str
    prepare: Any
    give: Any


WAYS = {
    "act": Way("desk:check", "desk:sign", "desk:paper", paper_to_sign, sign_act),
    "operative": Way(
        "desk:announce", "desk:announce_sign", "desk:operative", operative_to_sign, announce_operative
    ),
}


@require_GET
@at_the_desk
def preview(here: AtDesk) -> HttpResponse:
    """The act as the paper it would be, unsigned."""
    return _pdf(act_paper(here.text, here.draft, here.now.replace(microsecond=0)))


@require_http_methods(["GET", "POST"])
@at_the_desk
def check(here: AtDesk, what: str) -> HttpResponseBase:
    """What is worth another look, and what the step needs beside the words; then on to the signature.

    Nothing that is said here stops anybody: the judge reads it and goes on.
    """
    way = WAYS[what]
    text = here.text
    form = _step_form(here, what)
    refused: Refused | None = None
    if here.request.method == "POST" and form.is_valid():
        said = {"params": dict(form.cleaned_data), "version": latest_number(here.draft)}
        try:
            way.prepare(
                here.draft.pk, here.unlocked, by=here.user, made=here.now,
                params=said["params"], version=said["version"],
            )  # fmt: skip
        except Refused as refusal:
            refused = refusal
        else:
            keep(here, what, said)
            return redirect(way.sign, here.draft.pk)
    looked = look(here, text)
    shown = [Part.OPERATIVE] if what == "operative" else list(Part)
    context = _context(here, what) | {
        "form": form,
        "refused": refused,
        "text": text,
        "hints": [hint for part in shown for hint in looked.hints.get(part, [])],
        "requisites": looked.ticks,
        "warnings": warnings_for(here.user, here.draft, text),
    }
    response = render(here.request, "desk/check.html", context)
    if refused or form.errors:
        response.status_code = refused.status if refused else 422
    return response


@require_http_methods(["GET", "POST"])
@at_the_desk
def sign(here: AtDesk, what: str) -> HttpResponseBase:
    """The paper and the ways to sign it. Signed, it is an act of the court."""
    way = WAYS[what]
    said = kept(here, what)
    if said is None:
        return redirect(way.check, here.draft.pk)
    values, made = said
    given = {"by": here.user, "params": values["params"], "version": values["version"]}
    refused: Refused | None = None
    if here.request.method == "POST":
        form = SignForm(here.request.POST, here.request.FILES)
        form.is_valid()
        try:
            act: SignedAct = way.give(
                here.draft.pk, here.unlocked, now=here.now, signing=form.cleaned_data, made=made, **given
            )
        except Refused as refusal:
            refused = refusal
        else:
            forget(here, what)
            if what == "operative":
                messages.success(
                    here.request, _("The operative part is announced. The full text is due now.")
                )
                return redirect("desk:draft", here.draft.pk)
            messages.success(here.request, _("The act is signed and stands in the file."))
            return redirect("desk:act", act.pk)
    try:
        prepared: Prepared = way.prepare(here.draft.pk, here.unlocked, made=made, **given)
    except Refused as refusal:
        messages.warning(here.request, refusal.words)
        return redirect(way.check, here.draft.pk)
    content_url = reverse(way.paper, args=[here.draft.pk])
    context = signing_context(
        here.user, prepared.pdf, content_url=content_url, reason=prepared.text.title, now=here.now
    )
    context["content_url"] += f"?ticket={quote(context['ticket'])}"
    context |= _context(here, what) | {
        "refused": refused,
        "title": prepared.text.title,
        "sign_url": reverse(way.sign, args=[here.draft.pk]),
        "paper_url": content_url,
    }
    response = render(here.request, "desk/sign.html", context)
    if refused:
        response.status_code = refused.status
    return response


@require_GET
@at_the_desk
def paper(here: AtDesk, what: str) -> HttpResponseBase:
    """The paper to be signed; with a ticket the bytes that a signing program signs."""
    way = WAYS[what]
    said = kept(here, what)
    if said is None:
        return redirect(way.check, here.draft.pk)
    values, made = said
    prepared: Prepared = way.prepare(
        here.draft.pk, here.unlocked, by=here.user, made=made,
        params=values["params"], version=values["version"],
    )  # fmt: skip
    if ticket := here.request.GET.get("ticket", ""):
        content = to_be_signed(here.user, prepared.pdf, ticket, now=here.now)
        return HttpResponse(content, content_type="application/octet-stream")
    return _pdf(prepared.pdf)


def _step_form(here: AtDesk, what: str) -> forms.Form:
    """What the step asks beside the words of the act: an outcome, a ground, the other case; often nothing."""
    proceeding, data = here.proceeding, here.request.POST or None
    step = announcing(proceeding) if what == "operative" else step_of(proceeding, here.draft.code)
    if step in _FURTHER_FORMS and step in FURTHER:
        form: forms.Form = _FURTHER_FORMS[step](data)
        if step == "split":
            form.fields["claims"].choices = [  # type: ignore[attr-defined]
                (str(claim.number), f"{claim.number}. {claim.text or claim.demand}")
                for claim in here.opened.claims
            ]
        if step == "transfer":
            courts = Court.objects.filter(instance=proceeding.court.instance).exclude(pk=proceeding.court_id)
            form.fields["court"].choices = [("", ""), *((one.pk, one.name) for one in courts)]  # type: ignore[attr-defined]
    else:
        row = table().find(
            step, proceeding.kind, proceeding.stage, proceeding.case.category, proceeding.outcome
        )
        form = StepForm(row, data) if row else forms.Form(data)
    for name in _WRITTEN_IN_THE_ACT:
        form.fields.pop(name, None)
    return form


def _context(here: AtDesk, what: str) -> dict[str, Any]:
    title = here.text.title
    if what == "operative":
        title = word("decided", here.draft.language)
    return {"draft": here.draft, "case": here.case, "number": here.number, "title": title, "what": what}


def _pdf(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="act.pdf"'
    return response
