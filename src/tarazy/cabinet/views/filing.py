"""From a finished draft to the court: what is still missing, the fee, the signature, the receipt."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tarazy.cabinet.actions.file_signed_claim import file_signed_claim, settle_fee
from tarazy.cabinet.actions.pay_fee import creditable
from tarazy.cabinet.actions.prepare_filing import choose_court, choose_fee_way, paper_to_sign, prepare_filing
from tarazy.cabinet.constructor.actions.attach_document import attach_document
from tarazy.cabinet.constructor.actions.resume import take_over
from tarazy.cabinet.constructor.advice_words import fee_step, norm_in
from tarazy.cabinet.constructor.assembling import ATTACHMENTS, BY_ITSELF
from tarazy.cabinet.constructor.models import ClaimDraft
from tarazy.cabinet.constructor.reader import held_drafts
from tarazy.cabinet.fees import FeeDue, counted, due_of
from tarazy.cabinet.models import Filing
from tarazy.cabinet.payments.gateway import gateway
from tarazy.cabinet.receipts import filing_number, filing_receipt, written_sum
from tarazy.cabinet.refusals import FeeNotSettled
from tarazy.courts.models import Court
from tarazy.documents.models import Document
from tarazy.documents.refusals import FileRefused
from tarazy.documents.signatures.choices import sign_pdf_for, signing_context, to_be_signed
from tarazy.documents.signatures.forms import SignForm
from tarazy.documents.store import content_store
from tarazy.documents.uploads import documents_of
from tarazy.ledger.proofs import covering
from tarazy.people.limits import limited
from tarazy.people.refusals import Invalid, NotFound, Refused


def language_of_page() -> str:
    """kk, ru or en."""
    return (get_language() or "kk")[:2]


def own_filing(request: HttpRequest, uuid: UUID) -> Filing:
    """One's own filing, else 404."""
    rows = Filing.objects.visible_to(request.user).select_related("draft", "unsigned", "signed", "case", "by")
    return get_object_or_404(rows, uuid=uuid)


@never_cache
@login_required
@require_GET
def file_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Take a finished draft over for filing; a draft that this browser holds becomes the account's."""
    now = timezone.now()
    take_over(request.user, [one for one in held_drafts(request) if one == draft_id], now)
    filing = prepare_filing(draft_id, by=request.user, now=now)
    if filing.filed_at:
        return redirect("cabinet:receipt", filing.uuid)
    return redirect("cabinet:filing", filing.uuid)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def filing(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What is left to do before filing, each thing with its state; the court and the files are given here."""
    found = _fresh(request, uuid)
    if found.filed_at:
        return redirect("cabinet:receipt", found.uuid)
    fault: Refused | None = None
    if request.method == "POST":
        try:
            if "court" in request.POST:
                choose_court(found, request.POST["court"])
            else:
                _attach(request, found)
            return redirect("cabinet:filing", uuid)
        except (Invalid, FileRefused) as refused:
            fault = refused
        found = _fresh(request, uuid)
    claim = found.claim_data
    due = due_of(found, now=timezone.now())
    opens = claim.kind.opens_a_case
    context = {
        "filing": found,
        "claim": claim,
        "things": _things(found),
        "opens": opens,
        "courts": Court.objects.filter(instance="first").order_by("code")
        if opens and not found.court_code
        else (),
        "court": Court.objects.filter(pk=found.court_code).first(),
        "due": due,
        "due_words": written_sum(due.left, due.currency) if due else "",
        "fee_done": _fee_done(found),
        "ready": _fee_done(found) and bool(found.court_code or not opens),
        "fault": fault,
    }
    return render(request, "cabinet/filing.html", context, status=fault.status if fault else 200)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def fee(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The fee with its steps, and the ways to deal with it."""
    found = _fresh(request, uuid)
    due = due_of(found, now=timezone.now())
    if found.filed_at or due is None:
        return redirect("cabinet:filing", uuid)
    fault: Refused | None = None
    posted = request.POST
    if request.method == "POST":
        try:
            return _fee_chosen(request, found, due)
        except (Invalid, FileRefused) as refused:
            fault = refused
    language = language_of_page()
    steps = [
        {
            "words": fee_step(step["code"], step["params"], language),
            "norm": norm_in(step["norm"], language) if step.get("norm") else "",
            "unverified": step.get("unverified"),
        }
        for step in due.steps
    ]
    context = {
        "filing": found,
        "due": due,
        "total_words": written_sum(due.total, due.currency),
        "left_words": written_sum(due.left, due.currency),
        "steps": [step for step in steps if step["words"]],
        "exemption_norm": norm_in(due.exemption_norm, language) if due.exemption_norm else "",
        "bank": gateway(),
        "payments": list(found.payments.order_by("created_at")),
        "credits": [
            (one, written_sum(one.amount, one.currency))
            for one in creditable(request.user, now=timezone.now())
        ],
        "chosen": posted.get("way")
        or found.fee_way
        or ("defer" if found.claim_data.fee.deferral_asked else ""),
        "reason": posted.get("reason", found.fee_reason),
        "fault": fault,
    }
    return render(request, "cabinet/fee.html", context, status=fault.status if fault else 200)


@never_cache
@login_required
@limited("filing")
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The paper as it will be signed, the ways to sign; a signature files it."""
    now = timezone.now()
    found = _fresh(request, uuid)
    if found.filed_at:
        return redirect("cabinet:receipt", uuid)
    opens = found.claim_data.kind.opens_a_case
    try:
        settle_fee(found, now=now)
    except FeeNotSettled:
        return redirect("cabinet:fee", uuid)
    if opens and not found.court_code:
        return redirect("cabinet:filing", uuid)
    pdf = _bytes(paper_to_sign(found, now=now))
    fault: Refused | None = None
    if request.method == "POST":
        form = SignForm(request.POST, request.FILES)
        try:
            form.is_valid()
            signed = sign_pdf_for(
                request.user, pdf, form.cleaned_data, reason=found.claim_data.title, now=now
            )
            file_signed_claim(found.pk, signed, by=request.user, now=now, answers_at=found.answers_at)
            return redirect("cabinet:receipt", uuid)
        except Refused as refused:
            if refused.status in (404, 429):
                raise
            fault = refused
    context = {
        "filing": found,
        "claim": found.claim_data,
        "fault": fault,
        "sign_url": reverse("cabinet:sign", args=[uuid]),
        "court": Court.objects.filter(pk=found.court_code).first(),
        **_signing(request, found, pdf, now),
    }
    return render(request, "cabinet/sign.html", context, status=fault.status if fault else 200)


@never_cache
@login_required
@require_GET
def sign_content(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The bytes that NCALayer signs, by the ticket of the page."""
    found = own_filing(request, uuid)
    if found.unsigned is None or found.filed_at:
        raise Http404
    ticket = request.GET.get("ticket", "")
    content = to_be_signed(request.user, _bytes(found.unsigned), ticket, now=timezone.now())
    return HttpResponse(content, content_type="application/octet-stream")


@never_cache
@login_required
@require_GET
def paper(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The paper: before signing as it will be signed, afterwards as it was filed."""
    found = own_filing(request, uuid)
    document = found.signed or found.unsigned
    if document is None:
        document = paper_to_sign(found, now=timezone.now())
    answer = HttpResponse(_bytes(document), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.claim_data.definition}.pdf"'
    return answer


@never_cache
@login_required
@require_GET
def receipt(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The receipt of a filing: its number, its hash, its place in the court's ledger, the files."""
    found = own_filing(request, uuid)
    if not found.filed_at:
        return redirect("cabinet:filing", uuid)
    if found.entry is None or found.signed is None:
        raise Http404
    entry = found.entry
    from tarazy.documents.rendering.typesetting import qr_svg
    from tarazy.ledger.queries import entry_at

    told = entry_at(entry.ledger_stream, entry.ledger_number)
    path = reverse("ledger:entry", args=[entry.ledger_stream, entry.ledger_number])
    case = found.case
    context = {
        "filing": found,
        "claim": found.claim_data,
        "number": filing_number(found),
        "entry": entry,
        "case": case,
        "told": told,
        "proved": covering(told) if told else None,
        "documents": entry.documents.select_related("document").order_by("id"),
        "verify_url": path,
        "qr_address": picture(qr_svg(request.build_absolute_uri(path))),
        "payments": [(one, written_sum(one.amount, one.currency)) for one in counted(found)],
    }
    return render(request, "cabinet/receipt.html", context)


@never_cache
@login_required
@require_GET
def receipt_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The receipt as a file, in the language of the page."""
    found = own_filing(request, uuid)
    if not found.filed_at or found.entry is None or found.signed is None:
        raise Http404
    path = reverse("ledger:entry", args=[found.entry.ledger_stream, found.entry.ledger_number])
    content = filing_receipt(found, language_of_page(), request.build_absolute_uri(path))
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="receipt-{filing_number(found)}.pdf"'
    return answer


def picture(svg: str) -> str:
    """An SVG as the address of a picture."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _signing(request: HttpRequest, found: Filing, pdf: bytes, now: datetime) -> dict[str, Any]:
    reason = found.claim_data.title
    context = signing_context(request.user, pdf, content_url="", reason=reason, now=now)
    address = reverse("cabinet:sign_content", args=[found.uuid])
    return context | {"content_url": f"{address}?{urlencode({'ticket': context['ticket']})}"}


def _fresh(request: HttpRequest, uuid: UUID) -> Filing:
    """The filing with the answers as they are now."""
    found = own_filing(request, uuid)
    if found.filed_at is None and found.draft_id:
        prepare_filing(found.draft_id, by=request.user, now=timezone.now())
        found = own_filing(request, uuid)
    return found


def _fee_done(found: Filing) -> bool:
    try:
        settle_fee(found, now=timezone.now())
    except FeeNotSettled:
        return False
    return True


def _fee_chosen(request: HttpRequest, found: Filing, due: FeeDue) -> HttpResponse:
    from tarazy.cabinet.actions.pay_fee import credit_fee
    from tarazy.cabinet.models import Payment

    way = request.POST.get("way", "")
    if request.POST.get("credit"):
        payment = Payment.objects.visible_to(request.user).filter(uuid=_uuid(request.POST["credit"])).first()
        if payment is None:
            raise NotFound
        credit_fee(payment.pk, found.pk, by=request.user, now=timezone.now())
        return redirect("cabinet:fee", found.uuid)
    if way == "pay":
        from tarazy.cabinet.views.payments import pay

        return pay(request, found)
    if way not in (Filing.FeeWay.ELSEWHERE, Filing.FeeWay.EXEMPT, Filing.FeeWay.DEFER):
        from tarazy.cabinet.refusals import ReasonMissing

        raise ReasonMissing({"way": ""})
    papers = tuple(str(one.pk) for one in documents_of(request))
    choose_fee_way(found, way, reason=request.POST.get("reason", ""), documents=papers)
    return redirect("cabinet:filing", found.uuid)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def _things(found: Filing) -> list[dict[str, Any]]:
    """The attachments with where their files go."""
    draft = found.draft
    definition = draft.definition if draft else None
    titles = {one.code: one.words for one in definition.attachments} if definition else {}
    language = language_of_page()
    ids = [one for each in found.claim_data.attachments for one in each.document_ids]
    names = {str(one.pk): one for one in Document.objects.filter(pk__in=ids)}
    return [
        {
            "code": one.code,
            "title": titles[one.code].said(language) if one.code in titles else one.title,
            "norm": norm_in(one.norm, language) if one.norm else "",
            "compulsory": one.compulsory,
            "status": one.status,
            "takes_files": one.code not in BY_ITSELF and one.status in ("promised", "attached"),
            "documents": [names[each] for each in one.document_ids if each in names],
        }
        for one in found.claim_data.attachments
        if one.code not in ("fee_paid", "fee_deferral")
    ]


def _attach(request: HttpRequest, found: Filing) -> None:
    draft = found.draft
    if draft is None or draft.definition is None:
        raise NotFound
    code = request.POST.get("attachment", "")
    rule = next((one for one in draft.definition.attachments if one.code == code), None)
    if rule is None or code in BY_ITSELF:
        raise NotFound
    question, _dot, item = (rule.evidence or f"{ATTACHMENTS}.{code}").partition(".")
    for document in documents_of(request, f"documents_{code}"):
        attach_document(ClaimDraft.objects.get(pk=draft.pk).pk, question, item, document.pk, timezone.now())


def _bytes(document: Document) -> bytes:
    with content_store().open(document.sha256) as file:
        return file.read()
