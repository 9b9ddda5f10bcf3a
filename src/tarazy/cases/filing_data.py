"""What a filing brings, as plain values: the same for the constructor, the clerk's card, the API and tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Date
from decimal import Decimal
from typing import Any
from uuid import UUID

from tarazy.cases.models import Case, Party, PartyRole, ProceedingKind, Representation, Side
from tarazy.people.models import Language

SIDE_OF: dict[str, Side] = {
    PartyRole.CLAIMANT: Side.CLAIM,
    PartyRole.APPLICANT: Side.CLAIM,
    PartyRole.CREDITOR: Side.CLAIM,
    PartyRole.PROSECUTOR: Side.CLAIM,
    PartyRole.VICTIM: Side.CLAIM,
    PartyRole.BAILIFF: Side.CLAIM,
    PartyRole.DEFENDANT: Side.DEFENCE,
    PartyRole.DEBTOR: Side.DEFENCE,
    PartyRole.ACCUSED: Side.DEFENCE,
    PartyRole.INTERESTED: Side.DEFENCE,
}


@dataclass(frozen=True)
class PartyData:
    """Somebody in a case. `side` follows from the role unless said; `user_id` is set where the account is known.

    `representative_id` acts for this party by `ground`, with `power_id` where that is a power of attorney.
    """

    role: str
    name: str
    kind: str = Party.Kind.PERSON
    side: str = ""
    iin: str = ""
    bin: str = ""
    birth_date: Date | None = None
    address: str = ""
    phone: str = ""
    email: str = ""
    language: str = Language.KAZAKH
    user_id: int | None = None
    organisation_id: int | None = None
    representative_id: int | None = None
    ground: str = Representation.Ground.POWER
    power_id: int | None = None

    @property
    def stands_on(self) -> str:
        """The side said, or the usual one of the role."""
        return self.side or SIDE_OF.get(self.role, Side.NEITHER)


@dataclass(frozen=True)
class ClaimData:
    """One demand; `party` is the place (from 0) among the parties of who demands. Amounts in `currency`."""

    demand: str
    text: str = ""
    amount: Decimal | None = None
    currency: str = "KZT"
    party: int = 0


@dataclass(frozen=True)
class DocumentRef:
    """A document that is in the store already, what it is in this case, and its title."""

    id: UUID
    kind: str
    title: str = ""


@dataclass(frozen=True)
class CheckedAct(DocumentRef):
    """An act of the court whose signature was checked before it was kept; only actions make one."""


@dataclass(frozen=True)
class FilingData:
    """A whole filing. `idempotency_key` makes a repeated request of the same person give the same case.

    `origin` is of `Case.Origin`; `extraterritorial` "", "agreement" or "claimant_choice"; `related_number` the
    number of a case this one belongs to.
    """

    court_code: str
    kind: str
    parties: tuple[PartyData, ...]
    claims: tuple[ClaimData, ...] = ()
    documents: tuple[DocumentRef, ...] = ()
    category: str = ""
    language: str = Language.KAZAKH
    origin: str = Case.Origin.ELECTRONIC
    price: Decimal | None = None
    currency: str = "KZT"
    claim_data: dict[str, Any] = field(default_factory=dict)
    extraterritorial: str = ""
    related_number: str = ""
    idempotency_key: str = ""


FIRST_INSTANCE_KINDS: frozenset[str] = frozenset(
    set(ProceedingKind.values)
    - {ProceedingKind.APPEAL, ProceedingKind.INTERLOCUTORY, ProceedingKind.CASSATION}
)
