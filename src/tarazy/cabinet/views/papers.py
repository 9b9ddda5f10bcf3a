"""A party's cases and papers in them, the judge's decision on a motion."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tarazy.cabinet.actions.write_paper import begin_questions, case_of, offered, write_paper
from tarazy.cabinet.models import Filing, Payment
from tarazy.cabinet.offers import offers
from tarazy.cabinet.queries import my_cases as cases_of
from tarazy.cabinet.queries import open_motions, services_for
from tarazy.cabinet.receipts import written_sum
from tarazy.cabinet.refusals import ReasonMissing
from tarazy.cases import events
from tarazy.cases.models import CaseDocument
from tarazy.cases.views.opening import open_case
from tarazy.cases.views.rulings import keep
from tarazy.documents.refusals import FileRefused
from tarazy.documents.uploads import documents_of
from tarazy.people.limits import limited
from tarazy.people.refusals import Invalid, Refused

WHICH = ("open", "due", "closed", "all")


@never_cache
@login_required
@require_GET
def my_cases(request: HttpRequest) -> HttpResponse:
    """My cases with what is due in each, and papers on their way."""
    now = timezone.now()
    which = request.GET.get("which", "open")
    which = which if which in WHICH else "open"
    context = {
        "which": which,
        "lines": cases_of(request.user, now=now, which=which),
        "filings": Filing.objects.visible_to(request.user).filter(filed_at__isnull=True)[:20],
        "filed": Filing.objects.visible_to(request.user)
        .filter(filed_at__isnull=False)
        .select_related("case", "entry")[:20],
        "unopened": services_for(request.user, now=now).filter(opened_at__isnull=True).count(),
    }
    return render(request, "cabinet/my_cases.html", context)


@never_cache
@login_required
@require_GET
def papers(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Everything that can be filed in this case now, each with its norm and its term."""
    now = timezone.now()
    case = case_of(request.user, case_uuid, now=now)
    found = offers(request.user, case, now=now)
    if not found:
        raise Http404
    return render(request, "cabinet/papers.html", {"case": case, "offers": found})


@never_cache
@login_required
@limited("filing")
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, case_uuid: UUID, code: str) -> HttpResponse:
    """One paper: by the constructor's questions, or shortly in one's own words; then it is signed."""
    now = timezone.now()
    case = case_of(request.user, case_uuid, now=now)
    offer = offered(case, code, by=request.user, now=now)
    late = offer.deadline is not None and offer.deadline.due < timezone.localdate(now)
    fault: Refused | None = None
    if request.method == "POST":
        try:
            if "questions" in request.POST:
                draft = begin_questions(case, code, by=request.user, now=now)
                return redirect("constructor:tasks", draft_id=draft.pk)
            filing = write_paper(
                case, code, request.POST.get("text", "")[:20_000], documents_of(request),
                by=request.user, now=now, restore=bool(request.POST.get("restore")),
            )  # fmt: skip
            return redirect("cabinet:sign", filing.uuid)
        except (Invalid, FileRefused) as refused:
            fault = refused
    context = {
        "case": case,
        "offer": offer,
        "late": late,
        "fault": fault,
        "text": request.POST.get("text", ""),
    }
    return render(request, "cabinet/write.html", context, status=fault.status if fault else 200)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, case_uuid: UUID, number: int) -> HttpResponse:
    """A motion before its judge: granted or refused with reasons, then the ruling is signed; money back at once."""
    opened = open_case(request, case_uuid)
    now = timezone.now()
    entry = next(
        (one for one in open_motions(request.user, opened.case, now=now) if one.number == number), None
    )
    if entry is None:
        raise Http404
    payment = (
        Payment.objects.filter(uuid=entry.params["payment"]).first() if entry.params.get("payment") else None
    )
    fault: Refused | None = None
    reasons = request.POST.get("reasons", "")[:20_000]
    if request.method == "POST":
        granted = request.POST.get("decision") == "granted"
        try:
            if request.POST.get("decision") not in ("granted", "dismissed"):
                raise ReasonMissing({"decision": ""})
            if len(reasons.split()) < 3:
                raise ReasonMissing({"reasons": ReasonMissing.message})
            told = events.event(entry.code)
            language = opened.case.language if opened.case.language in ("kk", "ru") else "kk"
            params = {
                "entry": entry.number,
                "reasons": reasons,
                "operative": [told.told(entry.params, language)],
                "norm": told.norm,
            }
            return keep(request, opened, "motion_granted" if granted else "motion_dismissed", params)
        except Refused as refused:
            if refused.status in (403, 404):
                raise
            fault = refused
    context = {
        "case": opened.case,
        "entry": entry,
        "words": events.event(entry.code).told(entry.params),
        "norm": events.event(entry.code).norm,
        "documents": CaseDocument.objects.visible_to(request.user)
        .filter(entry=entry)
        .select_related("document"),
        "payment": payment,
        "sum": written_sum(payment.amount, payment.currency) if payment else "",
        "fault": fault,
        "reasons": reasons,
        "decision": request.POST.get("decision", ""),
    }
    return render(request, "cabinet/decide.html", context, status=fault.status if fault else 200)
