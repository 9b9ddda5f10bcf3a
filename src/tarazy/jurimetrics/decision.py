"""The central type of the room: one judicial act as read from its text, each field with where, how sure, and since when.

Everything here is plain, immutable data (pydantic, frozen). `Decision.model_dump_json()` and
`Decision.model_validate_json()` are its one serialised form, used in indexes, the bank and the API.
"""

from __future__ import annotations

from datetime import date as Date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")


class Kind(StrEnum):
    """What sort of act it is. Kinds other than these are not guessed: `Decision.kind` is then None."""

    JUDGMENT = "judgment"
    RULING = "ruling"
    APPEAL_RULING = "appeal_ruling"
    CASSATION_RULING = "cassation_ruling"
    COURT_ORDER = "court_order"
    SENTENCE = "sentence"
    OFFENCE_RULING = "offence_ruling"


class Instance(StrEnum):
    """The level of court that gave the act."""

    FIRST = "first"
    APPEAL = "appeal"
    CASSATION = "cassation"


class Outcome(StrEnum):
    """How a claim (or the case at first instance) ended."""

    GRANTED = "granted"
    GRANTED_IN_PART = "granted_in_part"
    DENIED = "denied"
    DISCONTINUED = "discontinued"
    LEFT_UNCONSIDERED = "left_unconsidered"
    RETURNED = "returned"


class Review(StrEnum):
    """What a higher court did with the act under review."""

    UPHELD = "upheld"
    CHANGED = "changed"
    REVERSED = "reversed"


class Stage(StrEnum):
    """The earliest moment of a case at which a datum exists. Order: CLAIM < RESPONSE < HEARING < DECISION."""

    CLAIM = "claim"
    RESPONSE = "response"
    HEARING = "hearing"
    DECISION = "decision"

    @property
    def rank(self) -> int:
        """0 for CLAIM to 3 for DECISION, so that stages can be compared."""
        return list(Stage).index(self)


class PartName(StrEnum):
    """The four parts of an act (GPK 226)."""

    INTRODUCTION = "introduction"
    DESCRIPTION = "description"
    REASONING = "reasoning"
    OPERATIVE = "operative"


class PartyRole(StrEnum):
    """The side a party stands on; criminal and offence cases use DEFENDANT for the accused."""

    CLAIMANT = "claimant"
    DEFENDANT = "defendant"
    THIRD_PARTY = "third_party"
    APPLICANT = "applicant"
    INTERESTED = "interested"
    PROSECUTOR = "prosecutor"
    VICTIM = "victim"


class PartyKind(StrEnum):
    """What a party is."""

    PERSON = "person"
    COMPANY = "company"
    STATE_BODY = "state_body"
    BANK = "bank"
    ENTREPRENEUR = "entrepreneur"


class Plain(BaseModel):
    """Base of the room's values: frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Plain):
    """A half-open range of characters `[start, end)` in `Decision.text`."""

    start: int
    end: int


class Found(Plain, Generic[T]):
    """A value read from the text.

    `span` is where it stands (None when it is concluded rather than written),
    `confidence` in [0, 1] is the reader's own estimate, `available_from` the stage at which it first exists.
    """

    value: T
    span: Span | None = None
    confidence: float = Field(default=1.0, ge=0.0, le=1.0)
    available_from: Stage = Stage.DECISION


class NormRef(Plain):
    """A cited norm: code id of the jurisdiction pack (e.g. "GPK") or None if only an article is named."""

    code: str | None
    article: str
    part: str | None = None
    paragraph: str | None = None
    subparagraph: str | None = None
    jurisdiction: str = "kz"


class Money(Plain):
    """An amount in units of its currency (ISO 4217), never in minor units."""

    amount: Decimal
    currency: str = "KZT"


class Party(Plain):
    """A party as named in the act. `identifier` is an IIN or BIN if written, else None."""

    name: str
    role: PartyRole
    kind: PartyKind
    identifier: str | None = None


class Claim(Plain):
    """One demand of the claimant: its words, a short type such as `debt` or `penalty`, the sum, what became of it.

    `outcome` and `awarded` exist only from Stage.DECISION; forecasting must never read them.
    """

    demand: str
    type: str
    amount: Money | None = None
    outcome: Outcome | None = None
    awarded: Money | None = None
    span: Span | None = None
    outcome_span: Span | None = None


class Reviewed(Plain):
    """What an act of a higher instance says of the act it reviews."""

    court: Found[str] | None = None
    date: Found[Date] | None = None
    case_number: Found[str] | None = None
    outcome: Found[Outcome] | None = None


class Decision(Plain):
    """One judicial act as read. Absent means not found, never guessed.

    `id` is given by whoever stores the act; `language` is ISO 639-1. `category` is a slug of
    `tarazy.law` categories; the reader leaves it None, the categoriser fills it.
    `outcome` is how the case ended by this act at first instance (for a higher instance: how it stands after
    this act, where the act says so); `review` is what a higher instance did with the act below.
    `unread` names fields that were looked for and not found.
    """

    id: str = ""
    text: str
    language: str
    kind: Found[Kind] | None = None
    instance: Found[Instance] | None = None
    court: Found[str] | None = None
    region: Found[str] | None = None
    date: Found[Date] | None = None
    filed: Found[Date] | None = None
    case_numbers: tuple[Found[str], ...] = ()
    category: Found[str] | None = None
    judges: tuple[Found[str], ...] = ()
    parties: tuple[Found[Party], ...] = ()
    persons: tuple[Found[str], ...] = ()
    parts: dict[PartName, Span] = Field(default_factory=dict)
    claims: tuple[Found[Claim], ...] = ()
    norms: tuple[Found[NormRef], ...] = ()
    amounts: tuple[Found[Money], ...] = ()
    reviewed: Reviewed | None = None
    outcome: Found[Outcome] | None = None
    review: Found[Review] | None = None
    unread: tuple[str, ...] = ()

    def part(self, name: PartName) -> str:
        """The text of a part, or "" where the act has no such part or it was not recognised."""
        span = self.parts.get(name)
        return self.text[span.start : span.end] if span else ""
