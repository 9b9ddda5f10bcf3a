"""Panels of practice beside the act being written: fetched one by one, each also a page of its own without scripts."""

from __future__ import annotations

import json
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from tarazy.acts.desk.drafting import draft_for
from tarazy.acts.desk.keys import unlocked
from tarazy.acts.desk.refusals import DeskLocked
from tarazy.acts.desk.views.opening import AtDesk, DraftView, at_the_desk
from tarazy.acts.models import Act
from tarazy.acts.templatetags.court_words import act_title, court_date
from tarazy.cases.ai_use import wants_own_note_first
from tarazy.people.refusals import Refused
from tarazy.practice.actions.answer_beside import answer_beside
from tarazy.practice.actions.keep_own_note import keep_own_note
from tarazy.practice.answer_pages import answer_context
from tarazy.practice.beside.answers import Asked, ask_beside
from tarazy.practice.beside.findings import findings
from tarazy.practice.beside.matter import matter_of
from tarazy.practice.beside.own_words import distinctions, own_note
from tarazy.practice.beside.registering import TITLES
from tarazy.practice.beside.who import answered, may_see, told


def _panel(view: DraftView) -> Any:
    """A panel of a draft: where the desk has locked itself meanwhile, the page beside it is loaded anew."""
    page = at_the_desk(view)

    @wraps(view)
    def fetched(request: HttpRequest, draft_id: UUID, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if getattr(request, "htmx", False) and request.user.is_authenticated:
            draft_for(draft_id, request.user)  # who isn't among its readers learns nothing, not even a lock
            try:
                unlocked(request)
            except DeskLocked:
                return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return page(request, draft_id, *args, **kwargs)

    return fetched


@require_GET
@_panel
def beside(here: AtDesk, name: str) -> HttpResponseBase:
    """One of the five answers about the case whose act is being written."""
    return _answer(here, name)


@require_POST
@_panel
def beside_note(here: AtDesk) -> HttpResponseBase:
    """Keep the judge's own note; the forecast is shown after it."""
    _allowed(here, "forecast")
    try:
        keep_own_note(here.draft, here.request.POST.get("note", ""), here.unlocked, now=here.now)
    except Refused as refused:
        return _answer(here, "forecast", refused)
    return _back(here, "forecast")


@require_POST
@_panel
def beside_distinction(here: AtDesk) -> HttpResponseBase:
    """Keep what justifies that the case differs."""
    _allowed(here, "anomalies")
    asked = _asked(here)
    sign = here.request.POST.get("card", "")
    one = next((one for one in findings(asked) if one.fingerprint == sign), None) if asked else None
    if asked is None or one is None:
        raise Http404
    try:
        row = answer_beside(
            here.draft,
            one.card,
            sign,
            here.request.POST.get("reason", ""),
            here.unlocked,
            shared=bool(here.request.POST.get("shared")),
            category=asked.decision.category.value if asked.decision.category else "",
            now=here.now,
        )
    except Refused as refused:
        return _answer(here, "anomalies", refused)
    key = told(asked, here.draft, here.version.number, "anomalies", here.user, here.now)
    answered(key, "distinguished" if row.pk else "seen", here.user, here.now)
    return _back(here, "anomalies")


def _allowed(here: AtDesk, name: str) -> None:
    if not may_see(here.user, here.draft, name):
        raise Http404


def _asked(here: AtDesk) -> Asked | None:
    today = here.now.date()
    return ask_beside(
        here.draft.pk, here.version.number, lambda: matter_of(here.proceeding, here.text, today), today
    )


def _back(here: AtDesk, name: str) -> HttpResponse:
    if getattr(here.request, "htmx", False):
        return _answer(here, name)
    return redirect(f"practice:beside_{name}", here.draft.pk)


def _answer(here: AtDesk, name: str, refused: Refused | None = None) -> HttpResponse:
    _allowed(here, name)
    context: dict[str, Any] = {
        "draft": here.draft,
        "number": here.number,
        "name": name,
        "title": TITLES[name],
        "refused": refused,
        "fields": getattr(refused, "fields", {}),
        "desk": reverse("desk:draft", args=[here.draft.pk]),
        "off": not here.draft.practice_shown,
    }
    waits = name == "forecast" and wants_own_note_first(here.user) and not own_note(here.draft, here.unlocked)
    if waits:
        context["waits_for_note"] = True
    elif not context["off"]:
        asked = _asked(here)
        if asked is None:
            context["nothing"] = True
        else:
            context |= answer_context(here.user, asked, name, asked.answer(name))  # type: ignore[arg-type]
            context["asked"] = asked
            context["note"] = own_note(here.draft, here.unlocked) if name == "forecast" else ""
            if name == "anomalies":
                context["findings"] = list(findings(asked, distinctions(here.draft, here.unlocked)))
            if name == "analogues":
                context["cases"] = [
                    (one, _citation(one.act, here.draft.language)) for one in context["analogues"]
                ]
            context["use"] = told(asked, here.draft, here.version.number, name, here.user, here.now)
    whole = not getattr(here.request, "htmx", False)
    page = render(
        here.request, "practice/beside/page.html" if whole else "practice/beside/panel.html", context
    )
    if refused and whole:
        page.status_code = refused.status
    return page


def _citation(act: Act, language: str) -> str:
    """What the editor puts into the act for an analogue: its court, date and number, marked as that act."""
    with override(language):
        words = _("%(act)s, %(court)s, %(date)s") % {
            "act": act_title(act),
            "court": act.court,
            "date": court_date(act.date),
        }
    return json.dumps(
        {"text": words, "mark": {"type": "act", "attrs": {"act": act.act_id}}}, ensure_ascii=False
    )
