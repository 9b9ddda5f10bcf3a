"""The bailiff's way: a travel-ban material typed, attached, read, signed, filed; what became of it."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tarazy.cases.filing_data import DocumentRef
from tarazy.courts.models import Court
from tarazy.documents.refusals import FileRefused
from tarazy.documents.signatures.choices import signing_context, to_be_signed
from tarazy.documents.signatures.forms import SignForm
from tarazy.documents.uploads import documents_of
from tarazy.people.limits import limited
from tarazy.people.permissions import Role
from tarazy.people.refusals import Invalid, NotPermitted, Refused
from tarazy.robot.actions.submit_ban import Ban, ban_paper, paper_title, prepare_ban, submit_ban
from tarazy.robot.forms import BanForm
from tarazy.robot.models import BanSubmission
from tarazy.robot.presenting import submission_tag
from tarazy.robot.sources.beside import samples_for

PAPERS = (
    ("order", _("Your order")),
    ("document", _("Enforcement document")),
    ("notice", _("Notice of the ban, with the report of its delivery")),
    ("evidence", _("Other papers")),
)
SHOWN = 100


@never_cache
@login_required
@require_GET
def bans(request: HttpRequest) -> HttpResponse:
    """The bailiff's materials and where each stands."""
    _bailiff(request)
    rows = BanSubmission.objects.visible_to(request.user).select_related("case")[:SHOWN]
    lines = [(one, Ban.of(one.values), submission_tag(one)) for one in rows]
    return render(request, "robot/bans.html", {"lines": lines})


@never_cache
@login_required
@limited("filing")
@require_http_methods(["GET", "POST"])
def new_ban(request: HttpRequest) -> HttpResponse:
    """One page: what is asked for, and the papers that the law asks for."""
    _bailiff(request)
    samples = samples_for(request.user.iin or "")
    form = BanForm(request.POST or None, initial=_sample(samples, request.GET.get("sample", "")))
    fault: Refused | None = None
    given: dict[str, list[Any]] = {}
    if request.method == "POST":
        try:
            given = {kind: documents_of(request, f"paper_{kind}") for kind, _label in PAPERS}
            if form.is_valid():
                refs = [
                    DocumentRef(UUID(str(one.pk)), kind, str(label))
                    for kind, label in PAPERS
                    for one in given[kind]
                ]
                prepared = prepare_ban(form.ban(), refs, by=request.user, now=timezone.now())
                return redirect("robot:sign_ban", prepared.pk)
        except (Invalid, FileRefused) as refused:
            fault = refused
    missing = getattr(fault, "fields", {})
    papers = [
        {
            "name": f"paper_{kind}",
            "label": label,
            "documents": given.get(kind, []),
            "error": missing.get(kind, ""),
        }
        for kind, label in PAPERS
    ]
    context = {"form": form, "papers": papers, "fault": fault, "samples": samples}
    status = fault.status if fault else 422 if request.method == "POST" else 200
    return render(request, "robot/new_ban.html", context, status=status)


@never_cache
@login_required
@limited("filing")
@require_http_methods(["GET", "POST"])
def sign_ban(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """The submission as it will be signed; the signature files it."""
    found = _own(request, submission_id)
    if found.case is not None:
        return redirect(found.case)
    now = timezone.now()
    pdf = ban_paper(found)
    fault: Refused | None = None
    if request.method == "POST":
        form = SignForm(request.POST, request.FILES)
        try:
            form.is_valid()
            return redirect(submit_ban(submission_id, form.cleaned_data, by=request.user, now=now))
        except Refused as refused:
            if refused.status in (404, 429):
                raise
            fault = refused
    ban = Ban.of(found.values)
    signing = signing_context(request.user, pdf, content_url="", reason=paper_title(ban.language), now=now)
    content = f"{reverse('robot:ban_content', args=[found.pk])}?{urlencode({'ticket': signing['ticket']})}"
    context = {
        "submission": found,
        "ban": ban,
        "court": Court.objects.filter(pk=ban.court_code).first(),
        "fault": fault,
        "sign_url": reverse("robot:sign_ban", args=[found.pk]),
        **signing,
        "content_url": content,
    }
    return render(request, "robot/sign_ban.html", context, status=fault.status if fault else 200)


@never_cache
@login_required
@require_GET
def ban_paper_pdf(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """The submission as a PDF."""
    answer = HttpResponse(ban_paper(_own(request, submission_id)), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="submission.pdf"'
    return answer


@never_cache
@login_required
@require_GET
def ban_content(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """The bytes that NCALayer signs, by the ticket of the page."""
    found = _own(request, submission_id)
    if found.case_id is not None:
        raise Http404
    ticket = request.GET.get("ticket", "")
    content = to_be_signed(request.user, ban_paper(found), ticket, now=timezone.now())
    return HttpResponse(content, content_type="application/octet-stream")


def _sample(samples: list[dict[str, Any]], number: str) -> dict[str, Any]:
    """The form's values for a proceeding of the demo."""
    one = next((sample for sample in samples if sample["number"] == number), None)
    if one is None:
        return {}
    person, entity = one["person"], one["entity"]
    name = " ".join((person["family"], person["given"], person["patronymic"]))
    return {
        "court_code": one["court"],
        "enforcement_number": one["number"],
        "document": f"№ {one['document']['number']}, {date.fromisoformat(one['document']['issued_on']):%d.%m.%Y}",
        "order_number": one["document"]["number"],
        "order_on": f"{timezone.localdate():%d.%m.%Y}",
        "debtor_name": entity["name"] if entity else name,
        "debtor_number": one["debtor"],
        "person_name": name,
        "person_iin": person["iin"],
        "creditor_name": one["creditor"],
        "debt": one["left"] // 100,
    }


def _bailiff(request: HttpRequest) -> None:
    held = request.user.roles_at(timezone.now())
    if not any(role == Role.BAILIFF for role, _court in held):
        raise NotPermitted


def _own(request: HttpRequest, submission_id: UUID) -> BanSubmission:
    rows = BanSubmission.objects.visible_to(request.user).select_related("case", "by")
    found = rows.filter(pk=submission_id).first()
    if found is None:
        raise Http404
    return found
