"""What judges do together over a draft: taking it over from the assistant, letting a colleague in, opinions, dissent."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tarazy.acts.desk.actions.discard_draft import discard_draft
from tarazy.acts.desk.actions.give_opinion import dissent_to_sign, give_opinion
from tarazy.acts.desk.actions.share_draft import share_draft, waiting_for
from tarazy.acts.desk.actions.take_over import take_over
from tarazy.acts.desk.drafting import latest_number
from tarazy.acts.desk.forms import OpinionForm, ReasonForm
from tarazy.acts.desk.models import Opinion
from tarazy.acts.desk.opinions import deciding, opinions_of
from tarazy.acts.desk.readers import bench as sitting
from tarazy.acts.desk.views.kept import forget, keep, kept
from tarazy.acts.desk.views.opening import AtDesk, at_the_desk
from tarazy.documents.signatures.choices import signing_context, to_be_signed
from tarazy.documents.signatures.forms import SignForm
from tarazy.people.refusals import Refused

DISSENT = "dissent"


@require_POST
@at_the_desk
def take(here: AtDesk) -> HttpResponse:
    """The judge takes a prepared draft over; the assistant reads it no longer."""
    take_over(here.draft.pk, here.unlocked, by=here.user, now=here.now)
    messages.success(here.request, _("The draft is yours now: only the judges of the panel read it."))
    return redirect("desk:draft", here.draft.pk)


@require_POST
@at_the_desk
def share(here: AtDesk) -> HttpResponse:
    """A colleague of the panel who doesn't hold the draft's key is let in."""
    asked = here.request.POST.get("user", "")
    user = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
    share_draft(here.draft.pk, user, here.unlocked, by=here.user, now=here.now)
    messages.success(here.request, _("The draft is open to the colleague now."))
    return redirect("desk:opinions", here.draft.pk)


@require_http_methods(["GET", "POST"])
@at_the_desk
def opinions(here: AtDesk) -> HttpResponseBase:
    """What the panel says of the draft. A dissent goes on to its signature."""
    if not here.judge:
        raise Http404
    last = latest_number(here.draft)
    form = OpinionForm(here.request.POST or None)
    refused: Refused | None = None
    if here.request.method == "POST" and form.is_valid():
        kind, words = form.cleaned_data["kind"], form.cleaned_data["words"]
        read = here.request.POST.get("version", "")
        version = int(read) if read.isdecimal() and len(read) < 8 else 0
        try:
            if kind == Opinion.Kind.DISSENT:
                dissent_to_sign(here.draft.pk, words, by=here.user, made=here.now)
                keep(here, DISSENT, {"words": words, "version": version})
                return redirect("desk:dissent", here.draft.pk)
            give_opinion(
                here.draft.pk, kind, words, here.unlocked, version=version, by=here.user, now=here.now
            )
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(here.request, _("Your opinion is kept with the draft."))
            return redirect("desk:opinions", here.draft.pk)
    said = opinions_of(here.draft, here.unlocked)
    heard = deciding(said)
    judges = list(sitting(here.proceeding))
    context: dict[str, Any] = {
        "draft": here.draft,
        "case": here.case,
        "number": here.number,
        "title": here.text.title,
        "form": form,
        "refused": refused,
        "said": said,
        "kinds": dict(Opinion.Kind.choices),
        "judges": [(one, heard.get(one.pk)) for one in judges],
        "waiting": waiting_for(here.draft),
        "together": len(judges) > 1,
        "last": last,
    }
    response = render(here.request, "desk/opinions.html", context)
    if refused or form.errors:
        response.status_code = refused.status if refused else 422
    return response


@require_http_methods(["GET", "POST"])
@at_the_desk
def dissent(here: AtDesk) -> HttpResponseBase:
    """A dissent is signed by its judge; it stays sealed with the draft until the act is signed."""
    said = kept(here, DISSENT)
    if said is None:
        return redirect("desk:opinions", here.draft.pk)
    values, made = said
    refused: Refused | None = None
    if here.request.method == "POST":
        form = SignForm(here.request.POST, here.request.FILES)
        form.is_valid()
        try:
            give_opinion(
                here.draft.pk, Opinion.Kind.DISSENT, values["words"], here.unlocked,
                version=values["version"], by=here.user, now=here.now, signing=form.cleaned_data, made=made,
            )  # fmt: skip
        except Refused as refusal:
            refused = refusal
        else:
            forget(here, DISSENT)
            messages.success(here.request, _("Your dissent is signed and kept with the draft."))
            return redirect("desk:opinions", here.draft.pk)
    pdf = dissent_to_sign(here.draft.pk, values["words"], by=here.user, made=made)
    title = str(Opinion.Kind.DISSENT.label)
    paper_url = reverse("desk:dissent_paper", args=[here.draft.pk])
    context = signing_context(here.user, pdf, content_url=paper_url, reason=title, now=here.now)
    context["content_url"] += f"?ticket={quote(context['ticket'])}"
    context |= {
        "draft": here.draft,
        "case": here.case,
        "number": here.number,
        "title": title,
        "what": DISSENT,
        "refused": refused,
        "sign_url": reverse("desk:dissent", args=[here.draft.pk]),
        "paper_url": paper_url,
    }
    response = render(here.request, "desk/sign.html", context)
    if refused:
        response.status_code = refused.status
    return response


@require_GET
@at_the_desk
def dissent_paper(here: AtDesk) -> HttpResponseBase:
    """The dissent as a paper; with a ticket the bytes that a signing program signs."""
    said = kept(here, DISSENT)
    if said is None:
        return redirect("desk:opinions", here.draft.pk)
    values, made = said
    pdf = dissent_to_sign(here.draft.pk, values["words"], by=here.user, made=made)
    if ticket := here.request.GET.get("ticket", ""):
        content = to_be_signed(here.user, pdf, ticket, now=here.now)
        return HttpResponse(content, content_type="application/octet-stream")
    return HttpResponse(pdf, content_type="application/pdf")


@require_http_methods(["GET", "POST"])
@at_the_desk
def discard(here: AtDesk) -> HttpResponseBase:
    """Put the draft away unsigned, with a reason."""
    form = ReasonForm(here.request.POST or None)
    refused: Refused | None = None
    if here.request.method == "POST" and form.is_valid():
        try:
            discard_draft(here.draft.pk, form.cleaned_data["reason"], by=here.user, now=here.now)
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(here.request, _("The draft is discarded."))
            return redirect("desk:index")
    context = {
        "draft": here.draft,
        "case": here.case,
        "number": here.number,
        "title": here.text.title,
        "form": form,
        "refused": refused,
    }
    response = render(here.request, "desk/discard.html", context)
    if refused or form.errors:
        response.status_code = refused.status if refused else 422
    return response
