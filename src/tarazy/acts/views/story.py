"""Cases alike to a situation that a person tells in their own words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from tarazy.acts.models import Act
from tarazy.acts.queries import LIST_COLUMNS, facets_seen_by
from tarazy.acts.searching.engine import SearchUnavailable
from tarazy.acts.searching.stories import LONGEST, StoryTooShort, alike
from tarazy.acts.views.search import with_passages


@require_http_methods(["GET", "POST"])
def story(request: HttpRequest) -> HttpResponse:
    """A field for the story; with one told, the acts alike. What is told is sent by POST, not kept, not logged."""
    context: dict[str, Any] = {"told": "", "longest": LONGEST}
    if request.method != "POST":
        return render(request, "acts/search_story.html", context)
    told = request.POST.get("story", "").replace("\0", "").strip()[:LONGEST]
    context["told"] = told
    seen_by = facets_seen_by(request.user)
    try:
        found = alike(told, seen_by=tuple(seen_by) if seen_by is not None else None)
    except (StoryTooShort, SearchUnavailable) as refused:
        context |= {"refused": refused, "at_fault": isinstance(refused, StoryTooShort)}
        return render(request, "acts/search_story.html", context, status=refused.status)
    acts = Act.objects.visible_to(request.user).filter(pk__in=found.rows).only(*LIST_COLUMNS)
    by_row = {act.pk: act for act in acts}
    shown = [by_row[row] for row in found.rows if row in by_row]
    context["results"] = with_passages(request, shown, found.marked)
    return render(request, "acts/search_story.html", context)
