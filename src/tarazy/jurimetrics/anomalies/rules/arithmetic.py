"""Sums that don't add up: more awarded than claimed, a total that is not the sum of its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tarazy.jurimetrics.anomalies.card import AnomalyCard, AnomalyKind
from tarazy.jurimetrics.anomalies.rules.answers import claim_words
from tarazy.jurimetrics.anomalies.rules.words import Clause, clauses, lowered, words_of
from tarazy.jurimetrics.decision import Claim, Decision, Found, Money, PartName, Span

TOLERANCE = Decimal("1.00")  # rounding of minor units in several parts
LEAST_CONFIDENCE = 0.5
NEAR = 90  # characters between a sum and the words of what it is for


def bad_arithmetic(decision: Decision) -> Iterator[AnomalyCard]:
    """Cards of claims awarded above what was claimed, and of totals in the operative part that miss their
    parts.
    """
    for found in decision.claims:
        claim = found.value
        if found.confidence < LEAST_CONFIDENCE or claim.amount is None or claim.awarded is None:
            continue
        above = claim.awarded.amount > claim.amount.amount + TOLERANCE
        if above and claim.amount.currency == claim.awarded.currency and _ordered_for(decision, claim):
            yield _card(
                "awarded_above_claimed",
                decision,
                (claim.span, claim.outcome_span),
                claim=claim.type,
                claimed=claim.amount,
                awarded=claim.awarded,
            )
    words = words_of(decision.language)
    if words is None:
        return
    for clause in clauses(decision, PartName.OPERATIVE):
        yield from _totals(decision, clause)


def _ordered_for(decision: Decision, claim: Claim) -> bool:
    """Whether the sum awarded stands in the operative part right beside the words of this claim, and as no
    total.
    """
    words, pattern = words_of(decision.language), claim_words(decision.language).get(claim.type)
    span = decision.parts.get(PartName.OPERATIVE)
    if words is None or pattern is None or span is None or claim.awarded is None:
        return False
    sums = [one for one in decision.amounts if one.span and span.start <= one.span.start < span.end]
    for place, one in enumerate(sums):
        if one.value.amount != claim.awarded.amount or one.span is None:
            continue
        before = sums[place - 1].span if place else None
        after = sums[place + 1].span if place + 1 < len(sums) else None
        around = lowered(
            decision.text[
                max(before.end if before else span.start, one.span.start - NEAR) : min(
                    after.start if after else span.end, one.span.end + NEAR
                )
            ]
        )
        if pattern.search(around) and not words["total"].search(around):
            return True
    return False


def _totals(decision: Decision, clause: Clause) -> Iterator[AnomalyCard]:
    """The totals of one clause, in the two orders: parts then total, or total "of which" parts."""
    words = words_of(decision.language) or {}
    sums = [
        one for one in decision.amounts if one.span and clause.span.start <= one.span.start < clause.span.end
    ]
    if len(sums) < 3:
        return
    for cue in words["total"].finditer(clause.words):
        at = clause.span.start + cue.end()
        after = [one for one in sums if one.span and one.span.start >= at]
        if not after or not after[0].span or after[0].span.start - at > 60:
            continue
        total, rest = after[0], after[1:]
        parts = [
            one for one in sums if one.span and total.span and one.span.end <= clause.span.start + cue.start()
        ]
        of_which = words["of_which"].search(clause.words, cue.end())
        if of_which and len(rest) >= 2:
            parts = rest
        if len(parts) >= 2 and not _adds_up(total.value, [one.value for one in parts]):
            spans = [one.span for one in (*parts, total) if one.span]
            added = sum((one.value.amount for one in parts), Decimal(0))
            yield _card(
                "total_differs",
                decision,
                spans,
                total=total.value,
                added=Money(amount=added, currency=total.value.currency),
            )


def _adds_up(total: Money, parts: Sequence[Money]) -> bool:
    """Whether some run of the parts (all, or those next to the total) gives the total.

    Costs may stand beside the total or inside it, so any run that ends or begins the list will do.
    """
    if any(part.currency != total.currency for part in parts):
        return True
    amounts = [part.amount for part in parts]
    runs = [amounts[start:] for start in range(len(amounts))] + [
        amounts[:end] for end in range(1, len(amounts))
    ]
    return any(abs(sum(run, Decimal(0)) - total.amount) <= TOLERANCE for run in runs)


def _card(
    code: str, decision: Decision, spans: Sequence[Span | None], *, claim: str = "", **sums: Money
) -> AnomalyCard:
    params: dict[str, str | int | float] = {name: str(money.amount) for name, money in sums.items()}
    params["currency"] = next(iter(sums.values())).currency
    if claim:
        params["claim"] = claim
    return AnomalyCard(
        kind=AnomalyKind.ARITHMETIC,
        code=code,
        act_id=decision.id,
        params=params,
        spans=tuple(span for span in spans if span),
    )


def amounts_within(decision: Decision, span: Span) -> list[Found[Money]]:
    """The amounts that stand inside the span."""
    return [one for one in decision.amounts if one.span and span.start <= one.span.start < span.end]
