"""The page of an act, its analogues, and checking that a copy is the act."""

from __future__ import annotations

import hmac
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from tarazy.acts.actions.import_acts import content_hash
from tarazy.acts.analogy import AnalogueShown, kept, passages_of, shown
from tarazy.acts.models import Act
from tarazy.acts.practice_at_hand import practice_at_hand
from tarazy.acts.presenting import norm_marks, query_marks, sections
from tarazy.acts.queries import shows_names, track_of
from tarazy.acts.tracks import draw_track
from tarazy.jurimetrics.decision import NormRef, Span

SHOWN_ANALOGUES = 5


def _act(request: HttpRequest, act_id: str) -> Act:
    return get_object_or_404(Act.objects.visible_to(request.user), act_id=act_id)


@require_GET
def act(request: HttpRequest, act_id: str) -> HttpResponse:
    """An act as this reader may read it, with its track and what practice says about it."""
    one = _act(request, act_id)
    named = shows_names(request.user, one)
    decision = one.decision if named else one.public_decision
    marks = norm_marks(decision)
    if query := request.GET.get("q", "")[:400]:
        marks += query_marks(decision.text, query, one.language)
    track = track_of(request.user, one)
    norms: dict[str, NormRef] = {}
    for found in decision.norms:
        if found.value.code:
            norms.setdefault(f"{found.value.code}:{found.value.article}", found.value)
    context = {
        "act": one,
        "decision": decision,
        "sections": sections(decision, marks),
        "masked": not named,
        "norms": list(norms.values()),
        "on": one.date,
        "track": track,
        "picture": draw_track(track, one),
        "permalink": request.build_absolute_uri(one.get_absolute_url()),
        "page_language": get_language(),
    }
    return render(request, "acts/act.html", context)


@require_GET
def analogues(request: HttpRequest, act_id: str) -> HttpResponse:
    """Cases alike, as a part of the act's page for htmx or a page of its own."""
    one = _act(request, act_id)
    context: dict[str, Any] = {"act": one, "analogues": _alike(request, one)}
    template = "acts/analogues.html" if getattr(request, "htmx", False) else "acts/analogues_page.html"
    return render(request, template, context)


def _alike(request: HttpRequest, one: Act) -> list[AnalogueShown] | None:
    practice = practice_at_hand()
    if practice is None:
        return None
    found = kept(practice.index.search(one.decision, top=SHOWN_ANALOGUES))
    spans = [Span.model_validate(pair["asked"]) for each in found for pair in each["passages"]]
    if shows_names(request.user, one):
        return shown(request.user, found, passages_of(one.text, found))
    public, moved = one.public_with(spans)
    places = iter(moved)
    for each in found:
        for pair in each["passages"]:
            pair["asked"] = next(places).model_dump()
    return shown(request.user, found, passages_of(public.text, found))


@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest, act_id: str) -> HttpResponse:
    """The act's fingerprint, and whether a pasted text is the act as published."""
    one = _act(request, act_id)
    named = shows_names(request.user, one)
    decision = one.decision if named else one.public_decision
    published = content_hash(_plain(decision.text))
    if not named:
        # The masked text with a guess in place of each mask could be tried against the fingerprint of the
        # unmasked one until a name or a number is found.
        one.content_hash = "–"
    context: dict[str, Any] = {"act": one, "published": published}
    if request.method == "POST":
        pasted = request.POST.get("text", "")
        context["pasted"] = pasted[:2_000_000]
        context["same"] = hmac.compare_digest(content_hash(_plain(pasted)), published)
    return render(request, "acts/verify.html", context)


def _plain(text: str) -> str:
    """The text with every run of white space as one space: copying from a page changes only these."""
    return " ".join(text.split())
