"""A finished draft is taken over for signing: its values frozen, its paper printed once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tarazy.cabinet.constructor.assembling import NotComplete
from tarazy.cabinet.constructor.claim_data import ClaimData
from tarazy.cabinet.constructor.models import ClaimDraft
from tarazy.cabinet.constructor.printing import print_paper
from tarazy.cabinet.converting import plain
from tarazy.cabinet.models import Filing
from tarazy.cabinet.refusals import CourtNotChosen, PaperNotFinished, ReasonMissing, ReceiptMissing
from tarazy.courts.models import Court
from tarazy.documents.actions import make_copy
from tarazy.documents.models import Document
from tarazy.people.refusals import NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User


def prepare_filing(draft_id: Any, *, by: User, now: datetime) -> Filing:
    """The saved filing of one's draft; answers changed meanwhile come into it until it is filed.

    Raises `NotFound`, `PaperNotFinished`.
    """
    with transaction.atomic():
        draft = ClaimDraft.objects.select_for_update().filter(pk=draft_id, user=by).first()
        if draft is None:
            raise NotFound
        filing = Filing.objects.select_for_update().filter(draft=draft).first()
        if filing is not None and (filing.filed_at or filing.answers_at == draft.updated_at):
            return filing
        claim = _claim(draft, now)
        if filing is None:
            filing = Filing(draft=draft, by=by, created_at=now)
        filing.claim = plain(claim)
        filing.answers_at = draft.updated_at
        filing.unsigned = None  # printed anew with the new answers
        if not Court.objects.filter(pk=filing.court_code).exists():
            filing.court_code = claim.court_code if Court.objects.filter(pk=claim.court_code).exists() else ""
        if claim.fee is None or (not claim.fee.total and claim.fee.exemption):
            filing.fee_way = Filing.FeeWay.NONE
        elif filing.fee_way == Filing.FeeWay.NONE:
            filing.fee_way = Filing.FeeWay.OPEN
        filing.save()
    return filing


def choose_court(filing: Filing, court_code: str) -> Filing:
    """The filing with the court that the person chose. Raises `CourtNotChosen`."""
    if not Court.objects.filter(pk=court_code, instance="first").exists():
        raise CourtNotChosen({"court": ""})
    Filing.objects.filter(pk=filing.pk, filed_at__isnull=True).update(court_code=court_code)
    filing.court_code = court_code
    return filing


def choose_fee_way(filing: Filing, way: str, *, reason: str = "", documents: tuple[str, ...] = ()) -> Filing:
    """The filing with how the fee is dealt with. Raises `ReasonMissing`, `ReceiptMissing`."""
    if way in (Filing.FeeWay.EXEMPT, Filing.FeeWay.DEFER) and len(reason.split()) < 3:
        raise ReasonMissing({"reason": ReasonMissing.message})
    if way == Filing.FeeWay.ELSEWHERE and not documents:
        raise ReceiptMissing({"documents": ReceiptMissing.message})
    filing.fee_way, filing.fee_reason, filing.fee_documents = way, reason.strip(), list(documents)
    Filing.objects.filter(pk=filing.pk, filed_at__isnull=True).update(
        fee_way=way, fee_reason=filing.fee_reason, fee_documents=filing.fee_documents
    )
    return filing


def paper_to_sign(filing: Filing, *, now: datetime) -> Document:
    """The printed paper, the same bytes until the answers change: what is shown is what is signed."""
    with transaction.atomic():
        locked = (
            Filing.objects.select_for_update(of=("self",))
            .select_related("draft", "unsigned", "by")
            .get(pk=filing.pk)
        )
        if locked.unsigned is None:
            if locked.draft is None:
                raise NotFound
            content = print_paper(locked.draft.walk(now), now, draft=False)
            locked.unsigned = make_copy(
                None, content, f"{locked.claim_data.definition}.pdf", "application/pdf",
                owner=locked.by, now=now, kind="to_be_signed", language=locked.claim_data.language,
            )  # fmt: skip
            locked.save(update_fields=["unsigned"])
    filing.unsigned = locked.unsigned
    return locked.unsigned


def _claim(draft: ClaimDraft, now: datetime) -> ClaimData:
    try:
        return draft.claim_data(now)
    except (NotComplete, LookupError):
        raise PaperNotFinished from None
