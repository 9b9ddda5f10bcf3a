"""How the operative part decides: the outcome of claims, and what a higher court did with the act below."""

from __future__ import annotations

from typing import NamedTuple

from tarazy.jurimetrics.decision import Outcome, Review
from tarazy.jurimetrics.reading.flat import Flat
from tarazy.jurimetrics.reading.grammar import Grammar

_OPERATIVE_LIMIT = 9000


class Clause(NamedTuple):
    """One sentence of the operative part: folded text and where it stands in the view."""

    low: str
    start: int
    end: int


def sentence_end(flat: Flat, grammar: Grammar, start: int, stop: int) -> int:
    """Where the sentence that `start` stands in ends (after its last letter), at most `stop`; abbreviations don't end it."""
    for match in grammar.pattern("outcome.boundary").finditer(flat.text, start, stop):
        if flat.text[match.start()] == "." and not grammar.pattern("outcome.abbreviation").search(
            flat.low, max(0, match.start() - 12), match.start() + 1
        ):
            return match.start()
    return stop


class Reached(NamedTuple):
    """An outcome with the clause that says it and how sure the reading is."""

    outcome: Outcome | None
    review: Review | None
    clause: Clause | None
    sure: float


def clauses(flat: Flat, grammar: Grammar, start: int, end: int) -> list[Clause]:
    """Split `[start, end)` of the view into sentences, up to the words on how the act may be appealed."""
    end = min(end, start + _OPERATIVE_LIMIT)
    cut = grammar.pattern("outcome.cut").search(flat.low, start, end)
    stop = cut.start() if cut else end
    found: list[Clause] = []
    begin = start
    for match in grammar.pattern("outcome.boundary").finditer(flat.text, start, stop):
        if grammar.pattern("outcome.abbreviation").search(
            flat.low, max(start, match.start() - 12), match.start() + 1
        ):
            continue
        if match.end() > begin:
            found.append(Clause(flat.low[begin : match.start() + 1], begin, match.start() + 1))
        begin = match.end()
    if stop > begin:
        found.append(Clause(flat.low[begin:stop], begin, stop))
    return found


def _only_costs(low: str, grammar: Grammar) -> bool:
    """Whether a clause awards nothing but costs of the proceedings."""
    if not grammar.pattern("outcome.only_costs").search(low):
        return False
    return grammar.pattern("outcome.besides_costs").search(low) is None


def first_instance_outcome(parts: list[Clause], grammar: Grammar) -> Reached:
    """Return how the claims were decided by these clauses of an operative part."""
    hits: dict[str, list[Clause]] = {name: [] for name in ("ended", "in_part", "denied", "granted")}
    ended: tuple[Outcome, Clause] | None = None
    for clause in parts:
        low = clause.low
        if grammar.pattern("outcome.aside").search(low):
            continue
        for name in (Outcome.DISCONTINUED, Outcome.LEFT_UNCONSIDERED, Outcome.RETURNED):
            if grammar.pattern(f"outcome.{name.value}").search(low):
                ended = ended or (name, clause)
                hits["ended"].append(clause)
                break
        else:
            if grammar.pattern("outcome.in_part").search(low):
                hits["in_part"].append(clause)
            elif grammar.pattern("outcome.denied").search(low):
                hits["denied"].append(clause)
            elif grammar.pattern("outcome.granted").search(low) and not _only_costs(low, grammar):
                hits["granted"].append(clause)
    main_denied = [c for c in hits["denied"] if not grammar.pattern("outcome.counterclaim").search(c.low)]
    main_granted = [c for c in hits["granted"] if not grammar.pattern("outcome.counterclaim").search(c.low)]
    if hits["in_part"] and (main_granted or not main_denied):
        return Reached(Outcome.GRANTED_IN_PART, None, hits["in_part"][0], 0.95)
    if ended and not main_granted and not main_denied:
        return Reached(ended[0], None, ended[1], 0.93)
    if main_denied and main_granted:
        if main_denied[0].start < main_granted[0].start and not grammar.pattern(
            "outcome.partial_denial"
        ).search(main_denied[0].low):
            costs_only = all(grammar.pattern("outcome.after_denial").search(c.low) for c in main_granted)
            if costs_only:
                return Reached(Outcome.DENIED, None, main_denied[0], 0.85)
        return Reached(Outcome.GRANTED_IN_PART, None, main_denied[0], 0.8)
    if main_denied:
        return Reached(Outcome.DENIED, None, main_denied[0], 0.95)
    if main_granted:
        return Reached(Outcome.GRANTED, None, main_granted[0], 0.93)
    if ended:
        return Reached(ended[0], None, ended[1], 0.7)
    for name, outcome in (
        ("in_part", Outcome.GRANTED_IN_PART),
        ("denied", Outcome.DENIED),
        ("granted", Outcome.GRANTED),
    ):
        if hits[name]:
            return Reached(outcome, None, hits[name][0], 0.6)
    return Reached(None, None, None, 0.0)


def review_outcome(parts: list[Clause], grammar: Grammar) -> Reached:
    """Return what these clauses do with the act under review; `outcome` is set where the complaint was not heard."""
    kept: Clause | None = None
    changed: Clause | None = None
    reversed_: Clause | None = None
    partly = False
    unmet: Clause | None = None
    unheard: tuple[Outcome, Clause] | None = None
    for clause in parts:
        low = clause.low
        about_act = grammar.pattern("review.act").search(low) is not None
        if grammar.pattern("review.about_complaint").search(low):
            for name in (Outcome.DISCONTINUED, Outcome.LEFT_UNCONSIDERED, Outcome.RETURNED):
                if unheard is None and grammar.pattern(f"outcome.{name.value}").search(low):
                    unheard = (name, clause)
        if grammar.pattern("review.rest_keep").search(low):
            partly = True
            if not (
                grammar.pattern("review.reversed").search(low)
                or grammar.pattern("review.changed").search(low)
            ):
                continue
        if about_act and grammar.pattern("review.reversed").search(low):
            if grammar.pattern("review.side_measures").search(low) and not grammar.pattern(
                "review.act_head"
            ).match(low):
                continue
            reversed_ = reversed_ or clause
            partly = partly or grammar.pattern("review.reversed_in_part").search(low) is not None
            continue
        if about_act and grammar.pattern("review.changed").search(low):
            if not grammar.pattern("review.side_measures").search(low) or grammar.pattern(
                "review.act_head"
            ).match(low):
                changed = changed or clause
                continue
        if about_act and grammar.pattern("review.keep").search(low):
            kept = kept or clause
        elif grammar.pattern("review.unmet").search(low):
            unmet = unmet or clause
    if reversed_ is not None and not partly:
        return Reached(None, Review.REVERSED, reversed_, 0.94)
    if reversed_ is not None or changed is not None:
        return Reached(None, Review.CHANGED, changed or reversed_, 0.9 if changed else 0.8)
    if unheard is not None:
        return Reached(unheard[0], None, unheard[1], 0.85)
    if kept is not None:
        return Reached(None, Review.UPHELD, kept, 0.96)
    if unmet is not None:
        return Reached(None, Review.UPHELD, unmet, 0.8)
    return Reached(None, None, None, 0.0)
