"""Electronic service: what was served on me, and the registry's page of who was served with what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tarazy.cabinet.actions.serve_document import note_proof, open_service, serve_document
from tarazy.cabinet.models import ServiceOfDocument
from tarazy.cabinet.queries import services_for
from tarazy.cabinet.views.filing import language_of_page
from tarazy.cases.models import Case, CaseDocument, Party, Task
from tarazy.cases.views.opening import open_case
from tarazy.documents.rendering import render_pdf
from tarazy.people.permissions import Permission, courts_where, may
from tarazy.people.refusals import Invalid, Refused


@never_cache
@login_required
@require_GET
def my_services(request: HttpRequest) -> HttpResponse:
    """What the court served on me in the cabinet."""
    return render(
        request,
        "cabinet/my_services.html",
        {"services": services_for(request.user, now=timezone.now())[:200]},
    )


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def service(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One service: who sent what when. Opening it (POST) is the proof that it was received."""
    now = timezone.now()
    found = get_object_or_404(services_for(request.user, now=now), uuid=uuid)
    if request.method == "POST":
        found = open_service(uuid, by=request.user, now=now)
        return redirect("cabinet:service", uuid)
    return render(request, "cabinet/service.html", {"service": found})


@never_cache
@login_required
@require_GET
def service_receipt(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The proof of delivery as PDF, for the party and for the court."""
    rows = ServiceOfDocument.objects.visible_to(request.user).filter(delivered_at__isnull=False)
    found = get_object_or_404(
        rows.select_related("proceeding__court", "proceeding__case", "party", "document__document"), uuid=uuid
    )
    language = language_of_page()
    answer = HttpResponse(_receipt(found, language), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="service-{found.uuid}.pdf"'
    return answer


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def serve(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Who of the parties was served with what; sending, and noting what came of it."""
    opened = open_case(request, case_uuid)
    now = timezone.now()
    if not opened.court_side or not may(
        request.user, Permission.SERVE_DOCUMENTS, opened.current.court_id, now=now
    ):
        raise Http404
    fault: Refused | None = None
    if request.method == "POST":
        try:
            _served(request, opened.current.pk, case_uuid)
            return redirect("cabinet:serve", case_uuid)
        except Refused as refused:
            if refused.status == 404:
                raise
            fault = refused
    services = list(
        ServiceOfDocument.objects.visible_to(request.user)
        .filter(proceeding__case=opened.case)
        .select_related("party", "document__document", "sent_by")
    )
    parties = [one for one in opened.parties if one.left_at is None]
    context = {
        "case": opened.case,
        "parties": [
            (one, [each for each in services if each.party_id == one.pk], _ways(one)) for one in parties
        ],
        "documents": CaseDocument.objects.visible_to(request.user)
        .filter(case=opened.case)
        .select_related("document", "entry"),
        "whats": ServiceOfDocument.What.choices,
        "ways": ServiceOfDocument.Way.choices,
        "posted": request.POST if fault else {},
        "fault": fault,
        "fields": list(getattr(fault, "fields", {}).values()),
    }
    return render(request, "cabinet/serve.html", context, status=fault.status if fault else 200)


@never_cache
@login_required
@require_GET
def unserved(request: HttpRequest) -> HttpResponse:
    """What waits to be served in the courts of this clerk, and what is on its way."""
    courts = courts_where(request.user, Permission.SERVE_DOCUMENTS)
    if courts is not None and not courts:
        raise Http404
    tasks = Task.objects.filter(
        court__in=courts or (),
        code__in=("serve_documents", "send_judgment"),
        done_at__isnull=True,
        proceeding__case__in=Case.objects.visible_to(request.user),
    )
    on_the_way = ServiceOfDocument.objects.visible_to(request.user).filter(
        proceeding__court__in=courts or (), delivered_at__isnull=True
    )
    context = {
        "tasks": tasks.select_related("proceeding__case").order_by("due", "id")[:200],
        "services": on_the_way.select_related("proceeding__case", "party", "document").order_by("sent_at")[
            :200
        ],
    }
    return render(request, "cabinet/unserved.html", context)


def _served(request: HttpRequest, proceeding_id: int, case_uuid: UUID) -> None:
    now = timezone.now()
    if "proof" in request.POST:
        try:
            uuid = UUID(request.POST.get("service", ""))
        except ValueError:
            raise Http404 from None
        note_proof(uuid, request.POST["proof"], by=request.user, now=now)
        messages.success(request, _("The proof is noted."))
        return
    given = [request.POST.get(name, "") for name in ("party", "document")]
    if not all(one.isascii() and one.isdigit() and len(one) < 18 for one in given):
        raise Invalid({"document": _("Choose whom and what you serve.")})
    serve_document(
        proceeding_id, int(given[0]), int(given[1]), request.POST.get("what", ""), request.POST.get("way", ""),
        by=request.user, now=now, tracking=request.POST.get("tracking", "")[:60],
    )  # fmt: skip
    messages.success(request, _("The document is on its way."))


def _ways(party: Party) -> list[str]:
    """The ways that reach this party."""
    way = ServiceOfDocument.Way
    found = [way.POST.value, way.HAND.value]
    if party.phone:
        found.insert(0, way.SMS.value)
    if party.email:
        found.insert(0, way.EMAIL.value)
    if party.user_id or party.organisation_id:
        found.insert(0, way.CABINET.value)
    return found


def _receipt(found: ServiceOfDocument, language: str) -> bytes:
    def written(moment: Any) -> str:
        return timezone.localtime(moment).strftime("%d.%m.%Y %H:%M") if moment else "–"

    with override(language):
        rows = [
            [_("Court"), found.proceeding.court.name_in(language)],
            [_("Case"), found.proceeding.number or found.proceeding.case.number or ""],
            [_("Addressee"), found.party.name],
            [_("What was served"), str(found.get_what_display())],
            [_("Document (SHA-256)"), found.document.document.sha256],
            [_("Way"), str(found.get_way_display())],
            [_("Tracking number"), found.tracking or "–"],
            [_("Sent"), written(found.sent_at)],
            [_("Opened"), written(found.opened_at)],
            [_("Counts as received"), written(found.delivered_at)],
            [_("Proof"), str(found.get_proof_display())],
        ]
        title = _("Proof of delivery")
    values = {
        "title": title,
        "number": str(found.uuid),
        "parts": [{"heading": "", "paragraphs": [], "items": [], "rows": rows}],
    }
    return render_pdf("receipt", values, language, made=found.delivered_at or found.sent_at)
