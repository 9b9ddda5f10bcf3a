"""What fits: which proceeding, which court, what is missing, what it costs, what conciliation offers; and why.

Pure: answers in, statements out. Each statement is a code with values (its words are in `advice_words.py`), the
norm it rests on, and whether that norm was checked. Thresholds and terms come from `tarazy.law` and law.yaml.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Date
from decimal import Decimal
from enum import StrEnum

from tarazy.law import Payer, Step, add_months, deadline, load, mci, time_limit

from .assembling import attachments, claim_data, demands, fee, parties, payer, price
from .claim_data import AttachmentData, ClaimData, FeeData, PaperKind, PartyData, PartyKind, PartyRole
from .engine import Walk
from .expressions import Expression, evaluate, holds
from .law_rules import LawRules, Threshold, law_rules
from .model import Question


class CourtKind(StrEnum):
    """Kinds of courts of first instance that the constructor leads to; `SAME` is the court of the open case."""

    DISTRICT = "district"
    ECONOMIC = "economic"
    JUVENILE = "juvenile"
    ADMINISTRATIVE = "administrative"
    SAME = "same"


@dataclass(frozen=True)
class Statement:
    """One thing said: its code, values for the words, its norm, whether nobody checked that norm."""

    code: str
    params: dict[str, str] = field(default_factory=dict)
    norm: str = ""
    unverified: bool = False


@dataclass(frozen=True)
class Matter:
    """What the rules look at, apart from any definition."""

    kind: PaperKind
    on: Date
    price: Decimal | None = None
    payer: Payer = Payer.INDIVIDUAL
    claimant: PartyKind = PartyKind.INDIVIDUAL
    defendant: PartyKind = PartyKind.INDIVIDUAL
    property_only: bool = True
    documents_prove: bool = False
    child_rights: bool = False
    public_law: bool = False
    juvenile: bool = False
    exclusive: bool = False
    claimants_choice: bool = False
    defendant_region: str = ""
    claimant_region: str = ""


@dataclass(frozen=True)
class Proceeding:
    """The proceeding that fits, and why; `also` are remarks on it."""

    kind: PaperKind
    why: Statement
    also: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class Venue:
    """The court that fits: its kind, the region if one follows, why, and the other choices."""

    court: CourtKind
    region: str
    statements: tuple[Statement, ...]
    extraterritorial: bool = False


@dataclass(frozen=True)
class MissingThing:
    """Something still to be done before filing: an answer, a paper, a step; `question` is where."""

    statement: Statement
    compulsory: bool
    question: str = ""


@dataclass(frozen=True)
class Advice:
    """All of it for a walk."""

    proceeding: Proceeding
    venue: Venue
    missing: tuple[MissingThing, ...]
    attachments: tuple[AttachmentData, ...]
    fee: FeeData | None
    price: Decimal | None
    price_steps: tuple[Step, ...]
    conciliation: tuple[Statement, ...]
    terms: tuple[Statement, ...]


def proceeding(matter: Matter) -> Proceeding:
    """Which proceeding fits the matter, and why. Norms: GPK 134–135, 267-1; APPK 102."""
    rules = law_rules()
    if matter.kind is PaperKind.ORDER:
        also = [_said("order_effect", rules), _said("order_fee_credited", rules)]
        return Proceeding(PaperKind.ORDER, _said("order_list", rules), tuple(also))
    if matter.public_law:
        rule = rules.court("public_law")
        why = Statement("public_law", {}, rule.norm, rule.unverified)
        return Proceeding(PaperKind.ADMINISTRATIVE, why)
    if matter.kind is not PaperKind.ACTION:
        return Proceeding(matter.kind, Statement("in_a_case"))
    if matter.child_rights:
        return Proceeding(PaperKind.ACTION, _said("child_rights", rules))
    if matter.price is not None and matter.property_only:
        limit = _limit(matter)
        if limit is not None and matter.price <= _tenge(limit, matter.on):
            return Proceeding(
                PaperKind.SIMPLIFIED,
                _threshold("within_threshold", limit, matter),
                (_said("no_cassation_simplified", rules),),
            )
        if matter.documents_prove:
            return Proceeding(
                PaperKind.SIMPLIFIED,
                _said("documents_prove", rules),
                (_said("no_cassation_simplified", rules),),
            )
        if limit is not None:
            return Proceeding(PaperKind.ACTION, _threshold("above_threshold", limit, matter))
    return Proceeding(PaperKind.ACTION, _said("action", rules))


def _limit(matter: Matter) -> Threshold | None:
    # The code names a sum for legal entities and a lower one for the others, not whose kind decides where the
    # parties differ. The lower one is taken there, and marked: nobody is told of a written trial too easily.
    both = _is_entity(matter.claimant) and _is_entity(matter.defendant)
    kind = Payer.LEGAL_ENTITY if both else Payer.INDIVIDUAL
    limit = law_rules().threshold("simplified", kind.value, matter.on)
    mixed = _is_entity(matter.claimant) is not _is_entity(matter.defendant)
    return limit.model_copy(update={"unverified": True}) if limit and mixed else limit


def _is_entity(kind: PartyKind) -> bool:
    return kind in (PartyKind.COMPANY, PartyKind.STATE_BODY)


def _tenge(limit: Threshold, on: Date) -> Decimal:
    return limit.indexes * mci(load("kz"), on).value


def _threshold(code: str, limit: Threshold, matter: Matter) -> Statement:
    index = mci(load("kz"), matter.on)
    params = {
        "indexes": format(limit.indexes, "f"),
        "index": format(index.value, "f"),
        "limit": format(limit.indexes * index.value, "f"),
        "price": format(matter.price or 0, "f"),
    }
    return Statement(code, params, limit.norm, limit.unverified or index.unverified)


def _said(code: str, rules: LawRules, **params: str) -> Statement:
    rule = rules.norms[code]
    return Statement(code, params, rule.norm, rule.unverified)


def venue(matter: Matter, choice_norm: str = "", exclusive_norm: str = "") -> Venue:
    """Which court fits, and why. Norms: GPK 27, 29–32; APPK 102, 107."""
    rules = law_rules()
    if not matter.kind.opens_a_case:
        return Venue(CourtKind.SAME, "", (Statement("same_court"),))
    business = (PartyKind.ENTREPRENEUR, PartyKind.COMPANY)
    if matter.public_law:
        when, kind = "public_law", CourtKind.ADMINISTRATIVE
    elif matter.juvenile:
        when, kind = "juvenile", CourtKind.JUVENILE
    elif matter.claimant in business and matter.defendant in business:
        when, kind = "between_entrepreneurs", CourtKind.ECONOMIC
    else:
        when, kind = "otherwise", CourtKind.DISTRICT
    rule = rules.court(when)
    said = [Statement(f"court_{kind.value}", {}, rule.norm, rule.unverified)]
    if matter.exclusive:
        one = rules.norms["exclusive"]
        said.append(Statement("exclusive", {}, exclusive_norm or one.norm, one.unverified))
        return Venue(kind, "", tuple(said))
    said.append(_said("defendants_place", rules, region=matter.defendant_region))
    if matter.claimants_choice:
        one = rules.norms["claimants_choice"]
        params = {"region": matter.claimant_region}
        said.append(Statement("claimants_choice", params, choice_norm or one.norm, one.unverified))
    name = "extraterritorial_public" if matter.public_law else "extraterritorial_civil"
    open_to_all = matter.kind is not PaperKind.ORDER
    if open_to_all:
        said.append(_said(name, rules))
    return Venue(kind, matter.defendant_region, tuple(said), extraterritorial=open_to_all)


def matter_of(walk: Walk) -> Matter:
    """The matter that a person's answers tell of."""
    hints, known = walk.definition.advice, walk.known
    made = demands(walk)
    total, _ = price(made)
    sides = parties(walk)
    first = sides[0] if sides else None
    other = next((one for one in sides[1:] if one.role in _OTHERS), None)
    kinds = {one.fee_kind for one in made if one.fee_kind}

    def true(condition: Expression | None) -> bool:
        return condition is not None and holds(condition, known)

    return Matter(
        kind=walk.definition.kind,
        on=walk.today,
        price=total,
        payer=payer(walk),
        claimant=first.kind if first else PartyKind.INDIVIDUAL,
        defendant=other.kind if other else PartyKind.INDIVIDUAL,
        property_only=kinds <= {"property"} and bool(kinds),
        documents_prove=true(hints.documents_prove),
        child_rights=true(hints.child_rights),
        public_law=hints.public_law,
        juvenile=true(hints.juvenile),
        exclusive=true(hints.exclusive),
        claimants_choice=true(hints.claimants_choice),
        defendant_region=_region(other),
        claimant_region=_region(first),
    )


_OTHERS = (PartyRole.DEFENDANT, PartyRole.DEBTOR)


def _region(party: PartyData | None) -> str:
    return party.address.region if party else ""


def conciliation(walk: Walk) -> tuple[Statement, ...]:
    """What conciliation would offer: the fee back, ten working days, another judge. Norms: GPK 174–179."""
    if not walk.definition.kind.opens_a_case or walk.definition.kind is PaperKind.ORDER:
        return ()
    rules = law_rules()
    days = str(time_limit(load("kz"), "judge_mediation_before_acceptance").length)
    months = str(time_limit(load("kz"), "outside_mediation").length)
    return (
        _said("conciliation", rules, days=days, months=months),
        _said("fee_returned", rules),
        _said("mediation_judge", rules),
    )


def terms(walk: Walk) -> tuple[Statement, ...]:
    """Terms that may have passed: limitation of the demand, the term of an appeal. Doubtful ones are marked."""
    hints = walk.definition.advice
    said = []
    start = evaluate(hints.limitation_from, walk.known) if hints.limitation_from else None
    if hints.limitation and isinstance(start, Date):
        rule = law_rules().limitations[hints.limitation]
        ends = add_months(start, rule.months)
        code = "limitation_passed" if ends < walk.today else "limitation_until"
        params = {"date": ends.isoformat(), "since": start.isoformat()}
        said.append(Statement(code, params, rule.norm, rule.unverified))
    start = evaluate(hints.appeal_from, walk.known) if hints.appeal_from else None
    if hints.appeal_limit and isinstance(start, Date):
        last = deadline(load("kz"), hints.appeal_limit, start)
        code = "term_passed" if last.date < walk.today else "term_until"
        said.append(Statement(code, {"date": last.date.isoformat()}, last.norm or "", last.unverified))
    return tuple(said)


def missing(walk: Walk) -> tuple[MissingThing, ...]:
    """What is missing, as a list of tasks: answers that GPK 148 asks for, papers of GPK 149, pre-trial steps."""
    rules = law_rules()
    found = [MissingThing(_answer_missing(one, walk, rules), True, one.id) for one in walk.undone()]
    hints = walk.definition.advice
    if (
        hints.pretrial
        and holds(hints.pretrial, walk.known)
        and walk.typed.get("pretrial_done") in ("no", "not_required")
    ):
        code = "pretrial_compulsory" if walk.typed["pretrial_done"] == "no" else "pretrial_doubted"
        statement = Statement(code, {}, hints.pretrial_norm, hints.pretrial_unverified)
        found.append(MissingThing(statement, True, "pretrial_done"))
    for attachment in attachments(walk):
        params = {"code": attachment.code}
        norm = attachment.norm or rules.norms["claim_attachments"].norm
        if attachment.status == "promised" and attachment.compulsory:
            found.append(MissingThing(Statement("attach", params, norm), True))
        elif attachment.status == "absent" and attachment.compulsory:
            found.append(MissingThing(Statement("absent", params, norm), True))
        elif attachment.status == "promised":
            found.append(MissingThing(Statement("attach", params, norm), False))
        elif attachment.status == "requested":
            found.append(MissingThing(Statement("requested", params, norm), False))
    return tuple(found)


def _answer_missing(question: Question, walk: Walk, rules: LawRules) -> Statement:
    norm = question.norm or rules.norms["claim_content"].norm
    return Statement("answer", {"question": question.id}, norm, False)


def advise(walk: Walk) -> Advice:
    """All the advice for these answers; it may change with each of them."""
    matter = matter_of(walk)
    made = demands(walk)
    total, steps = price(made)
    hints = walk.definition.advice
    return Advice(
        proceeding=proceeding(matter),
        venue=venue(matter, hints.choice_norm, hints.exclusive_norm),
        missing=missing(walk),
        attachments=attachments(walk),
        fee=fee(walk, made),
        price=total,
        price_steps=steps,
        conciliation=conciliation(walk),
        terms=terms(walk),
    )


def finished(walk: Walk, draft_id: str = "") -> ClaimData:
    """The claim as values, with the proceeding and the kind of court that fit. Raises `NotComplete`."""
    claim_data(walk)  # refuses early
    advice = advise(walk)
    return claim_data(walk, draft_id, kind=advice.proceeding.kind, court_kind=advice.venue.court.value)
