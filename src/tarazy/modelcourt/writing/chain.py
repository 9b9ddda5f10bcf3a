"""All acts of one case, first instance and above, each with its truth."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from random import Random
from typing import Protocol

from tarazy.jurimetrics.decision import Instance, Kind, Outcome, PartyRole, Review
from tarazy.modelcourt import rule
from tarazy.modelcourt.case import HORIZON, Case, decimal, next_working_day, settle_award
from tarazy.modelcourt.country import Court, Judge, appeal_court, cassation_court, courts, judges
from tarazy.modelcourt.people import Actor
from tarazy.modelcourt.truth import ActTruth, ClaimTruth, ModelAct, PartyTruth, ReviewedTruth
from tarazy.modelcourt.writing.anomalies import plant_first
from tarazy.modelcourt.writing.first_instance import write_first
from tarazy.modelcourt.writing.higher import Hearing, write_higher
from tarazy.modelcourt.writing.references import refer

CASSATION_SHARE = 0.18  # of appealed cases; the chance that the losing side goes on
_CALMER = 0.6  # how much less chance weighs in a higher court's own view


class Settings(Protocol):
    """What the writers need to know of the country."""

    seed: int
    anomaly_share: float
    noisy_reference_share: float


def acts_of_case(case: Case, rng: Random, settings: Settings) -> Iterator[ModelAct]:
    """The act of first instance and those of higher instances, in order of time."""
    plant = plant_first(case, rng, settings.anomaly_share)
    text, norms = write_first(case, rng, plant)
    claims = claims_truth(case)
    if plant.silent:
        claims = (*claims[:-1], claims[-1].model_copy(update={"outcome": None, "awarded": None}))
    first = ActTruth(
        act_id=f"{case.id}-1", case_id=case.id, kind=case.kind, instance=Instance.FIRST,
        court_code=case.court.code, court=case.court.name(case.language), region=case.court.region,
        judge=case.judge.actor.name.nominative(case.language), date=case.decided, filed=case.filed,
        case_number=case.number, language=case.language, category=case.rule.slug, parties=parties_truth(case),
        claims=claims, norms=norms, outcome=case.outcome, facts=facts_truth(case),
        anomalies=(plant.kind,) if plant.kind else (),
    )  # fmt: skip
    yield ModelAct(id=first.act_id, text=text, truth=first)
    if case.kind is not Kind.JUDGMENT:
        return
    if rng.random() >= rule.appeal_probability(case.outcome, case.total, case.absent):
        return
    appeal = _heard(case, first, rng, settings, None)
    if appeal is None:
        return
    yield appeal
    if rng.random() < CASSATION_SHARE:
        cassation = _heard(case, first, rng, settings, appeal.truth)
        if cassation is not None:
            yield cassation


def _reconsider(case: Case, rng: Random) -> tuple[Case, Review]:
    """The higher court's own view by the stated rule, without the court's drift and with less chance in it."""
    again = copy.copy(case)
    again.demands = [copy.copy(demand) for demand in case.demands]
    score = case.score + _CALMER * case.rule.spread * rule.logistic(rng)
    for place, demand in enumerate(again.demands):
        demand.outcome = rule.outcome_of(score + demand.rule.offset, case.rule.band, demand.rule.whole)
        if place and again.demands[0].outcome is Outcome.DENIED:
            demand.outcome = Outcome.DENIED
        if demand.outcome is not case.demands[place].outcome or demand.awarded is None:
            settle_award(rng, again, demand)
    again.outcome = rule.overall([demand.outcome for demand in again.demands])
    same = all(new.outcome is old.outcome for new, old in zip(again.demands, case.demands, strict=True))
    if same and again.outcome is Outcome.GRANTED_IN_PART and rng.random() < 0.12 and again.demands[0].amount:
        first = again.demands[0]
        if first.outcome is Outcome.GRANTED_IN_PART:
            settle_award(rng, again, first)
            if first.awarded != case.demands[0].awarded:
                return again, Review.CHANGED
    if same or rng.random() < 0.3:
        return case, Review.UPHELD
    before, after = case.outcome is Outcome.DENIED, again.outcome is Outcome.DENIED
    return again, Review.REVERSED if before != after else Review.CHANGED


def _heard(
    case: Case, first: ActTruth, rng: Random, settings: Settings, appeal: ActTruth | None
) -> ModelAct | None:
    """The act of the next instance, or None if it would fall beyond the horizon. Updates how the case stands."""
    below = appeal or first
    filed = below.date + timedelta(rng.randrange(8, 30) if appeal is None else rng.randrange(30, 170))
    day = next_working_day(
        filed + timedelta(rng.randrange(25, 70) if appeal is None else rng.randrange(40, 150))
    )
    if day > HORIZON:
        return None
    administrative = case.court.kind == "administrative"
    if appeal is None:
        court = appeal_court(case.court.region)
    else:
        court = cassation_court("administrative" if administrative else "civil", day)
    outcome, by_claimant = case.outcome, case.outcome is Outcome.DENIED
    if outcome is Outcome.GRANTED_IN_PART:
        by_claimant = rng.random() < 0.5
    before_sum = sum(demand.awarded or 0 for demand in case.demands)
    again, review = _reconsider(case, rng)
    lower = case.court if appeal is None else appeal_court(case.court.region)
    reference = refer(
        lower, below.date, below.case_number, case.claimant, case.defendant, case.language, rng,
        settings.noisy_reference_share,
    )  # fmt: skip
    first_outcome = (
        first.outcome if first.outcome in (Outcome.GRANTED, Outcome.DENIED) else Outcome.GRANTED_IN_PART
    )
    hearing = Hearing(
        court=court, panel=_panel(settings.seed, court, rng), number=_number(case, court, day.year, appeal is None),
        date=day, by_claimant=by_claimant, review=review, below=first_outcome,
        below_sum=before_sum if appeal is None else 0, reference=reference, cassation=appeal is not None,
        again=appeal.review if appeal else None, first=(case.court, first.date) if appeal else None,
    )  # fmt: skip
    text, norms = write_higher(again, hearing, rng)
    case.demands, case.outcome = again.demands, again.outcome
    place = 2 if appeal is None else 3
    truth = ActTruth(
        act_id=f"{case.id}-{place}", case_id=case.id,
        kind=Kind.APPEAL_RULING if appeal is None else Kind.CASSATION_RULING,
        instance=Instance.APPEAL if appeal is None else Instance.CASSATION, court_code=court.code,
        court=court.name(case.language), region=case.court.region,
        judge=hearing.panel[0].actor.name.nominative(case.language), date=day, filed=filed,
        case_number=hearing.number, language=case.language, category=case.rule.slug,
        parties=tuple(party.model_copy(update={"identifier": None}) for party in parties_truth(case)),
        claims=claims_truth(case), norms=norms, outcome=case.outcome, review=review,
        reviewed=ReviewedTruth(
            act_id=below.act_id, court=below.court, date=below.date, case_number=below.case_number,
            noisy=reference.noisy,
        ),
        facts=facts_truth(case),
    )  # fmt: skip
    return ModelAct(id=truth.act_id, text=text, truth=truth)


def _panel(seed: int, court: Court, rng: Random) -> tuple[Judge, Judge, Judge]:
    bench = judges(seed, court.code)
    chosen = rng.sample(bench, 3)
    return chosen[0], chosen[1], chosen[2]


@cache
def _rank(code: str) -> tuple[int, int]:
    """Place of a court within its region and within the country."""
    everywhere = [court.code for court in courts()]
    at_home = [
        court.code for court in courts() if court.region == next(c.region for c in courts() if c.code == code)
    ]
    return at_home.index(code), everywhere.index(code)


def _number(case: Case, court: Court, year: int, appeal: bool) -> str:
    """A number no other act has: the serial of first instance spread by the place of its court."""
    serial = int(case.number.rsplit("/", 1)[1])
    at_home, everywhere = _rank(case.court.code)
    kind = "4" if case.court.kind == "administrative" else "2"
    if appeal:
        return f"{court.code}-{year % 100:02d}-00-{kind}а/{serial * 16 + at_home}"
    return f"{court.code}-{year % 100:02d}-00-{'4к' if kind == '4' else '3гп'}/{serial * 200 + everywhere}"


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
