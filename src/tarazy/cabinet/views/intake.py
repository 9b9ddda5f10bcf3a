"""Paper intake: scan, reading with progress, the card to confirm, the case."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tarazy.cabinet.actions.take_in import confirm_intake, keep_recognised, put_aside, take_in
from tarazy.cabinet.forms import ReceivedForm, card_groups, read_card
from tarazy.cabinet.models import Intake
from tarazy.courts.models import Court
from tarazy.documents.models import OcrJob
from tarazy.documents.ocr import ReaderMissing, reader_version
from tarazy.documents.refusals import FileRefused
from tarazy.documents.uploads import documents_of
from tarazy.people.permissions import Permission, courts_where
from tarazy.people.refusals import Refused

POOR = 0.6  # mean confidence of a page below which a better scan is asked for


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def intakes(request: HttpRequest) -> HttpResponse:
    """The papers taken in, and the field for a new scan."""
    codes = courts_where(request.user, Permission.SCAN_PAPERS)
    if not codes:
        raise Http404
    courts = list(Court.objects.filter(pk__in=codes).order_by("code"))
    fault: Refused | None = None
    form = ReceivedForm(
        request.POST if request.method == "POST" else None, initial={"received_on": timezone.localdate()}
    )
    if request.method == "POST":
        try:
            documents = documents_of(request)
            if form.is_valid() and documents and form.cleaned_data["court"] in codes:
                intake = take_in(
                    documents[0], form.cleaned_data["court"], form.cleaned_data["received_on"],
                    by=request.user, now=timezone.now(),
                )  # fmt: skip
                return redirect("cabinet:intake", intake.uuid)
            if not documents:
                form.add_error(None, _("Choose the scan."))
        except (FileRefused, Refused) as refused:
            if refused.status == 404:
                raise
            fault = refused
    rows = Intake.objects.visible_to(request.user).select_related("document", "court", "case")
    context = {"form": form, "courts": courts, "rows": rows[:100], "fault": fault}
    return render(request, "cabinet/intakes.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One scanned claim: how far its reading is, the card with confidence, the case that came of it."""
    found = get_object_or_404(
        Intake.objects.visible_to(request.user).select_related("document", "court", "case", "confirmed_by"),
        uuid=uuid,
    )
    now = timezone.now()
    fault: Refused | None = None
    faults: dict[str, Any] = {}
    job = OcrJob.objects.filter(document=found.document).first()
    if request.method == "POST" and found.state == Intake.State.OPEN:
        if "drop" in request.POST:
            put_aside(uuid, by=request.user, now=now)
            messages.success(request, _("The scan is put aside."))
            return redirect("cabinet:intakes")
        try:
            if answer := _confirmed(request, found, faults, now):
                return answer
        except (FileRefused, Refused) as refused:
            if refused.status in (403, 404):
                raise
            fault = refused
            faults |= getattr(refused, "fields", {})
    if job is None or job.over:
        keep_recognised(found)
    context = {
        "intake": found,
        "document": found.document,
        "groups": card_groups(found.recognised, request.POST if request.method == "POST" else None, faults),
        "fault": fault,
        "faults": faults,
        "changed": [
            (name, found.recognised.get(name, {}).get("value", ""), found.confirmed.get(name, ""))
            for name in found.changed
        ],
        **_reading(job),
    }
    return render(request, "cabinet/intake.html", context, status=422 if faults or fault else 200)


def _confirmed(
    request: HttpRequest, found: Intake, faults: dict[str, Any], now: datetime
) -> HttpResponse | None:
    values, ticked, wrong = read_card(request.POST)
    faults |= wrong
    if wrong:
        return None
    case = confirm_intake(found.uuid, values, ticked, documents_of(request), by=request.user, now=now)
    messages.success(request, _("The claim is filed and waits for its number."))
    return redirect(case.get_absolute_url())


def _reading(job: OcrJob | None) -> dict[str, Any]:
    pages = list(job.read_pages.all()) if job else []
    try:
        reader_version()
        missing = False
    except ReaderMissing:
        missing = True
    read = [page for page in pages if page.words]
    mean = sum(page.confidence for page in read) / len(read) if read else None
    return {
        "job": job,
        "missing": missing,
        "pages": [{"number": one.number, "shown": one.number + 1, "left": 0} for one in pages],
        "poor": bool(job and job.over and (mean is None or mean < POOR)),
    }
