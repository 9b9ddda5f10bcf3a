"""How the operative part decides: the outcome of claims, and what a higher court did with the act below."""

from __future__ import annotations

from bisect import bisect_right
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


def sentence_start(flat: Flat, grammar: Grammar, at: int, least: int) -> int:
    """Where the sentence that holds `at` begins, at least `least`: after a full stop or at a line with a capital letter."""
    begin = least
    for match in grammar.pattern("outcome.boundary").finditer(flat.text, least, at):
        if flat.text[match.start()] == "." and not grammar.pattern("outcome.abbreviation").search(
            flat.low, max(0, match.start() - 12), match.start() + 1
        ):
            begin = match.end()
    line = next(
        (place for place in reversed(flat.lines[: bisect_right(flat.lines, at)]) if _opens(flat, place)), 0
    )
    return max(begin, line) if line <= at else begin


def _opens(flat: Flat, place: int) -> bool:
    """Whether a line that begins here begins a sentence by its letter."""
    return flat.text[place : place + 1].isupper()


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
    if not grammar.finds("outcome.only_costs", low):
        return False
    return not grammar.finds("outcome.besides_costs", low)


def first_instance_outcome(parts: list[Clause], grammar: Grammar) -> Reached:
    """Return how the claims were decided by these clauses of an operative part."""
    hits: dict[str, list[Clause]] = {name: [] for name in ("ended", "in_part", "denied", "granted")}
    ended: tuple[Outcome, Clause] | None = None
    for clause in parts:
        low = clause.low
        if grammar.finds("outcome.aside", low):
            continue
        for name in (Outcome.DISCONTINUED, Outcome.LEFT_UNCONSIDERED, Outcome.RETURNED):
            if grammar.finds(f"outcome.{name.value}", low):
                if grammar.finds("outcome.granted_beside", low):
                    hits["in_part"].append(clause)
                    break
                ended = ended or (name, clause)
                hits["ended"].append(clause)
                break
        else:
            if grammar.finds("outcome.in_part", low):
                hits["in_part"].append(clause)
            elif grammar.finds("outcome.denied", low):
                hits["denied"].append(clause)
            elif grammar.finds("outcome.granted", low) and not _only_costs(low, grammar):
                hits["granted"].append(clause)
    main_denied = [c for c in hits["denied"] if not grammar.finds("outcome.counterclaim", c.low)]
    main_granted = [c for c in hits["granted"] if not grammar.finds("outcome.counterclaim", c.low)]
    partly = [c for c in hits["in_part"] if not grammar.finds("outcome.counterclaim", c.low)]
    if partly or (hits["in_part"] and not main_denied and not main_granted):
        return Reached(Outcome.GRANTED_IN_PART, None, (partly or hits["in_part"])[0], 0.95)
    if main_denied and len(main_granted) < len(hits["granted"]) and hits["granted"][0] not in main_granted:
        # what is granted after a refused claim belongs to the counterclaim
        return Reached(Outcome.DENIED, None, main_denied[0], 0.85)
    if ended and not main_granted and not main_denied:
        return Reached(ended[0], None, ended[1], 0.93)
    if main_denied and main_granted:
        if main_denied[0].start < main_granted[0].start and not grammar.pattern(
            "outcome.partial_denial"
        ).search(main_denied[0].low):
            costs_only = all(grammar.finds("outcome.after_denial", c.low) for c in main_granted)
            if costs_only:
                return Reached(Outcome.DENIED, None, main_denied[0], 0.85)
        return Reached(Outcome.GRANTED_IN_PART, None, main_denied[0], 0.8)
    if main_denied:
        return Reached(Outcome.DENIED, None, main_denied[0], 0.95)
    if main_granted:
        return Reached(Outcome.GRANTED, None, main_granted[0], 0.93)
    if ended:
        return Reached(ended[0], None, ended[1], 0.7)
    for group, outcome in (
        ("in_part", Outcome.GRANTED_IN_PART),
        ("denied", Outcome.DENIED),
        ("granted", Outcome.GRANTED),
    ):
        if hits[group]:
            return Reached(outcome, None, hits[group][0], 0.6)
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
        about_act = grammar.finds("review.act", low)
        if grammar.finds("review.about_complaint", low):
            for name in (Outcome.DISCONTINUED, Outcome.LEFT_UNCONSIDERED, Outcome.RETURNED):
                if unheard is None and grammar.finds(f"outcome.{name.value}", low):
                    unheard = (name, clause)
        if grammar.finds("review.rest_keep", low):
            partly = True
            if not (grammar.finds("review.reversed", low) or grammar.finds("review.changed", low)):
                continue
        if about_act and grammar.finds("review.reversed", low):
            if grammar.finds("review.side_measures", low) and not grammar.pattern("review.act_head").match(
                low
            ):
                continue
            reversed_ = reversed_ or clause
            partly = partly or grammar.finds("review.reversed_in_part", low)
            continue
        aside = grammar.finds("review.side_measures", low) and not grammar.pattern("review.act_head").match(
            low
        )
        if about_act and grammar.finds("review.changed", low) and not aside:
            changed = changed or clause
            continue
        if about_act and grammar.finds("review.keep", low):
            kept = kept or clause
        elif grammar.finds("review.unmet", low):
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
