"""What is demanded, of which type, how much, and what became of each demand in the operative part."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from tarazy.jurimetrics.decision import Claim, Found, Money, Outcome, Span, Stage
from tarazy.jurimetrics.reading.flat import Flat
from tarazy.jurimetrics.reading.grammar import Grammar
from tarazy.jurimetrics.reading.money import Sum
from tarazy.jurimetrics.reading.outcomes import Clause, sentence_end
from tarazy.jurimetrics.reading.parts import Layout

_ASKED = 1600
_MOST = 12
_OF_MONEY = frozenset(
    (
        "debt",
        "interest",
        "penalty",
        "damages",
        "moral_harm",
        "wages",
        "compensation",
        "child_support",
        "insurance",
    )
)


class Demand(NamedTuple):
    """One demand as the introduction words it."""

    type: str
    start: int
    end: int
    amount: Money | None


class Share(NamedTuple):
    """A sum with the type of demand that the words before it name, and its clause."""

    type: str
    sum: Sum
    span: tuple[int, int]
    words: tuple[int, int]


def claim_type(low: str, grammar: Grammar, also: str = "claims.yields") -> str:
    """The type of demand that these words name: the first, or a more exact one named beside it; "" if none.

    `also` is the table of more exact types that is asked before the common one.
    """
    found: dict[str, tuple[int, int]] = {}
    for name, pattern in grammar.group("claims.types").items():
        match = pattern.search(low)
        if match:
            found[name] = (match.start(), -match.end())
    if not found:
        weak = grammar.group("claims.weak")
        return next((name for name, pattern in weak.items() if pattern.search(low)), "")
    best = min(found, key=lambda name: found[name])
    exact = [
        name
        for name in (grammar.table(also).get(best) or grammar.table("claims.yields").get(best, ()))
        if name in found
    ]
    return exact[0] if exact else best


def demands_of(
    flat: Flat, grammar: Grammar, subject: tuple[int, int] | None, sums: list[Sum]
) -> list[Demand]:
    """Split words that demand (None: there are none) into demands; pieces without a type of their own belong to the one before."""
    if subject is None:
        return []
    start, end = subject
    edges = [start]
    for match in grammar.pattern("claims.between").finditer(flat.low, start, end):
        edges.append(match.end())
    edges.append(end)
    found: list[Demand] = []
    for begin, stop in pairwise(edges):
        name = claim_type(flat.low[begin:stop], grammar)
        amount = next((s.money for s in sums if begin <= s.start < stop), None)
        if found and (not name or name == found[-1].type):
            last = found[-1]
            found[-1] = Demand(last.type, last.start, stop, last.amount or amount)
        elif name or stop - begin > 3:
            found.append(Demand(name or "other", begin, stop, amount))
    return found[:_MOST]


def _demands_awarded(flat: Flat, grammar: Grammar, parts: list[Clause]) -> list[Demand]:
    """Demands known only from what was awarded, as in a court order."""
    found: list[Demand] = []
    for clause in parts:
        name = claim_type(clause.low, grammar) if grammar.finds("claims.awards", clause.low) else ""
        if name and name not in {demand.type for demand in found}:
            found.append(Demand(name, clause.start, clause.end, None))
    return found[:_MOST]


def _shares(flat: Flat, grammar: Grammar, place: tuple[int, int], sums: list[Sum]) -> list[Share]:
    """The sums of a place, each with the type that the words between it and the sum before it name last."""
    found: list[Share] = []
    at = place[0]
    for one in sums:
        if not place[0] <= one.start < place[1]:
            continue
        words = flat.low[max(at, one.start - 220) : one.start]
        words = words[words.rfind(":") + 1 :]
        at, before = one.end, at
        if grammar.finds("claims.total", words) and before > place[0]:
            continue
        follow = flat.low[one.end : min(place[1], one.end + 90)]
        named_after = grammar.pattern("claims.type_follows").match(follow)
        again = [m.start() for m in grammar.pattern("claims.again").finditer(words)]
        own = words[again[-1] :] if again else words
        name = claim_type(follow if named_after else own, grammar)
        name = name or claim_type(words, grammar) or claim_type(follow, grammar)
        if name == "costs" and grammar.finds("claims.fee", words):
            continue
        spoken = (
            (one.start, one.end + named_after.end())
            if named_after
            else (one.start - len(own.lstrip()), one.end)
        )
        found.append(Share(name, one, place, spoken))
    return found


def _asked(
    flat: Flat, grammar: Grammar, layout: Layout, sums: list[Sum]
) -> tuple[list[Share], tuple[int, int] | None]:
    """The sums that the claimant asked for, by the words "asks to recover"."""
    match = None
    for name in ("claims.asks", "claims.asks_told", "claims.asks_any"):
        match = match or grammar.pattern(name).search(flat.low, layout.head_end, layout.operative[0])
    if match is None:
        return [], None
    if grammar.table("claims").get("asks_after"):
        begin = max(
            layout.description[0], flat.text.rfind(". ", 0, match.start()) + 2, match.start() - _ASKED
        )
        place = (begin, match.end())
    else:
        place = (
            match.end(),
            sentence_end(flat, grammar, match.end(), min(match.end() + _ASKED, layout.operative[0])),
        )
    return _shares(flat, grammar, place, sums), place


def _with_asked(demands: list[Demand], asked: list[Share]) -> list[Demand]:
    """The demands with those that only the sums asked for name; costs are no demand of their own there."""
    found = list(demands)
    for share in asked:
        named = {demand.type for demand in found}
        if demands and share.type in _OF_MONEY and share.type not in named:
            found.append(Demand(share.type, *share.words, None))
    return found[:_MOST]


def _totals(shares: list[Share]) -> dict[str, Money]:
    totals: dict[str, Money] = {}
    seen: set[tuple[str, Decimal]] = set()
    for share in shares:
        money = share.sum.money
        if (share.type, money.amount) in seen:
            continue
        seen.add((share.type, money.amount))
        before = totals.get(share.type)
        if before is None:
            totals[share.type] = money
        elif before.currency == money.currency:
            totals[share.type] = Money(amount=before.amount + money.amount, currency=money.currency)
    return totals


def _clause_about(kind: str, parts: list[Clause], grammar: Grammar) -> Clause | None:
    pattern = grammar.group("claims.types").get(kind)
    if pattern is None:
        return None
    named = [clause for clause in parts if pattern.search(clause.low)]
    # the sentence that grants the whole in part says nothing of one demand, if another sentence does
    own = [clause for clause in named if not grammar.finds("outcome.in_part", clause.low)]
    return next(iter(own or named), None)


def find_claims(
    flat: Flat,
    grammar: Grammar,
    layout: Layout,
    subject: tuple[int, int] | None,
    sums: list[Sum],
    parts: list[Clause],
    overall: Found[Outcome] | None,
) -> tuple[Found[Claim], ...]:
    """Return the claims of the case. Sums asked for come from the description, sums awarded from the operative part.

    `overall` is how the case ended at this instance (None for acts of review): a claim that the operative part
    doesn't name follows it.
    """
    demands = demands_of(flat, grammar, subject, sums)
    asked, asked_place = _asked(flat, grammar, layout, sums)
    if not demands and asked_place is not None:
        demands = demands_of(flat, grammar, (asked_place[0], min(asked_place[1], asked_place[0] + 500)), sums)
    asked_by_type = _totals([share for share in asked if share.type])
    demands = _with_asked(demands, asked)
    if not demands and overall:
        demands = _demands_awarded(flat, grammar, parts)
    awarding = [c for c in parts if grammar.finds("claims.awards", c.low)] if overall else []
    awarded = _totals([s for c in awarding for s in _shares(flat, grammar, (c.start, c.end), sums)])
    known = {demand.type for demand in demands}
    unknown = awarded.pop("", None)
    if unknown is not None and demands:
        target = next((d.type for d in demands if d.type not in awarded and d.type != "costs"), "")
        if target:
            awarded[target] = unknown
    found: list[Found[Claim]] = []
    for demand in demands:
        amount = demand.amount or asked_by_type.get(demand.type)
        if amount is None and len(known - {"costs"}) == 1 and demand.type != "costs" and asked:
            amount = asked[0].sum.money
        paid = awarded.get(demand.type)
        clause = _clause_about(demand.type, parts, grammar) if overall else None
        outcome = _claim_outcome(demand.type, amount, paid, clause, overall, grammar)
        found.append(
            Found(
                value=Claim(
                    demand=flat.text[demand.start : demand.end].strip(" ,.;:"),
                    type=demand.type,
                    amount=amount,
                    outcome=outcome,
                    awarded=paid,
                    span=flat.span(demand.start, demand.end),
                    outcome_span=_outcome_span(flat, clause, overall),
                ),
                span=flat.span(demand.start, demand.end),
                confidence=0.8 if demand.type != "other" else 0.5,
                available_from=Stage.CLAIM,
            )
        )
    return tuple(found)


def _outcome_span(flat: Flat, clause: Clause | None, overall: Found[Outcome] | None) -> Span | None:
    if clause is not None:
        return flat.span(clause.start, clause.end)
    return overall.span if overall else None


def _claim_outcome(
    kind: str,
    amount: Money | None,
    paid: Money | None,
    clause: Clause | None,
    overall: Found[Outcome] | None,
    grammar: Grammar,
) -> Outcome | None:
    if overall is None:
        return None
    if paid is not None:
        if amount is not None and amount.currency == paid.currency and paid.amount < amount.amount:
            return Outcome.GRANTED_IN_PART
        return Outcome.GRANTED
    if overall.value is not Outcome.GRANTED_IN_PART:
        return overall.value
    if clause is not None:
        if grammar.finds("outcome.in_part", clause.low):
            return Outcome.GRANTED_IN_PART
        if grammar.finds("outcome.denied", clause.low):
            return Outcome.DENIED
        if grammar.finds("outcome.granted", clause.low):
            return Outcome.GRANTED
    return Outcome.DENIED if amount is not None else None
