"""What is true of each model act: the side file that measurements compare with, never read by any model or reader."""

from __future__ import annotations

from datetime import date as Date
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from tarazy.jurimetrics.decision import Instance, Kind, NormRef, Outcome, PartyKind, PartyRole, Review


class AnomalyKind(StrEnum):
    """The kinds of anomaly that the generator plants; names are those of the detectors' cards."""

    OUTCOME_DEPARTS = "outcome_departs"  # the outcome departs from comparable cases
    AMOUNT_DEPARTS = "amount_departs"  # the awarded share departs from comparable cases
    COURT_DRIFT = "court_drift"  # a court or region departs after case mix
    TERM_OUT_OF_RANGE = "term_out_of_range"  # a term or fine outside the article's range
    ARITHMETIC = "arithmetic"  # the total is not the sum of its parts
    IMPOSSIBLE_DATE = "impossible_date"  # a date that can't be: decision before filing, 31 June …
    UNANSWERED_CLAIM = "unanswered_claim"  # a claim without an answer in the operative part
    CONTRADICTION = "contradiction"  # the operative part contradicts the reasons
    NORM_NOT_IN_FORCE = "norm_not_in_force"  # a norm cited that was not in force on the date


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
