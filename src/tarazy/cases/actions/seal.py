"""Closing a case, a party or a document to others, and opening it again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tarazy.cases import docket, exits, signals
from tarazy.cases.models import Case, CaseDocument, Party, Proceeding, Seal
from tarazy.cases.refusals import ReasonTooShort
from tarazy.cases.rules import reason_enough
from tarazy.cases.standing import standing
from tarazy.documents.models import Document
from tarazy.law import load
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import Invalid, NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

LEAST_REASON = 20


def seal(
    case_id: int,
    *,
    by: User,
    reason: str,
    norm: str,
    now: datetime,
    party_id: int | None = None,
    document_id: int | None = None,
) -> Seal:
    """Seal a whole case, or one party or one document of its file, by a written reason and a norm ("GPK 19").

    Its judge or a holder of SEAL_CASES may. Every exit lets go of it after the transaction. Returns the saved seal; one
    that is there already comes back as it is. Raises `NotFound`, `NotPermitted`, `ReasonTooShort`, `Invalid` for a norm
    of no known code. Norm: GPK 19(2), (9).
    """
    with transaction.atomic():
        case = _case(case_id, by, now)
        _check(reason, norm)
        party, document = _part(case, party_id, document_id)
        there = Seal.objects.filter(case=case, party=party, document=document, lifted_at__isnull=True).first()
        if there is not None:
            return there
        made = Seal.objects.create(
            case=case, party=party, document=document, reason=reason, norm=norm, by=by, at=now,
            left_to_purge=sorted(exits.registered()),
        )  # fmt: skip
        _mark(case, party, document, True, now)
        docket.record(
            case, "seal", by=by, at=now, proceeding=_last(case), visibility="court",
            params={"what": _what(made), "norm": norm, "reason": reason},
        )  # fmt: skip
        transaction.on_commit(lambda: exits.purge(made.pk))
        transaction.on_commit(lambda: signals.sealed.send_robust(Seal, seal=made))
    return made


def unseal(seal_id: int, *, by: User, reason: str, now: datetime) -> Seal:
    """Lift a seal for a written reason. Returns the saved seal. Raises as `seal` does."""
    with transaction.atomic():
        found = Seal.objects.select_related("party", "document").filter(pk=seal_id).first()
        if found is None:
            raise NotFound
        case = _case(found.case_id, by, now)
        if not reason_enough(reason, LEAST_REASON):
            raise ReasonTooShort(least=LEAST_REASON)
        if found.lifted_at is not None:
            return found
        found.lifted_at, found.lifted_by, found.lifted_reason, found.left_to_purge = now, by, reason, []
        found.save()
        _mark(case, found.party, found.document, False, now)
        docket.record(
            case, "unseal", by=by, at=now, proceeding=_last(case), visibility="court",
            params={"what": _what(found), "reason": reason},
        )  # fmt: skip
        transaction.on_commit(lambda: signals.unsealed.send_robust(Seal, seal=found))
    return found


def _case(case_id: int, by: User, now: datetime) -> Case:
    """The case, locked, if `by` may know of it and seal it."""
    case = Case.objects.select_for_update().filter(pk=case_id).first()
    if case is None or not Case.objects.visible_to(by, now=now).filter(pk=case_id).exists():
        raise NotFound
    proceeding = _last(case)
    if proceeding is None or "presiding" not in standing(by, proceeding, now=now):
        require(by, Permission.SEAL_CASES, case.court_id, now=now)
    return case


def _check(reason: str, norm: str) -> None:
    if not reason_enough(reason, LEAST_REASON):
        raise ReasonTooShort(least=LEAST_REASON)
    code, _, article = norm.partition(" ")
    if code not in load("kz").codes_by_id or not article[:1].isdigit():
        raise Invalid({"norm": norm})


def _part(
    case: Case, party_id: int | None, document_id: int | None
) -> tuple[Party | None, CaseDocument | None]:
    if party_id is not None and document_id is not None:
        raise Invalid({"document": ""})
    party = case.parties.filter(pk=party_id).first() if party_id is not None else None
    document = case.documents.filter(pk=document_id).first() if document_id is not None else None
    if (party_id is not None and party is None) or (document_id is not None and document is None):
        raise NotFound
    return party, document


def _mark(
    case: Case, party: Party | None, document: CaseDocument | None, closed: bool, now: datetime
) -> None:
    """Rows say themselves that they are sealed, so that no reader has to remember to ask."""
    if party is not None:
        Party.objects.filter(pk=party.pk).update(sealed=closed)
    elif document is not None:
        CaseDocument.objects.filter(pk=document.pk).update(sealed=closed)
        Document.objects.filter(pk=document.document_id).update(sealed_at=now if closed else None)
    else:
        Case.objects.filter(pk=case.pk).update(sealed=closed)
        case.sealed = closed


def _what(made: Seal) -> str:
    return "party" if made.party_id else "document" if made.document_id else "case"


def _last(case: Case) -> Proceeding | None:
    return case.proceedings.select_related("court").order_by("-id").first()
