"""Choosing what to construct; going on with a draft by its link."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tarazy.cabinet.constructor.actions.forget import forget_expired
from tarazy.cabinet.constructor.actions.resume import draft_of_link, take_over
from tarazy.cabinet.constructor.actions.start_draft import lifetime, start_draft
from tarazy.cabinet.constructor.advice_words import norm_in
from tarazy.cabinet.constructor.loading import GROUPS, definition, definitions
from tarazy.cabinet.constructor.models import ClaimDraft
from tarazy.cabinet.constructor.reader import held_drafts, hold
from tarazy.people.limits import spend

GROUP_NAMES = {
    "claims": _("Claims"),
    "family": _("Family"),
    "orders": _("Without a hearing"),
    "state": _("Against a state body or a bailiff"),
    "in_a_case": _("In a case that is open"),
}


def language_of_page() -> str:
    """kk, ru or en."""
    return (get_language() or "kk")[:2]


@never_cache
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What can be constructed, and one's drafts."""
    language, now = language_of_page(), timezone.now()
    forget_expired(now)
    drafts = ClaimDraft.objects.visible_to(request.user, held_drafts(request), now=now)
    shown = [
        {"draft": one, "title": one.definition.titles.said(language)}
        for one in drafts.filter(filed_at__isnull=True)[:20]
        if one.definition
    ]
    groups = [
        {
            "name": GROUP_NAMES[group],
            "definitions": [
                {
                    "id": one.id,
                    "title": one.titles.said(language),
                    "about": one.about.said(language),
                    "minutes": one.minutes,
                }
                for one in definitions().values()
                if one.group == group
            ],
        }
        for group in GROUPS
    ]
    return render(request, "constructor/index.html", {"groups": groups, "drafts": shown})


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, name: str) -> HttpResponse:
    """What the paper is, what one needs for it; sending the form begins it."""
    chosen = definition(name)
    if chosen is None:
        raise Http404
    language = language_of_page()
    if request.method == "POST":
        spend("draft", request)
        held = held_drafts(request)
        draft = start_draft(chosen, request.user, held, timezone.now())
        first = draft.walk().pages()[0]
        answer = redirect("constructor:question", draft_id=draft.pk, name=first.id)
        return answer if draft.user_id else hold(request, answer, draft.pk)
    evidence = [
        option.words.said(language)
        for question in chosen.questions()
        if question.type == "evidence"
        for option in question.options
    ]
    context = {
        "definition": chosen,
        "title": chosen.titles.said(language),
        "about": chosen.about.said(language),
        "evidence": evidence,
        "norms": [norm_in(norm, language) for norm in chosen.norms],
        "days": lifetime().days,
    }
    return render(request, "constructor/begin.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest, draft_id: UUID, secret: str) -> HttpResponse:
    """Go on with a draft in this browser. Opening the link changes nothing; pressing the button does."""
    spend("resume", request)
    draft = draft_of_link(draft_id, secret, timezone.now())
    if draft is None or draft.definition is None:
        raise Http404
    if request.method == "GET":
        title = draft.definition.titles.said(language_of_page())
        return render(request, "constructor/resume.html", {"title": title, "draft": draft})
    if request.user.is_authenticated:
        take_over(request.user, [draft.pk], timezone.now())
    return hold(request, redirect("constructor:tasks", draft_id=draft.pk), draft.pk)
