"""From the constructor's values to the registry's: the one place that knows both."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tarazy.cabinet.constructor.claim_data import ClaimData, PaperKind, PartyKind
from tarazy.cabinet.constructor.claim_data import PartyData as ClaimParty
from tarazy.cabinet.rules import paper_code, restores_term
from tarazy.cases.filing_data import ClaimData as Demand
from tarazy.cases.filing_data import DocumentRef, FilingData, PartyData
from tarazy.cases.models import Party, PartyRole, Proceeding, ProceedingKind, Representation
from tarazy.people.models import PowerOfAttorney
from tarazy.people.representation import powers_in_force

if TYPE_CHECKING:
    from tarazy.people.models import User

KINDS = {
    PaperKind.ACTION: ProceedingKind.ACTION,
    PaperKind.SIMPLIFIED: ProceedingKind.SIMPLIFIED,
    PaperKind.ORDER: ProceedingKind.ORDER,
    PaperKind.SPECIAL: ProceedingKind.SPECIAL,
    PaperKind.ADMINISTRATIVE: ProceedingKind.ADMINISTRATIVE,
}
_PARTY_KINDS = {
    PartyKind.INDIVIDUAL: Party.Kind.PERSON,
    PartyKind.ENTREPRENEUR: Party.Kind.PERSON,
    PartyKind.COMPANY: Party.Kind.COMPANY,
    PartyKind.STATE_BODY: Party.Kind.STATE_BODY,
}
_GROUNDS = {
    "power_of_attorney": Representation.Ground.POWER,
    "advocate": Representation.Ground.ADVOCATE,
    "statutory": Representation.Ground.LAW,
}


@dataclass(frozen=True)
class PaperInCase:
    """A paper for a case that is open: its code in the registry and what the registry wants to know."""

    case_number: str
    code: str
    documents: tuple[DocumentRef, ...] = ()
    params: dict[str, Any] = field(default_factory=dict)


def filing_data(
    claim: ClaimData, *, by: User, court_code: str, documents: Iterable[DocumentRef], key: str, now: datetime
) -> FilingData:
    """What `file_case` takes. The first party is the one who files; who signs as a representative acts for it.

    Raises ValueError for a paper that opens no case.
    """
    if not claim.kind.opens_a_case:
        raise ValueError(f"{claim.kind} opens no case")
    parties = [_party(one, claim.language) for one in claim.parties]
    parties[0] = _represented(parties[0], claim, by, now)
    return FilingData(
        court_code=court_code,
        kind=KINDS[claim.kind],
        parties=tuple(parties),
        claims=tuple(
            Demand(demand=one.code[:60], text=one.text, amount=one.amount, currency=one.currency)
            for one in claim.demands
        ),
        documents=tuple(documents),
        category=claim.category,
        language=claim.language,
        price=claim.price,
        claim_data=plain(claim),
        extraterritorial=_extraterritorial(claim),
        related_number=claim.case_number,
        idempotency_key=key,
    )


def paper_in_case(
    claim: ClaimData, proceeding: Proceeding | None, documents: Iterable[DocumentRef]
) -> PaperInCase:
    """What `file_paper` takes, for the case as it stands. Raises ValueError for a paper that opens a case."""
    demands = [one.code for one in claim.demands]
    code = paper_code(
        claim.kind,
        demands,
        stage=proceeding.stage if proceeding else "",
        proceeding=proceeding.kind if proceeding else "",
        wish=_fee_wish(claim),
    )
    params: dict[str, Any] = {"definition": claim.definition, "demands": demands}
    if restores_term(demands) and code != "motion_restore_term":
        params["restore"] = True
    return PaperInCase(claim.case_number, code, tuple(documents), params)


def plain(claim: ClaimData) -> dict[str, Any]:
    """The paper as JSON keeps it."""
    kept: dict[str, Any] = json.loads(claim.model_dump_json())
    return kept


def attached(claim: ClaimData) -> list[DocumentRef]:
    """The documents of the list of attachments, each once, with the title it has there."""
    found: dict[str, DocumentRef] = {}
    for one in claim.attachments:
        kind = "fee_proof" if one.code == "fee_paid" else "power" if one.code == "power" else "evidence"
        for document_id in one.document_ids:
            found.setdefault(document_id, DocumentRef(UUID(document_id), kind, one.title[:200]))
    return list(found.values())


def _party(one: ClaimParty, language: str) -> PartyData:
    where = ", ".join(filter(None, (one.address.postcode, one.address.locality, one.address.street)))
    return PartyData(
        role=PartyRole(one.role.value),
        name=one.name[:300],
        kind=_PARTY_KINDS[one.kind],
        iin=one.iin,
        bin=one.bin,
        birth_date=one.birth_date,
        address=where[:300],
        phone=one.phone[:20],
        email=one.email,
        language=language,
    )


def _represented(filer: PartyData, claim: ClaimData, by: User, now: datetime) -> PartyData:
    """The filer, with the representative whom the paper names where that is the one who signs."""
    agent = claim.representative
    if filer.iin and filer.iin == by.iin:
        return _with(filer, user_id=by.pk)
    if agent is None or agent.iin != by.iin:
        return filer
    ground = _GROUNDS.get(agent.authority, Representation.Ground.POWER)
    power = _power(filer, by, now) if ground == Representation.Ground.POWER else None
    return _with(
        filer, representative_id=by.pk, ground=ground, power_id=power.pk if power else None
    )  # fmt: skip


def _power(filer: PartyData, by: User, now: datetime) -> PowerOfAttorney | None:
    for power in powers_in_force(by, now):
        who, what = power.principal_user, power.principal_organisation
        same = (who and filer.iin and who.iin == filer.iin) or (what and filer.bin and what.bin == filer.bin)
        if same and power.covers(PowerOfAttorney.Scope.SIGN_CLAIM, now):
            return power
    return None


def _with(party: PartyData, **changes: Any) -> PartyData:
    return PartyData(**{**party.__dict__, **changes})


def _extraterritorial(claim: ClaimData) -> str:
    if not claim.extraterritorial:
        return ""
    return "claimant_choice" if claim.kind == PaperKind.ADMINISTRATIVE else "agreement"


def _fee_wish(claim: ClaimData) -> str:
    """Whether exemption is asked for: the sentence of the demand says it in the words of the definition."""
    from tarazy.cabinet.constructor.loading import definition

    relief = next((one for one in claim.demands if one.code == "fee_relief"), None)
    asked = definition(claim.definition)
    question = asked.question("fee_wish") if asked and relief else None
    if relief is None or question is None:
        return ""
    for option in question.options:
        if option.id == "exempt" and option.words.said(claim.language).lower() in relief.text.lower():
            return "exempt"
    return "defer"
