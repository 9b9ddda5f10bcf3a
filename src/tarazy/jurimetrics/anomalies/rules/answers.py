"""Whether the operative part answers every claim, and whether it says what the reasons concluded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tarazy.jurimetrics.anomalies.card import AnomalyCard, AnomalyKind
from tarazy.jurimetrics.anomalies.rules.words import Clause, clauses, words_of
from tarazy.jurimetrics.decision import Claim, Decision, Instance, Outcome, PartName, Span

LEAST_CONFIDENCE = 0.5
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
        concluded, ordered = reasons.by_type.get(claim_type, []), orders.by_type.get(claim_type, [])
        if clash := _clash(concluded, ordered):
            found = True
            yield _contradiction(decision, clash, claim_type)
    if not found and not reasons.by_type and (clash := _clash(reasons.whole[-1:], orders.whole)):
        yield _contradiction(decision, clash, "")


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
    orders = clauses(decision, PartName.OPERATIVE)
    if not orders or any(
        words["rest"].search(one.words) or words["whole"].search(one.words) for one in orders
    ):
        return
    patterns = claim_words(decision.language)
    span = decision.parts[PartName.OPERATIVE]
    sums = {one.value.amount for one in decision.amounts if one.span and one.span.start >= span.start}
    for found in decision.claims:
        claim = found.value
        pattern = patterns.get(claim.type)
        if pattern is None or claim.type == "costs" or found.confidence < LEAST_CONFIDENCE:
            continue
        if claim.outcome is not None or (claim.amount and claim.amount.amount in sums):
            continue
        if not any(pattern.search(one.words) for one in orders if not _only_costs(one, words)):
            yield AnomalyCard(
                kind=AnomalyKind.UNANSWERED_CLAIM,
                code="claim_unanswered",
                act_id=decision.id,
                params=_params(claim),
                spans=tuple(one for one in (claim.span, span) if one),
            )


def _only_costs(clause: Clause, words: dict[str, re.Pattern[str]]) -> bool:
    return bool(words["costs"].search(clause.words))


def _params(claim: Claim) -> dict[str, str | int | float]:
    params: dict[str, str | int | float] = {"claim": claim.type}
    if claim.amount:
        params |= {"amount": str(claim.amount.amount), "currency": claim.amount.currency}
    return params
