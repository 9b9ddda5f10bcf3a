"""A signed act: its words, its papers, how to check it, and what may still be done to it."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tarazy.acts.delivery.docx import act_docx
from tarazy.acts.desk.actions.open_correction import corrections_possible, open_correction
from tarazy.acts.desk.models import SignedAct
from tarazy.acts.desk.readers import sits
from tarazy.acts.desk.refusals import DraftOpenAlready, NoDeskKey
from tarazy.acts.desk.views.desk import act_titles, from_template
from tarazy.acts.desk.views.opening import to_unlock
from tarazy.acts.text import Part


@require_GET
@login_required
@never_cache
def act(request: HttpRequest, act_id: UUID) -> HttpResponse:
    """The act as signed, for whoever may read its paper in the file."""
    found = _act(request, act_id)
    now = timezone.now()
    titles = act_titles()
    judge = sits(request.user, found.proceeding, now=now)  # type: ignore[arg-type]
    further = (
        [(code, titles[code]) for code in corrections_possible(found) if code in titles] if judge else []
    )
    rows = SignedAct.objects.visible_to(request.user)  # type: ignore[arg-type]
    return render(
        request,
        "desk/act.html",
        {
            "act": found,
            "text": found.words,
            "parts": [(part, found.words.part(part)) for part in Part if found.words.part(part)],
            "case": found.proceeding.case,
            "number": found.proceeding.number or found.proceeding.case.number,
            "further": further,
            "later": list(rows.filter(corrects=found)),
            "earlier": rows.filter(pk=found.corrects_id).first() if found.corrects_id else None,
        },
    )


@require_GET
@login_required
@never_cache
def docx(request: HttpRequest, act_id: UUID) -> FileResponse:
    """A copy of the act's words to work with; the act itself is the signed PDF."""
    found = _act(request, act_id)
    content = act_docx(found.words, found.header, made=found.signed_at)
    return FileResponse(BytesIO(content), as_attachment=True, filename=f"{found.code}.docx")


@require_POST
@login_required
@never_cache
def further(request: HttpRequest, act_id: UUID, code: str) -> HttpResponse:
    """Begin a correction of slips, an additional judgment or a clarification of this act."""
    found = _act(request, act_id)
    try:
        now = timezone.now()
        text = from_template(found.proceeding, code, now=now)
        draft = open_correction(found.pk, code, by=request.user, now=now, text=text)  # type: ignore[arg-type]
    except DraftOpenAlready as there:
        return redirect("desk:draft", there.draft)
    except NoDeskKey:
        return to_unlock(request)
    return redirect("desk:draft", draft.pk)


def _act(request: HttpRequest, act_id: UUID) -> SignedAct:
    rows = SignedAct.objects.visible_to(request.user)  # type: ignore[arg-type]
    found = rows.select_related("proceeding__case", "proceeding__court", "document", "xml").filter(pk=act_id)
    act = found.first()
    if act is None:
        raise Http404
    return act
