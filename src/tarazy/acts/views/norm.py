"""The page of a norm: what it is, its edition on a day, which acts cite it."""

from __future__ import annotations

from datetime import date as Date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tarazy.acts import naming
from tarazy.acts.queries import citing_acts
from tarazy.jurimetrics.decision import NormRef

SHOWN = 20


@require_GET
def norm(request: HttpRequest, code: str, article: str) -> HttpResponse:
    """An article of a code as of `?on=` (today if not given)."""
    known = naming.jurisdiction().codes_by_id.get(code)
    acts = citing_acts(request.user, code, article)
    total = acts.count()
    if known is None and not total:
        raise Http404
    on = _day(request.GET.get("on", ""))
    editions = known.editions if known else ()
    context = {
        "norm": NormRef(code=code, article=article),
        "code_name": naming.code_name(code),
        "on": on,
        "edition": next((edition for edition in editions if edition.covers(on)), None),
        "editions": editions,
        "acts": acts[:SHOWN],
        "total": total,
    }
    return render(request, "acts/norm.html", context)


def _day(value: str) -> Date:
    try:
        return Date.fromisoformat(value)
    except ValueError:
        return timezone.localdate()
