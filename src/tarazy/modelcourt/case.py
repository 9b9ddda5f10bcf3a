"""One case of the model country before anything is written: who, about what, which facts, and how it ends."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal
from functools import cache
from random import Random

from tarazy.jurimetrics.decision import Kind, Outcome, PartyKind
from tarazy.law.calendar import calendar_of
from tarazy.law.editions import mci
from tarazy.law.fees import Demand as FeeDemand
from tarazy.law.fees import mixed_fee
from tarazy.law.model import Payer
from tarazy.law.pack import load
from tarazy.modelcourt import people, rule
from tarazy.modelcourt.country import Court, Judge, advocates, clerks
from tarazy.modelcourt.people import Actor
from tarazy.modelcourt.rule import CategoryRule, ClaimRule

HORIZON = Date(2026, 10, 31)
STATE_BODIES = ("akimat", "tax", "land", "housing", "architecture", "registry", "procurement", "guardianship")
FREE_OF_FEE = frozenset(
    {"wages", "reinstatement", "disciplinary", "child_support", "paternity", "personal_injury", "parental_rights",
     "child_residence", "contact", "support_change", "illegal_building"}
)  # fmt: skip


@dataclass(slots=True)
class Demand:
    """One claim of the case: its rule, the sum asked, what became of it."""

    rule: ClaimRule
    amount: int | None
    outcome: Outcome
    awarded: int | None = None


@dataclass(slots=True)
class Case:
    """A case at first instance, decided. `score` is the stated score that its facts give (without drift)."""

    id: str
    rule: CategoryRule
    language: str
    court: Court
    judge: Judge
    clerk: Actor
    claimant: Actor
    defendant: Actor
    representative: Actor
    number: str
    facts: dict[str, bool]
    numbers: dict[str, int]
    story: int
    object: int
    score: float
    filed: Date
    accepted: Date
    decided: Date
    happened: Date
    kind: Kind
    demands: list[Demand]
    outcome: Outcome
    simplified: bool = False
    ground: str = ""
    paid_fee: int = 0
    fee: int = 0
    child: tuple[str, str, Date] | None = None
    relative: Actor | None = None
    show_ids: bool = True
    fraction: float = 0.0
    anomalies: list[str] = field(default_factory=list)

    @property
    def absent(self) -> bool:
        """True if the defendant neither answered nor came."""
        return self.facts.get("absent", False)

    @property
    def free_of_fee(self) -> bool:
        """True if the claimant pays no fee, so that it falls to the state's income."""
        return self.rule.slug in FREE_OF_FEE

    @property
    def total(self) -> int:
        """The sum of everything asked."""
        return sum(demand.amount or 0 for demand in self.demands)


@cache
def index_value(day_year: int) -> int:
    """The monthly calculation index of a year, in tenge, as in force on 1 January."""
    return int(mci(load("kz"), Date(day_year, 1, 1)).value)


@cache
def _working(day: Date) -> bool:
    return calendar_of(load("kz")).is_working(day)


def add_working_days(day: Date, count: int) -> Date:
    """The day that is `count` working days later."""
    while count > 0:
        day += timedelta(1)
        count -= _working(day)
    return day


def next_working_day(day: Date) -> Date:
    """The day itself if it is worked, else the next that is."""
    while not _working(day):
        day += timedelta(1)
    return day


def actor(rng: Random, kind: str, town: tuple[str, str], female: bool | None = None) -> Actor:
    """Someone of the kind named in a rule's `sides`."""
    if kind == "person":
        return people.person(rng, town, female)
    if kind == "company":
        return people.company(rng, town)
    if kind == "entrepreneur":
        return people.entrepreneur(rng, town)
    if kind == "bailiff":
        return people.bailiff(rng, town)
    if kind in STATE_BODIES:
        return people.state_body(rng, kind, town)
    heads = {"bank": "bank_heads", "microfinance": "microfinance_heads", "utility": "utility_heads"}
    return people.lender(rng, town, heads.get(kind, "insurer"))


def _amount(rng: Random, median: float, sigma: float) -> int:
    value = median * math.exp(rng.gauss(0, sigma))
    unit = rng.choice((1, 1, 10, 1000, 1000, 10_000, 50_000))
    return max(20_000, int(value // unit * unit))


def _demands(rng: Random, category: CategoryRule) -> list[Demand]:
    demands: list[Demand] = []
    for claim in category.claims:
        if claim.probability < 1 and rng.random() >= claim.probability:
            continue
        amount: int | None = None
        if claim.sum:
            amount = _amount(rng, *claim.sum)
        elif claim.part and demands and demands[0].amount:
            amount = max(2_000, int(demands[0].amount * rng.uniform(*claim.part)))
        demands.append(Demand(claim, amount, Outcome.DENIED))
    return demands


def _decide(rng: Random, case: Case, drift: float) -> None:
    category = case.rule
    score = case.score + drift + category.spread * rule.logistic(rng)
    for place, demand in enumerate(case.demands):
        own = score + demand.rule.offset + (0.3 * category.spread * rule.logistic(rng) if place else 0.0)
        splittable = not demand.rule.whole
        demand.outcome = rule.outcome_of(own, category.band, not splittable)
        if place and case.demands[0].outcome is Outcome.DENIED:
            demand.outcome = Outcome.DENIED
        settle_award(rng, case, demand)
    case.outcome = rule.overall([demand.outcome for demand in case.demands])


def settle_award(rng: Random, case: Case, demand: Demand) -> None:
    """Set the sum awarded to fit the outcome of the demand."""
    if demand.amount is None:
        demand.awarded = None
    elif demand.outcome is Outcome.GRANTED:
        demand.awarded = demand.amount
    elif demand.outcome is Outcome.GRANTED_IN_PART:
        share = rule.awarded_share(case.rule, case.facts, rng)
        unit = 1000 if demand.amount > 50_000 else 1
        demand.awarded = max(1000, int(demand.amount * share) // unit * unit)
    else:
        demand.awarded = 0


def settle_fee(case: Case) -> None:
    """Compute the fee paid on filing and the part of it that the loser bears (GPK 109; Tax Code)."""
    payer = Payer.INDIVIDUAL if case.claimant.kind is PartyKind.PERSON else Payer.LEGAL_ENTITY
    if case.claimant.kind is PartyKind.ENTREPRENEUR:
        payer = Payer.ENTREPRENEUR
    demands = []
    if case.total:
        kind = "court_order" if case.kind is Kind.COURT_ORDER else "property"
        demands.append(FeeDemand(kind=kind, amount=Decimal(case.total)))
    if any(demand.amount is None for demand in case.demands):
        divorce = case.rule.slug == "divorce" and payer is Payer.INDIVIDUAL
        demands.append(FeeDemand(kind="divorce" if divorce else "non_property"))
    due = int(mixed_fee(load("kz"), tuple(demands), payer, case.filed).total)
    case.paid_fee = due
    if case.rule.special:  # nobody loses a special proceeding, so nobody bears the fee
        case.fee = 0
    elif case.outcome is Outcome.GRANTED:
        case.fee = due
    elif case.outcome is Outcome.GRANTED_IN_PART:
        awarded = sum(demand.awarded or 0 for demand in case.demands)
        case.fee = due * awarded // case.total if case.total else due // 2
    else:
        case.fee = 0


def _procedural(rng: Random, case: Case) -> None:
    """Perhaps end the case without a judgment: returned, left unconsidered, discontinued."""
    returned, left, stopped = case.rule.procedural
    if case.rule.special:
        stopped = 0.0
    if case.facts.get("demand") is False:
        returned, left = returned + 0.12, left + 0.08
    draw = rng.random()
    if draw < returned:
        pretrial = case.facts.get("demand") is False and rng.random() < 0.8
        case.outcome = Outcome.RETURNED
        case.ground = "pretrial" if pretrial else rng.choice(("fee", "jurisdiction", "authority"))
    elif draw < returned + left:
        pretrial = case.facts.get("demand") is False and rng.random() < 0.7
        case.outcome = Outcome.LEFT_UNCONSIDERED
        case.ground = "pretrial" if pretrial else rng.choice(("absence", "same", "withdrawn"))
    elif draw < returned + left + stopped:
        case.outcome = Outcome.DISCONTINUED
        case.ground = "reconciled" if case.rule.spouses else rng.choice(("settlement", "waiver", "mediation"))
    else:
        return
    case.kind = Kind.RULING
    for demand in case.demands:
        demand.outcome, demand.awarded = case.outcome, None
    days = rng.randrange(3, 8) if case.outcome is Outcome.RETURNED else rng.randrange(20, 70)
    case.decided = (
        add_working_days(case.filed, days) if days < 9 else next_working_day(case.filed + timedelta(days))
    )


def draw_case(
    rng: Random, seed: int, case_id: str, category: CategoryRule, court: Court, judge: Judge, serial: int, year: int,
    language: str, drift: float, stories: int, objects: int,
) -> Case:  # fmt: skip
    """A whole case from the random source: parties, facts, dates, outcome by the stated rule."""
    female = rng.random() < category.woman
    claimant = actor(rng, rng.choice(category.sides[0]), court.town, female)
    defendant = actor(
        rng, rng.choice(category.sides[1]), court.town, not female if category.spouses else None
    )
    facts = {name: rng.random() < probability for name, (probability, _) in category.facts.items()}
    if facts.get("denied_by_dna"):
        facts["dna"] = False
    if facts.get("absent"):
        for name, (_, weight) in category.facts.items():
            if weight < 0:
                facts[name] = False
    days = int(min(max(category.days[0] * math.exp(rng.gauss(0, category.days[1])), 12), 240))
    last = min((HORIZON - timedelta(max(days, 75) + 10) - Date(year, 1, 1)).days, 364)
    filed = next_working_day(Date(year, 1, 1) + timedelta(rng.randrange(max(last, 1))))
    decided = next_working_day(filed + timedelta(days))
    ago = _days_ago(rng, category, facts)
    case = Case(
        id=case_id, rule=category, language=language, court=court, judge=judge,
        clerk=rng.choice(clerks(seed, court.code)), claimant=claimant, defendant=defendant,
        representative=rng.choice(advocates(seed, court.code)),
        number=f"{court.code}-{year % 100:02d}-00-{4 if court.kind == 'administrative' else 2}/{serial}",
        facts=facts,
        numbers={"months": rng.randrange(2, max(3, min(30, ago // 31))), "percent": rng.choice((14, 17, 18, 19, 21, 22, 23, 24, 26, 36)),
                 "contract": rng.randrange(3, 9800), "area": rng.randrange(4, 60), "house": rng.randrange(1, 190),
                 "street": rng.randrange(30)},
        story=rng.randrange(stories), object=rng.randrange(objects), score=category.score(facts), filed=filed,
        accepted=add_working_days(filed, rng.randrange(1, 6)), decided=decided,
        happened=filed - timedelta(ago), kind=Kind.JUDGMENT, demands=_demands(rng, category),
        outcome=Outcome.DENIED, show_ids=rng.random() < 0.6, fraction=rng.random(),
    )  # fmt: skip
    if category.child:
        names = people.child(rng)
        age = rng.randrange(16, 18) if category.slug == "emancipation" else rng.randrange(2, 15)
        case.child = (*names, Date(year - age, rng.randrange(1, 13), rng.randrange(1, 29)))
    if category.slug in ("incapacity", "missing_person"):
        case.relative = people.person(rng, court.town)
    _decide(rng, case, drift)
    _procedural(rng, case)
    if case.kind is Kind.JUDGMENT:
        if category.order and case.score > -0.5 and rng.random() < category.order:
            _make_order(rng, case)
        elif rng.random() < category.simplified and case.total < 2000 * index_value(year):
            case.simplified = True
    settle_fee(case)
    return case


def _days_ago(rng: Random, category: CategoryRule, facts: dict[str, bool]) -> int:
    """How long before filing it all happened, so that dates agree with the facts on time limits."""
    late = facts.get("lim") or facts.get("late") or facts.get("late_complaint")
    if category.slug == "missing_person":
        return rng.randrange(400, 1500) if facts["year"] else rng.randrange(90, 340)
    if category.court == "administrative":
        return rng.randrange(70, 240) if late else rng.randrange(5, 28)
    if category.slug in ("reinstatement", "disciplinary"):
        return rng.randrange(120, 400) if late else rng.randrange(8, 29)
    if category.slug == "corporate":
        return rng.randrange(250, 700) if late else rng.randrange(20, 170)
    if category.slug in ("divorce", "marital_property"):
        return rng.randrange(700, 6500)
    if late:
        return rng.randrange(1300, 2300)
    return rng.randrange(130, 1060)


def _make_order(rng: Random, case: Case) -> None:
    """Turn the case into order proceedings: undisputed, always granted, within days (GPK 134–139)."""
    case.kind = Kind.COURT_ORDER
    del case.demands[2:]
    for demand in case.demands:
        demand.outcome, demand.awarded = Outcome.GRANTED, demand.amount
    case.outcome = Outcome.GRANTED
    for name, (_, weight) in case.rule.facts.items():
        if weight < 0:
            case.facts[name] = False
    case.facts["absent"] = True
    case.score = case.rule.score(case.facts)
    case.accepted = add_working_days(case.filed, 1)
    case.decided = add_working_days(case.filed, rng.randrange(1, 4))


def decimal(amount: int | None) -> Decimal | None:
    """The amount as the truth records hold it."""
    return None if amount is None else Decimal(amount)
