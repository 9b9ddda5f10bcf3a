"""A signed paper becomes a case, or a paper in a case that is open: once, whatever is pressed twice or killed between."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, override

from tarazy.cabinet.actions.write_paper import SHORT, is_short
from tarazy.cabinet.converting import attached, filing_data, paper_in_case
from tarazy.cabinet.fees import counted, due_of
from tarazy.cabinet.models import Filing, Payment
from tarazy.cabinet.receipts import payment_receipt
from tarazy.cabinet.refusals import CourtNotChosen, FeeNotSettled, NoSuchCase, PaperChanged
from tarazy.cabinet.rules import restores_term
from tarazy.cases import docket
from tarazy.cases.actions.file_case import file_case
from tarazy.cases.actions.file_paper import file_paper
from tarazy.cases.filing_data import DocumentRef
from tarazy.cases.models import Case, DocketEntry, Proceeding
from tarazy.documents.actions import make_copy
from tarazy.documents.rendering import render_pdf
from tarazy.people.refusals import NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

RECEIPT = gettext_noop("Receipt of the state fee")
FEE_PAPERS = gettext_noop("Papers on the state fee")
_RELIEF = {Filing.FeeWay.EXEMPT: "motion_fee_exemption", Filing.FeeWay.DEFER: "motion_fee_deferral"}
_SETTLED = (Filing.FeeWay.NONE, Filing.FeeWay.ELSEWHERE, Filing.FeeWay.EXEMPT, Filing.FeeWay.DEFER)


def file_signed_claim(
    filing_id: int, signed: bytes, *, by: User, now: datetime, answers_at: datetime
) -> Filing:
    """File a paper that `by` has signed. Returns the saved filing with its case and its entry in the docket.

    Everything is one transaction under the lock of the filing: a second request gets the filing that the first one
    made, and a process killed anywhere leaves either all of it or nothing. `answers_at` is the state of the answers
    that was signed. Raises `NotFound`, `PaperChanged`, `CourtNotChosen`, `FeeNotSettled`, `NoSuchCase`, and what
    `file_case` or `file_paper` raise.
    """
    with transaction.atomic():
        filing = (
            Filing.objects.select_for_update(of=("self",))
            .select_related("draft")
            .filter(pk=filing_id, by=by)
            .first()
        )
        if filing is None:
            raise NotFound
        if filing.filed_at:
            return filing
        if filing.answers_at != answers_at or (filing.draft and filing.draft.updated_at != answers_at):
            raise PaperChanged
        settle_fee(filing, now=now)
        claim = filing.claim_data
        paper = make_copy(
            filing.unsigned, signed, f"{claim.definition.removeprefix(SHORT)}.pdf", "application/pdf",
            owner=by, now=now, pages=None, kind="claim", language=claim.language,
        )  # fmt: skip
        filing.signed = paper
        main = "claim" if claim.kind.opens_a_case else "motion"
        documents = [DocumentRef(UUID(str(paper.pk)), main, claim.title[:200]), *attached(claim)]
        documents += _fee_papers(filing, by, now)
        if claim.kind.opens_a_case:
            entry = _open_case(filing, documents, by, now)
        else:
            entry = _into_case(filing, documents, by, now)
        filing.case, filing.entry, filing.filed_at = entry.case, entry, now
        filing.save()
        Payment.objects.filter(filing=filing, case__isnull=True).update(case=entry.case)
        if filing.draft is not None:
            type(filing.draft).objects.filter(pk=filing.draft.pk).update(filed_at=now)
    return filing


def settle_fee(filing: Filing, *, now: datetime) -> None:
    """Raises `FeeNotSettled` unless the fee is paid or its relief is asked for."""
    if filing.fee_way in _SETTLED:
        return
    due = due_of(filing, now=now)
    if due is not None and due.left > 0:
        raise FeeNotSettled(amount=f"{due.left:,.0f}".replace(",", " "), currency=due.currency)


def _open_case(filing: Filing, documents: list[DocumentRef], by: User, now: datetime) -> DocketEntry:
    claim = filing.claim_data
    if not filing.court_code:
        raise CourtNotChosen({"court": CourtNotChosen.message})
    data = filing_data(
        claim, by=by, court_code=filing.court_code, documents=documents, key=f"draft:{filing.uuid}", now=now
    )
    case = file_case(data, by=by, now=now)
    entry = case.docket.get(number=1)
    proceeding = case.proceedings.get()
    paid = [one for one in counted(filing) if one.filing_id == filing.pk]
    if paid:
        docket.record(
            case, "fee_paid", by=by, at=now, proceeding=proceeding,
            params={"amount": str(sum(one.amount for one in paid)), "currency": paid[0].currency},
        )  # fmt: skip
    code = _RELIEF.get(Filing.FeeWay(filing.fee_way))
    if code:
        motion = _motion_for_relief(filing, by, now)
        file_paper(case.pk, code, by=by, documents=[motion], params={"reason": filing.fee_reason}, now=now)
    return entry


def _into_case(filing: Filing, documents: list[DocumentRef], by: User, now: datetime) -> DocketEntry:
    claim = filing.claim_data
    number = claim.case_number.strip()
    cases = Case.objects.visible_to(by, now=now)
    if filing.case_id:
        case = cases.filter(pk=filing.case_id).first()
    else:
        case = cases.filter(number=number).first() if number else None
        case = case or cases.filter(pk__in=Proceeding.objects.filter(number=number).values("case")).first()
    if case is None:
        raise NoSuchCase({"case_number": number}, number=number)
    if is_short(claim):
        params = {"restore": True} if restores_term([claim.demands[0].code]) else {}
        code = claim.definition.removeprefix(SHORT)
        return file_paper(case.pk, code, by=by, documents=documents, params=params, now=now)
    proceeding = case.proceedings.order_by("-id").first()
    paper = paper_in_case(claim, proceeding, documents)
    return file_paper(case.pk, paper.code, by=by, documents=paper.documents, params=paper.params, now=now)


def _fee_papers(filing: Filing, by: User, now: datetime) -> list[DocumentRef]:
    """Receipts of payments, or what the person brought to show the payment or the need of relief."""
    refs = []
    for payment in counted(filing):
        receipt = payment_receipt(payment, filing, now=now)
        refs.append(DocumentRef(UUID(str(receipt.pk)), "fee_proof", _said(RECEIPT, filing)))
    if filing.fee_way in (Filing.FeeWay.ELSEWHERE, Filing.FeeWay.EXEMPT, Filing.FeeWay.DEFER):
        for document_id in filing.fee_documents:
            refs.append(DocumentRef(UUID(document_id), "fee_proof", _said(FEE_PAPERS, filing)))
    return refs


def _motion_for_relief(filing: Filing, by: User, now: datetime) -> DocumentRef:
    claim = filing.claim_data
    with override(claim.language):
        exempt = filing.fee_way == Filing.FeeWay.EXEMPT
        title = (
            gettext("Motion for exemption from the state fee")
            if exempt
            else gettext("Motion to defer the state fee")
        )
        values = {
            "title": title,
            "date": timezone.localdate(now).strftime("%d.%m.%Y"),
            "author": by.full_name,
            "parts": [{"heading": "", "paragraphs": [filing.fee_reason], "items": [], "rows": []}],
            "signatures": [
                {"role": "", "name": by.full_name, "note": gettext("Filed with the signed claim")}
            ],
        }
    content = render_pdf("motion", values, claim.language, made=now)
    made = make_copy(
        None,
        content,
        "motion.pdf",
        "application/pdf",
        owner=by,
        now=now,
        kind="motion",
        language=claim.language,
    )
    return DocumentRef(UUID(str(made.pk)), "motion", title[:200])


def _said(words: str, filing: Filing) -> str:
    with override(filing.claim_data.language):
        return gettext(words)
