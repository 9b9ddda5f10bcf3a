"""An act of the court counts only when the judge who makes the step has signed it: looked at where the act is stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from tarazy.cases.filing_data import CheckedAct, DocumentRef
from tarazy.cases.refusals import NeedsSignedPaper
from tarazy.documents.models import Document
from tarazy.documents.signatures.reports import SignatureReport, Status
from tarazy.documents.signed import signatures_of

if TYPE_CHECKING:
    from tarazy.people.models import User

SIGNED = frozenset({"ruling", "judgment", "court_order"})


def must_be_signed(documents: Iterable[DocumentRef], by: User | None, now: datetime) -> None:
    """Raises `NeedsSignedPaper` unless an act is among the documents and each act bears the valid signature of `by`.

    An act whose signature was checked before it was kept (`CheckedAct`) isn't looked at again; the system's own steps
    (`by` is None) sign nothing.
    """
    acts = [ref for ref in documents if ref.kind in SIGNED]
    if not acts or not all(
        isinstance(ref, CheckedAct) or by is None or _signed(ref, by, now) for ref in acts
    ):
        raise NeedsSignedPaper


def own_and_whole(reports: Iterable[SignatureReport], by: User) -> bool:
    """Whether one of the signatures is this person's, valid, over all of the document."""
    return any(
        one.status is Status.VALID and one.iin == by.iin and bool(by.iin) and one.covers_whole_document
        for one in reports
    )


def _signed(ref: DocumentRef, by: User, now: datetime) -> bool:
    found = Document.objects.filter(pk=ref.id).first()
    return found is not None and own_and_whole(signatures_of(found, now), by)
