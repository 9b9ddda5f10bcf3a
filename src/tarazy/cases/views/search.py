"""Searching for cases, as one types; the public card of a case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tarazy.cases.forms import case_search
from tarazy.cases.models import Case, Party, ProceedingKind, PublicCard, Stage
from tarazy.cases.public import number_key
from tarazy.cases.search import CaseSearch, FoundCases, find_cards, find_cases
from tarazy.cases.visibility import cases_open_to, court_side_cases, own_parties
from tarazy.courts.models import Court, Judge

JUDGES_SHOWN = 300


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """The search page; asked by htmx it gives the results alone."""
    asked = case_search(request.GET)
    everybody = not request.user.is_authenticated or request.GET.get("where") == "everybody"
    kept = request.GET.copy()
    kept.pop("after", None)
    context: dict[str, Any] = {"asked": asked, "everybody": everybody, "address": kept.urlencode()}
    if everybody:
        context["found"] = find_cards(asked)
    else:
        found = find_cases(request.user, asked)
        context |= {"found": found, "results": _named(request, found)}
    if getattr(request, "htmx", False):
        return render(request, "cases/search_results.html", context)
    context |= _choices(asked)
    return render(request, "cases/search.html", context)


@require_GET
def card(request: HttpRequest, number: str) -> HttpResponse:
    """What everybody may know of a case, by the number in any of its instances."""
    key = number_key(number[:100])
    found = PublicCard.objects.public().filter(key=key).select_related("court", "judge", "case").first()
    if not key or found is None:
        raise Http404
    instances = list(
        PublicCard.objects.public()
        .filter(case=found.case_id)
        .select_related("court", "judge", "proceeding")
        .order_by("filed_at", "id")
    )
    return render(
        request, "cases/card.html", {"card": found, "instances": instances, "own": _own(request, found.case)}
    )


def _own(request: HttpRequest, case: Case) -> UUID | None:
    """The address of the file where this person may open it."""
    if not request.user.is_authenticated:
        return None
    return (
        case.uuid
        if Case.objects.filter(cases_open_to(request.user, case=case), pk=case.pk).exists()
        else None
    )


def _named(request: HttpRequest, found: FoundCases) -> list[dict[str, Any]]:
    """Each case with its proceeding and the names of its parties that this person may know."""
    ids = [case.pk for case in found.cases]
    court_side = set(
        Case.objects.filter(court_side_cases(request.user, case=ids), pk__in=ids).values_list("pk", flat=True)
    )
    own = set(own_parties(request.user).filter(case__in=ids).values_list("pk", flat=True))
    parties: dict[int, dict[str, list[Party]]] = {}
    for party in Party.objects.filter(case__in=ids, left_at__isnull=True).order_by("id"):
        if not party.sealed or party.case_id in court_side or party.pk in own:
            parties.setdefault(party.case_id, {}).setdefault(party.side, []).append(party)
    return [
        {
            "case": case,
            "proceeding": found.stands.get(case.pk),
            "claim": parties.get(case.pk, {}).get("claim", []),
            "defence": parties.get(case.pk, {}).get("defence", []),
        }
        for case in found.cases
    ]


def _choices(asked: CaseSearch) -> dict[str, Any]:
    courts = list(Court.objects.all())
    judges = (
        Judge.objects.filter(court=asked.court, dismissed__isnull=True)
        if asked.court
        else Judge.objects.none()
    )
    return {
        "courts": courts,
        "judges": list(judges[:JUDGES_SHOWN]),
        "stages": Stage.choices,
        "kinds": ProceedingKind.choices,
    }
