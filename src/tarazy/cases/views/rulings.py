"""An act of the court: prepared, shown as it will stand in the file, signed by the judge."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tarazy.cases import events
from tarazy.cases.actions.issue_act import draft_act, issue_act
from tarazy.cases.models import Case
from tarazy.cases.views.case import page
from tarazy.cases.views.opening import OpenedCase, open_case
from tarazy.documents.signatures.choices import signing_context, to_be_signed
from tarazy.documents.signatures.forms import SignForm
from tarazy.people.refusals import Refused


def _key(opened: OpenedCase, event: str) -> str:
    return f"ruling:{opened.current.pk}:{event}"


def keep(request: HttpRequest, opened: OpenedCase, event: str, params: dict[str, Any]) -> HttpResponse:
    """Keep what the act says until it is signed, and lead to signing. The time of drafting is printed in it."""
    made = timezone.now().replace(microsecond=0)
    request.session[_key(opened, event)] = {"params": params, "made": made.isoformat()}
    return redirect("cases:sign", opened.case.uuid, event)


def _drafted(request: HttpRequest, opened: OpenedCase, event: str) -> tuple[dict[str, Any], datetime]:
    kept = request.session.get(_key(opened, event))
    made = parse_datetime(kept["made"]) if kept else None
    if kept is None or made is None:
        raise Http404
    return dict(kept["params"]), made


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, case_uuid: UUID, event: str) -> HttpResponse:
    """The draft and the ways to sign it; signed, it is in the file and its step is made."""
    opened = open_case(request, case_uuid)
    params, made = _drafted(request, opened, event)
    now = timezone.now()
    told = events.event(event) if event in events.all_events() else None
    title = told.asked() if told else event
    refused: Refused | None = None
    if request.method == "POST":
        form = SignForm(request.POST, request.FILES)
        form.is_valid()
        try:
            made_in = issue_act(
                opened.current.pk, event, by=opened.user, now=now, params=params,
                signing=form.cleaned_data, made=made,
            )  # fmt: skip
        except Refused as refusal:
            refused = refusal
        else:
            del request.session[_key(opened, event)]
            messages.success(request, told.told(params) if told else title)
            seen = Case.objects.visible_to(opened.user).filter(pk=made_in.pk).exists()
            return redirect("cases:case", made_in.uuid) if seen else redirect("cases:search")
    pdf = draft_act(opened.current.pk, event, by=opened.user, now=made, params=params)
    args = [case_uuid, event]
    context = signing_context(
        opened.user, pdf, content_url=reverse("cases:draft", args=args), reason=title, now=now
    )
    context["content_url"] += f"?ticket={quote(context['ticket'])}"
    response = page(
        request, opened, "sign", refused=refused, title=title, event=event,
        sign_url=reverse("cases:sign", args=args), **context,
    )  # fmt: skip
    if refused:
        response.status_code = refused.status
    return response


@login_required
@never_cache
@require_GET
def draft(request: HttpRequest, case_uuid: UUID, event: str) -> HttpResponse:
    """The unsigned act as a PDF; with a ticket the bytes that a signing program signs."""
    opened = open_case(request, case_uuid)
    params, made = _drafted(request, opened, event)
    pdf = draft_act(opened.current.pk, event, by=opened.user, now=made, params=params)
    if ticket := request.GET.get("ticket", ""):
        content = to_be_signed(opened.user, pdf, ticket, now=timezone.now())
        return HttpResponse(content, content_type="application/octet-stream")
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="draft.pdf"'
    return response
