"""What the constructor hands on: a claim (or another paper to a court) as values, ready to be signed and filed."""

from __future__ import annotations

from datetime import date as Date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from tarazy.law import Step

DocumentLanguage = Literal["kk", "ru"]


class PaperKind(StrEnum):
    """Which proceeding the paper opens, or what it is in one that is open already (FACTS of GPK, APPK)."""

    ACTION = "action"
    SIMPLIFIED = "simplified"
    ORDER = "order"
    SPECIAL = "special"
    ADMINISTRATIVE = "administrative"
    RESPONSE = "response"
    OBJECTION = "objection"
    APPEAL = "appeal"
    PRIVATE_COMPLAINT = "private_complaint"
    MOTION = "motion"

    @property
    def opens_a_case(self) -> bool:
        """Whether a new case begins with it; the others need the number of theirs."""
        return self in OPENING


OPENING = frozenset(
    {PaperKind.ACTION, PaperKind.SIMPLIFIED, PaperKind.ORDER, PaperKind.SPECIAL, PaperKind.ADMINISTRATIVE}
)


class PartyRole(StrEnum):
    """What somebody is in the matter. Creditor and debtor are those of a court order."""

    CLAIMANT = "claimant"
    DEFENDANT = "defendant"
    CREDITOR = "creditor"
    DEBTOR = "debtor"
    THIRD_PARTY = "third_party"
    APPLICANT = "applicant"
    INTERESTED = "interested"


class PartyKind(StrEnum):
    """Who somebody is in law."""

    INDIVIDUAL = "individual"
    ENTREPRENEUR = "entrepreneur"
    COMPANY = "company"
    STATE_BODY = "state_body"


class Value(BaseModel):
    """Base: frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Address(Value):
    """An address. `region` is the id of a region of the jurisdiction pack ("almaty"), empty if unknown."""

    region: str = ""
    locality: str = ""
    street: str = ""
    postcode: str = ""


class PartyData(Value):
    """A party with all that GPK 148 asks for; fields of a person are empty for an organisation and vice versa."""

    role: PartyRole
    kind: PartyKind
    iin: str = ""
    family_name: str = ""
    given_name: str = ""
    patronymic: str = ""
    birth_date: Date | None = None
    bin: str = ""
    organisation: str = ""
    address: Address = Address()
    phone: str = ""
    email: str = ""

    @property
    def name(self) -> str:
        """The name as it stands in a paper."""
        person = " ".join(filter(None, (self.family_name, self.given_name, self.patronymic)))
        return self.organisation or person


class RepresentativeData(Value):
    """Who acts for the one who files, and by what authority (`power_of_attorney`, `advocate`, `statutory`)."""

    iin: str
    family_name: str
    given_name: str
    patronymic: str = ""
    phone: str = ""
    email: str = ""
    authority: str
    authority_number: str = ""
    authority_date: Date | None = None


class DemandData(Value):
    """One demand: its code in the definition, its sum and period where it has them, its sentence.

    `fee_kind` is the line of the fee table it pays by, empty where it bears no fee of its own.
    """

    code: str
    text: str
    amount: Decimal | None = None
    currency: str = "KZT"
    period_from: Date | None = None
    period_until: Date | None = None
    fee_kind: str = ""


class PretrialData(Value):
    """What was done before court (GPK 148): `done`, `not_done`, `not_required`."""

    status: Literal["done", "not_done", "not_required"] = "not_required"
    on: Date | None = None
    account: str = ""


class ConciliationData(Value):
    """Steps taken to conciliate, and which kind the person would take: `judge`, `mediator`, `none`."""

    tried: bool = False
    account: str = ""
    wish: str = "none"


class AttachmentData(Value):
    """A thing that has to be (or is) attached; `document_ids` are those of the documents room.

    `status`: `attached` a file is there, `promised` the person has it and attaches it before signing,
    `requested` the court is asked to obtain it, `absent` the person says there is none.
    """

    code: str
    title: str
    norm: str = ""
    compulsory: bool = False
    status: Literal["attached", "promised", "requested", "absent"] = "promised"
    document_ids: tuple[str, ...] = ()


class FeeData(Value):
    """The state fee with its steps; `exemption` is the reason why none is paid, to be confirmed by the court."""

    total: Decimal
    currency: str = "KZT"
    steps: tuple[Step, ...] = ()
    unverified: bool = False
    exemption: str = ""
    exemption_norm: str = ""
    deferral_asked: bool = False


class ClaimData(Value):
    """A paper to the court, complete, in its own language. The cabinet signs, pays and files it.

    `court_code` may be empty where the court directory couldn't tell: the registry then decides. `definition`
    and `definition_version` (SHA-256 of its files) say by which questions it came to be.
    """

    definition: str
    definition_version: str
    draft_id: str = ""
    kind: PaperKind
    category: str
    language: DocumentLanguage
    title: str
    court_code: str = ""
    court_kind: str = ""
    parties: tuple[PartyData, ...]
    representative: RepresentativeData | None = None
    demands: tuple[DemandData, ...]
    facts: tuple[str, ...]
    attachments: tuple[AttachmentData, ...] = ()
    pretrial: PretrialData = PretrialData()
    conciliation: ConciliationData = ConciliationData()
    price: Decimal | None = None
    price_steps: tuple[Step, ...] = ()
    fee: FeeData | None = None
    extraterritorial: bool = False
    without_ai: bool = False
    case_number: str = ""
    norms: tuple[str, ...] = ()
    written_on: Date

    @property
    def evidence_document_ids(self) -> tuple[str, ...]:
        """The documents attached, in the order of the list of attachments."""
        return tuple(one for attachment in self.attachments for one in attachment.document_ids)

    def of_role(self, *roles: PartyRole) -> tuple[PartyData, ...]:
        """The parties with one of these roles."""
        return tuple(party for party in self.parties if party.role in roles)


class Paper(Value):
    """The paper as it is laid out and printed: `documents.rendering` makes a PDF of it.

    `addressee` the court, line by line; `parties` (label, lines) from top to bottom; `paragraphs` the text;
    `demand_heading` and `demands`, numbered; `attachment_heading` and `attachments`, numbered; `signed_by` the
    name beside the signature; `date` in words of the language.
    """

    language: DocumentLanguage
    title: str
    addressee: tuple[str, ...]
    parties: tuple[tuple[str, tuple[str, ...]], ...]
    price_line: str = ""
    paragraphs: tuple[str, ...]
    demand_heading: str
    demands: tuple[str, ...]
    attachment_heading: str = ""
    attachments: tuple[str, ...] = ()
    date: str
    signed_by: str = ""
    draft: bool = Field(default=True, description="Marked as a draft: not signed yet.")
