"""What is true of each model act: a side file that measurements compare with; no model or reader sees it."""

from __future__ import annotations

from datetime import date as Date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from tarazy.jurimetrics.anomalies.card import AnomalyKind
from tarazy.jurimetrics.decision import Instance, Kind, NormRef, Outcome, PartyKind, PartyRole, Review


class Truth(BaseModel):
    """Base of the truth records."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PartyTruth(Truth):
    name: str
    role: PartyRole
    kind: PartyKind
    identifier: str | None = None


class ClaimTruth(Truth):
    type: str
    amount: Decimal | None = None
    outcome: Outcome | None = None
    awarded: Decimal | None = None


class ReviewedTruth(Truth):
    """The act under review: which one it really is, and whether the reference in the text was made noisy."""

    act_id: str
    court: str
    date: Date
    case_number: str
    noisy: bool = False


class ActTruth(Truth):
    """One act of the model court. `facts` are the structured facts that drove the outcome, with plain values.

    `judge` is there so that tests can prove that it is never used as a feature.
    """

    act_id: str
    case_id: str
    kind: Kind
    instance: Instance
    court_code: str
    court: str
    region: str
    judge: str
    date: Date
    filed: Date
    case_number: str
    language: str
    category: str
    parties: tuple[PartyTruth, ...]
    claims: tuple[ClaimTruth, ...]
    norms: tuple[NormRef, ...]
    outcome: Outcome
    review: Review | None = None
    reviewed: ReviewedTruth | None = None
    facts: dict[str, str | int | float | bool]
    anomalies: tuple[AnomalyKind, ...] = ()


class ModelAct(Truth):
    """An act as the bank receives it (`id`, `text`) beside its truth."""

    id: str
    text: str
    truth: ActTruth
