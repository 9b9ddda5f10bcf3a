"""The log of uses: one's own, those one oversees, and the archive for an external audit."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tarazy.oversight.export import archive
from tarazy.oversight.forms import days_of
from tarazy.oversight.models import Use
from tarazy.oversight.queries import narrowed, uses_of
from tarazy.oversight.registry import system_name, systems
from tarazy.people.permissions import Permission, courts_where, may, require

ON_A_PAGE = 50
# What a person did with a use (`cases.ai_use.AiAnswer`); a code without words is shown as it is.
DID = {
    "seen": pgettext_lazy("use of AI", "looked at"),
    "taken": pgettext_lazy("use of AI", "taken to the desk"),
    "edited": pgettext_lazy("use of AI", "signed with changes"),
    "signed": pgettext_lazy("use of AI", "signed as drafted"),
    "rejected": pgettext_lazy("use of AI", "not used"),
    "distinguished": pgettext_lazy("use of AI", "said why the case differs"),
}


@never_cache
@login_required
@require_safe
def uses(request: HttpRequest) -> HttpResponseBase:
    """One's own uses; for those who oversee, those of their courts."""
    chosen = days_of(request.GET)
    rows = uses_of(request.user, **chosen).order_by("-pk")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 18:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.prefetch_related("answers")[: ON_A_PAGE + 1])
    query = request.GET.copy()
    query.pop("before", None)
    context = {
        "lines": [
            (one, system_name(one.system), _output(one), DID.get(one.did, one.did))
            for one in found[:ON_A_PAGE]
        ],
        "older": found[ON_A_PAGE - 1].pk if len(found) > ON_A_PAGE else None,
        "oversees": may(request.user, Permission.SEE_AI_USES),
        "systems": [(slug, one.name) for slug, one in systems().items()],
        "chosen": chosen,
        "query": query.urlencode(),
    }
    return render(request, "oversight/uses.html", context)


@never_cache
@login_required
@require_safe
def audit(request: HttpRequest) -> HttpResponseBase:
    """The archive, sent while it is made."""
    require(request.user, Permission.SEE_AI_USES)
    chosen = days_of(request.GET)
    rows = narrowed(Use.objects.overseen_by(request.user), **chosen)
    courts = courts_where(request.user, Permission.SEE_AI_USES)
    scope = narrowed(Use.objects.filter(case__sealed=True), **chosen)
    if courts is not None:
        scope = scope.filter(court_code__in=courts)
    withheld = scope.exclude(pk__in=rows.order_by().values("pk")).count()
    now = timezone.now()
    pieces = archive(rows, withheld=withheld, by=str(request.user.uuid), now=now)  # type: ignore[union-attr]
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="ai-uses-{now:%Y%m%d-%H%M}.zip"'
    return response


def _output(use: Use) -> list[tuple[str, str]]:
    """What came out, part by part; parts that hold nothing are left out."""
    return [
        (part, ", ".join(map(str, value)) if isinstance(value, list) else str(value))
        for part, value in use.output.items()
        if value not in ("", [], {}, None)
    ]
