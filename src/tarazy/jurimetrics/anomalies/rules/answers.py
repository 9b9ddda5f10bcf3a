"""Whether the operative part answers every claim, and whether it says what the reasons concluded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tarazy.jurimetrics.anomalies.card import AnomalyCard, AnomalyKind
from tarazy.jurimetrics.anomalies.rules.words import Clause, clauses, sums_named_before, words_of
from tarazy.jurimetrics.decision import Decision, Found, Instance, Money, Outcome, PartName, Span

LEAST_CONFIDENCE = 0.5
AFTER = 90  # characters in which the words of a sum follow it, where a language names it after
MERITS = {Outcome.GRANTED, Outcome.GRANTED_IN_PART, Outcome.DENIED}


class Verdict(Enum):
    """What a clause says of a demand."""

    GRANT = "grant"
    PART = "part"
    DENY = "deny"


@cache
def claim_words(language: str) -> dict[str, re.Pattern[str]]:
    """How each type of claim is spoken of in a language; {} for a language without a list."""
    table: dict[str, dict[str, Any]] = yaml.safe_load(
        files(__package__).joinpath("claims.yaml").read_text("utf-8")
    )
    return {name: re.compile(source) for name, source in table.get(language, {}).items()}


@dataclass
class Said:
    """What the clauses of a part say: of each type of claim, and of the case as a whole, with their spans."""

    by_type: dict[str, list[tuple[Verdict, Span]]] = field(default_factory=dict)
    whole: list[tuple[Verdict, Span]] = field(default_factory=list)


def on_merits(decision: Decision) -> bool:
    """A first-instance act that decided the claims, in a language that has the words."""
    first = decision.instance is None or decision.instance.value is Instance.FIRST
    procedural = decision.outcome is not None and decision.outcome.value not in MERITS
    return first and not procedural and words_of(decision.language) is not None


def contradictions(decision: Decision) -> Iterator[AnomalyCard]:
    """Cards where the reasons conclude one way of a claim (or of the whole) and the operative part orders the
    other.

    Only plain opposites count: refusal in the reasons and an order granting, or the reverse.
    """
    if not on_merits(decision):
        return
    types = sorted({found.value.type for found in decision.claims})
    reasons = reasons_conclude(decision, types)
    orders = operative_orders(decision, types)
    found = False
    for claim_type in types:
        concluded = reasons.by_type.get(claim_type, [])
        ordered = orders.by_type.get(claim_type) or _of_all(orders.whole)
        if clash := _clash(concluded, ordered):
            found = True
            yield _contradiction(decision, clash, claim_type)
    if not found and not reasons.by_type and (clash := _clash(reasons.whole[-1:], _of_all(orders.whole))):
        yield _contradiction(decision, clash, "")


def _of_all(orders: list[tuple[Verdict, Span]]) -> list[tuple[Verdict, Span]]:
    """The orders on the case as a whole that say what became of every claim: "granted in part" says it of none."""
    return [] if any(verdict is Verdict.PART for verdict, _ in orders) else orders


def _clash(
    concluded: list[tuple[Verdict, Span]], ordered: list[tuple[Verdict, Span]]
) -> tuple[Verdict, Verdict, Span, Span] | None:
    reasons, orders = {verdict for verdict, _ in concluded}, {verdict for verdict, _ in ordered}
    if len(reasons) != 1 or not orders:
        return None
    (reason,) = reasons
    opposite = {
        Verdict.GRANT: {Verdict.DENY},
        Verdict.PART: {Verdict.DENY},
        Verdict.DENY: {Verdict.GRANT, Verdict.PART},
    }
    if orders <= opposite[reason]:
        return reason, ordered[0][0], concluded[-1][1], ordered[0][1]
    return None


def _contradiction(
    decision: Decision, clash: tuple[Verdict, Verdict, Span, Span], claim_type: str
) -> AnomalyCard:
    reason, order, concluded, ordered = clash
    return AnomalyCard(
        kind=AnomalyKind.CONTRADICTION,
        code="operative_contradicts_reasons",
        act_id=decision.id,
        params={"reasons": reason.value, "operative": order.value, "claim": claim_type},
        spans=(concluded, ordered),
    )


def reasons_conclude(decision: Decision, types: list[str]) -> Said:
    """What the court's own conclusions in the reasons are; what a party says or asks is passed over."""
    words = words_of(decision.language)
    said = Said()
    if words is None:
        return said
    for clause in clauses(decision, PartName.REASONING):
        if clause.words.startswith(";"):
            continue
        if words["party_speaks"].search(clause.words) or words["rest"].search(clause.words):
            continue
        denies, grants = words["will_deny"].search(clause.words), words["will_grant"].search(clause.words)
        if bool(denies) == bool(grants):
            continue
        if not words["about_claim"].search(clause.words) or words["law_speaks"].search(clause.words):
            continue
        verdict = (
            Verdict.DENY
            if denies
            else Verdict.PART
            if words["in_part"].search(clause.words)
            else Verdict.GRANT
        )
        _note(said, clause, verdict, types, decision.language)
    return said


def operative_orders(decision: Decision, types: list[str]) -> Said:
    """What the operative part orders of each type of claim and of the whole; costs are passed over."""
    words = words_of(decision.language)
    said = Said()
    if words is None:
        return said
    for clause in clauses(decision, PartName.OPERATIVE):
        if words["rest"].search(clause.words):
            continue
        denies, grants = words["denies"].search(clause.words), words["grants"].search(clause.words)
        if not denies and not grants:
            continue
        if words["costs"].search(clause.words) and not _types_in(clause, types, decision.language):
            continue
        verdict = (
            Verdict.DENY
            if denies
            else Verdict.PART
            if words["in_part"].search(clause.words)
            else Verdict.GRANT
        )
        _note(said, clause, verdict, types, decision.language)
    return said


def _types_in(clause: Clause, types: list[str], language: str) -> list[str]:
    patterns = claim_words(language)
    return [name for name in types if name in patterns and patterns[name].search(clause.words)]


def _note(said: Said, clause: Clause, verdict: Verdict, types: list[str], language: str) -> None:
    named = _types_in(clause, types, language)
    words = words_of(language) or {}
    if not named and "this_part" in words and words["this_part"].search(clause.words):
        return
    for name in named:
        said.by_type.setdefault(name, []).append((verdict, clause.span))
    if not named:
        said.whole.append((verdict, clause.span))


def unanswered_claims(decision: Decision) -> Iterator[AnomalyCard]:
    """Cards of claims that the operative part neither grants nor denies, alone or together with others.

    An order on "the rest" or on the claim as a whole answers everything; so does naming the demand's kind or
    sum.
    """
    words = words_of(decision.language)
    if words is None or not on_merits(decision):
        return
    orders = [
        one for one in clauses(decision, PartName.OPERATIVE) if not words["appealable"].search(one.words)
    ]
    if not orders or any(
        words["rest"].search(one.words) or words["whole"].search(one.words) for one in orders
    ):
        return
    if not any(words["grants"].search(one.words) or words["denies"].search(one.words) for one in orders):
        return
    operative = decision.parts[PartName.OPERATIVE]
    named, sums = _answered(decision, orders)
    told: set[str] = set()
    for demand in _demands(decision):
        if demand.type in named or demand.type in told or (demand.sum and demand.sum.amount in sums):
            continue
        told.add(demand.type)
        params: dict[str, str | int | float] = {"claim": demand.type}
        if demand.sum:
            params |= {"amount": str(demand.sum.amount), "currency": demand.sum.currency}
        yield AnomalyCard(
            kind=AnomalyKind.UNANSWERED_CLAIM,
            code="claim_unanswered",
            act_id=decision.id,
            params=params,
            spans=tuple(one for one in (demand.span, operative) if one),
        )


@dataclass(frozen=True)
class Demand:
    """What is asked: its type, the sum if one is named, where it stands."""

    type: str
    sum: Money | None
    span: Span | None


def _demands(decision: Decision) -> Iterator[Demand]:
    """The sums of the sentences that ask, each with the type that its own words name; then the claims as
    read.
    """
    words = words_of(decision.language) or {}
    for clause in clauses(decision, PartName.DESCRIPTION):
        if words["asks"].search(clause.words) and not words["answers"].search(clause.words):
            for kind, found in sums_by_type(decision, clause):
                if kind and kind != "costs":
                    yield Demand(kind, found.value, found.span)
    patterns = claim_words(decision.language)
    for one in decision.claims:
        claim = one.value
        if one.confidence >= LEAST_CONFIDENCE and claim.type in patterns and claim.type != "costs":
            yield Demand(claim.type, claim.amount, claim.span)


def _answered(decision: Decision, orders: list[Clause]) -> tuple[set[str], set[Decimal]]:
    """Types of claims that the orders name, and the sums that they hold. Costs name nothing but costs."""
    words = words_of(decision.language) or {}
    named: set[str] = set()
    sums: set[Decimal] = set()
    for clause in orders:
        of_sums = sums_by_type(decision, clause)
        sums |= {found.value.amount for _, found in of_sums}
        for before in (True, False):  # lists name a sum before it in every language
            named |= {kind for kind, _ in sums_by_type(decision, clause, before=before)}
        if not of_sums or not words["costs"].search(clause.words):
            text = _without_sums(clause, of_sums) if of_sums else clause.words
            named |= {
                kind for kind, pattern in claim_words(decision.language).items() if pattern.search(text)
            }
    return named, sums


def _without_sums(clause: Clause, of_sums: list[tuple[str, Found[Money]]]) -> str:
    """The words of a clause before its first sum: what it orders besides money."""
    first = min(found.span.start for _, found in of_sums if found.span)
    return clause.words[: max(0, first - clause.span.start)] if len(of_sums) == 1 else ""


def sums_by_type(
    decision: Decision, clause: Clause, *, before: bool | None = None
) -> list[tuple[str, Found[Money]]]:
    """The sums of a clause, each with the type of claim that the words beside it name, "" where they name
    none.

    The words are looked for `before` the sum or after it; by default where the language puts them.
    """
    inside = [
        one for one in decision.amounts if one.span and clause.span.start <= one.span.start < clause.span.end
    ]
    inside.sort(key=lambda one: one.span.start if one.span else 0)
    if before is None:
        before = sums_named_before(decision.language)
    found = []
    for place, one in enumerate(inside):
        if one.span is None:
            continue
        previous, following = inside[place - 1].span if place else None, None
        if place + 1 < len(inside):
            following = inside[place + 1].span
        left = previous.end if previous else clause.span.start
        right = following.start if following else clause.span.end
        near = (left, one.span.start) if before else (one.span.end, min(right, one.span.end + AFTER))
        text = clause.words[near[0] - clause.span.start : near[1] - clause.span.start]
        if not before:
            text = text.split(",")[0]
        found.append((first_type(text, decision.language), one))
    return found


def first_type(text: str, language: str) -> str:
    """The type of claim that the words name, the special before the general; "" for none."""
    return next((kind for kind, pattern in claim_words(language).items() if pattern.search(text)), "")
