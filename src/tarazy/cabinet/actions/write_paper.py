"""A party's own short paper in a case, printed for signing; or the constructor's questions with what is known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from tarazy.cabinet.constructor.actions.keep_answer import keep_answer
from tarazy.cabinet.constructor.actions.start_draft import start_draft
from tarazy.cabinet.constructor.case_parties import answers_from_case
from tarazy.cabinet.constructor.claim_data import (
    AttachmentData,
    ClaimData,
    DemandData,
    PaperKind,
    PartyData,
    PartyKind,
    PartyRole,
)
from tarazy.cabinet.constructor.loading import definition
from tarazy.cabinet.constructor.models import ClaimDraft
from tarazy.cabinet.converting import plain
from tarazy.cabinet.models import Filing
from tarazy.cabinet.offers import Offer, offers
from tarazy.cabinet.refusals import ReasonMissing
from tarazy.cases import events
from tarazy.cases.models import Case, Party
from tarazy.cases.visibility import own_parties
from tarazy.documents.actions import make_copy
from tarazy.documents.models import Document
from tarazy.documents.rendering import render_pdf
from tarazy.people.refusals import NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

SHORT = "paper:"  # the definition of a paper written here, with its code after it
_KINDS = {Party.Kind.PERSON: PartyKind.INDIVIDUAL, Party.Kind.COMPANY: PartyKind.COMPANY}


def offered(case: Case, code: str, *, by: User, now: datetime) -> Offer:
    """The offer of this paper to this person now. Raises `NotFound` where it isn't possible."""
    found = next((one for one in offers(by, case, now=now) if one.code == code), None)
    if found is None:
        raise NotFound
    return found


def write_paper(
    case: Case,
    code: str,
    text: str,
    documents: Iterable[Document],
    *,
    by: User,
    now: datetime,
    restore: bool = False,
) -> Filing:
    """The saved filing of a short paper, ready to be signed. Raises `NotFound`, `ReasonMissing`."""
    offer = offered(case, code, by=by, now=now)
    if len(text.split()) < 3:
        raise ReasonMissing({"text": ReasonMissing.message})
    party = own_parties(by, now=now).filter(case=case).order_by("id").first()
    assert party is not None  # the offer needs one
    language = case.language if case.language in ("kk", "ru") else "kk"
    papers = tuple(documents)
    with override(language):
        title = offer.title
    claim = ClaimData(
        definition=f"{SHORT}{code}",
        definition_version="",
        kind=PaperKind.MOTION,
        category=case.category,
        language="ru" if language == "ru" else "kk",
        title=title,
        parties=(_party(party),),
        demands=(DemandData(code="restore_term" if restore else code, text=text.strip()),),
        facts=(text.strip(),),
        attachments=tuple(
            AttachmentData(code=f"paper{n}", title=one.name, status="attached", document_ids=(str(one.pk),))
            for n, one in enumerate(papers, start=1)
        ),
        case_number=case.number or "",
        norms=(offer.norm,) if offer.norm else (),
        written_on=timezone.localdate(now),
    )
    with transaction.atomic():
        unsigned = make_copy(
            None, _print(case, claim, party, by, now), f"{code}.pdf", "application/pdf",
            owner=by, now=now, kind="to_be_signed", language=language,
        )  # fmt: skip
        return Filing.objects.create(
            by=by, case=case, court_code=case.court_id, claim=plain(claim), answers_at=now, created_at=now,
            fee_way=Filing.FeeWay.NONE, unsigned=unsigned,
        )  # fmt: skip


def begin_questions(case: Case, code: str, *, by: User, now: datetime) -> ClaimDraft:
    """A new draft of the constructor for this paper, with the case, its parties and what the button says filled in.

    Raises `NotFound`, `TooManyDrafts`.
    """
    offer = offered(case, code, by=by, now=now)
    asked = definition(offer.definition) if offer.definition else None
    if asked is None:
        raise NotFound
    draft = start_draft(asked, by, (), now)
    known = asked.questions_by_id()
    answers = {
        "case_number": case.number or "",
        **answers_from_case(asked, case.number or "", by),
        **offer.answers,
    }
    for name, value in answers.items():
        if name in known and value and not name.endswith("_contact"):
            keep_answer(draft.pk, name, value, now)
    return draft


def is_short(claim: ClaimData) -> bool:
    """Whether the paper was written here, without the constructor."""
    return claim.definition.startswith(SHORT)


def _party(party: Party) -> PartyData:
    kind = _KINDS.get(Party.Kind(party.kind), PartyKind.STATE_BODY)
    if kind is PartyKind.INDIVIDUAL:
        names = dict(
            zip(
                ("family_name", "given_name", "patronymic"),
                [*party.name.split(maxsplit=2), "", "", ""],
                strict=False,
            )
        )
        return PartyData(role=PartyRole.APPLICANT, kind=kind, iin=party.iin, **names)
    return PartyData(role=PartyRole.APPLICANT, kind=kind, bin=party.bin, organisation=party.name)


def _print(case: Case, claim: ClaimData, party: Party, by: User, now: datetime) -> bytes:
    with override(claim.language):
        role = party.get_role_display().capitalize()
        number = f"№ {case.number}" if case.number else ""
        heading = events.event(claim.definition.removeprefix(SHORT)).asked()
    values = {
        "title": heading,
        "number": number,
        "date": timezone.localdate(now).strftime("%d.%m.%Y"),
        "author": by.full_name,
        "addressed": [
            {"role": "", "name": case.court.name_in(claim.language), "details": [number] if number else []},
            {
                "role": role,
                "name": party.name,
                "details": [by.full_name] if by.full_name != party.name else [],
            },
        ],
        "parts": [{"heading": "", "paragraphs": claim.facts[0].split("\n\n"), "items": [], "rows": []}],
        "attachments": [one.title for one in claim.attachments],
        "signatures": [{"role": "", "name": by.full_name, "note": ""}],
    }
    return render_pdf("motion", values, claim.language, made=now)


def case_of(user: User, uuid: UUID, *, now: datetime) -> Case:
    """The case, for whoever may open it. Raises `NotFound`."""
    case = Case.objects.visible_to(user, now=now).select_related("court").filter(uuid=uuid).first()
    if case is None:
        raise NotFound
    return case
