"""All acts of one case, first instance and above, each with its truth."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Protocol

from tarazy.jurimetrics.decision import Instance, PartyRole
from tarazy.modelcourt.case import Case, decimal
from tarazy.modelcourt.people import Actor
from tarazy.modelcourt.truth import ActTruth, ClaimTruth, ModelAct, PartyTruth
from tarazy.modelcourt.writing.anomalies import plant_first
from tarazy.modelcourt.writing.first_instance import write_first


class Settings(Protocol):
    """What the writers need to know of the country."""

    seed: int
    anomaly_share: float
    noisy_reference_share: float


def acts_of_case(case: Case, rng: Random, settings: Settings) -> Iterator[ModelAct]:
    """The act of first instance and those of higher instances, in order of time."""
    plant = plant_first(case, rng, settings.anomaly_share)
    text, norms = write_first(case, rng, plant)
    act_id = f"{case.id}-1"
    kinds = (plant.kind,) if plant.kind else ()
    claims = claims_truth(case)
    if plant.silent:
        claims = (*claims[:-1], claims[-1].model_copy(update={"outcome": None, "awarded": None}))
    truth = ActTruth(
        act_id=act_id, case_id=case.id, kind=case.kind, instance=Instance.FIRST, court_code=case.court.code,
        court=case.court.name(case.language), region=case.court.region,
        judge=case.judge.actor.name.nominative(case.language), date=case.decided, filed=case.filed,
        case_number=case.number, language=case.language, category=case.rule.slug, parties=parties_truth(case),
        claims=claims, norms=norms, outcome=case.outcome, facts=facts_truth(case), anomalies=kinds,
    )  # fmt: skip
    yield ModelAct(id=act_id, text=text, truth=truth)


def facts_truth(case: Case) -> dict[str, str | int | float | bool]:
    """The facts that drove the outcome, and the situation that two cases share when they are alike."""
    out: dict[str, str | int | float | bool] = dict(case.facts)
    out["situation"] = f"{case.rule.slug}/{case.story}/{case.object}"
    out["story"] = case.story
    out["object"] = case.object
    out["months"] = case.numbers["months"]
    out["amount"] = case.total
    out["score"] = round(case.score, 3)
    out["simplified"] = case.simplified
    if case.ground:
        out["ground"] = case.ground
    return out


def _party(actor: Actor, role: PartyRole, case: Case) -> PartyTruth:
    return PartyTruth(
        name=actor.name.nominative(case.language), role=role, kind=actor.kind,
        identifier=actor.identifier if case.show_ids else None,
    )  # fmt: skip


def parties_truth(case: Case) -> tuple[PartyTruth, ...]:
    """The two sides as named in the acts."""
    if case.rule.special:
        roles = (PartyRole.APPLICANT, PartyRole.INTERESTED)
    else:
        roles = (PartyRole.CLAIMANT, PartyRole.DEFENDANT)
    return _party(case.claimant, roles[0], case), _party(case.defendant, roles[1], case)


def claims_truth(case: Case) -> tuple[ClaimTruth, ...]:
    """Each demand with what became of it; rulings that end a case without a judgment award nothing."""
    return tuple(
        ClaimTruth(
            type=demand.rule.type, amount=decimal(demand.amount), outcome=demand.outcome,
            awarded=decimal(demand.awarded),
        )
        for demand in case.demands
    )  # fmt: skip


