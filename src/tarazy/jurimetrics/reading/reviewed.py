"""The act under review as an act of a higher court tells of it: court, date, number and how it had ended."""

from __future__ import annotations

import re

from tarazy.jurimetrics.decision import Found, Outcome, Reviewed
from tarazy.jurimetrics.reading.courts import find_courts
from tarazy.jurimetrics.reading.dates import find_dates
from tarazy.jurimetrics.reading.flat import Flat
from tarazy.jurimetrics.reading.grammar import Grammar
from tarazy.jurimetrics.reading.numbers import find_case_numbers, normalise_case_number
from tarazy.jurimetrics.reading.outcomes import sentence_end
from tarazy.jurimetrics.reading.parts import Layout

_REACH = 420
_TOLD = 900


def told_outcome(low: str, grammar: Grammar) -> tuple[Outcome, tuple[int, int]] | None:
    """Return how a sentence says that an act had decided, with where it says so; None if it doesn't say."""
    found = {name: pattern.search(low) for name, pattern in grammar.group("told").items()}
    for name in ("discontinued", "left_unconsidered", "returned"):
        hit = found.get(name)
        earlier = [found[other] for other in ("granted", "denied", "granted_in_part") if found.get(other)]
        if hit and not any(other and other.start() < hit.start() for other in earlier):
            return Outcome(name), hit.span()
    part, denied, granted = found.get("granted_in_part"), found.get("denied"), found.get("granted")
    if part:
        return Outcome.GRANTED_IN_PART, part.span()
    if denied and granted:
        between = (
            low[min(denied.start(), granted.start()) - 120 : denied.end() + 120]
            if denied.start() > 120
            else low
        )
        if grammar.finds("outcome.counterclaim", between):
            first = min((denied, granted), key=lambda hit: hit.start())
            return (Outcome.DENIED if first is denied else Outcome.GRANTED), first.span()
        if denied.start() < granted.start():
            return Outcome.DENIED, denied.span()
        return Outcome.GRANTED_IN_PART, denied.span()
    if denied:
        return Outcome.DENIED, denied.span()
    if granted:
        return Outcome.GRANTED, granted.span()
    return None


def _attacked(flat: Flat, grammar: Grammar, layout: Layout, *, last: bool) -> tuple[int, int] | None:
    """Where the introduction names the act under review: "on the judgment of …"; None if nowhere.

    Of several it is the first, or with `last` the one named last.
    """
    for name in ("reviewed.attacked", "reviewed.attacked_loosely"):
        match = grammar.pattern(name).search(flat.low, 0, layout.head_end)
        if match and last:
            *_, match = grammar.pattern(name).finditer(flat.low, 0, layout.head_end)
        if match:
            back = int(grammar.table("reviewed").get("reach_back", 0))
            if back:
                return max(0, match.start("act") - back), match.end("act")
            return match.start("act"), min(match.start("act") + _REACH, max(layout.head_end, match.end()))
    match = grammar.pattern("reviewed.told_by").search(flat.low, layout.description[0], layout.operative[0])
    if match is None:
        note = grammar.pattern("later_review").search(flat.low, 0, layout.head_end)
        match = grammar.pattern("reviewed.told_by").search(
            flat.low, note.end() if note else 0, layout.operative[0]
        )
    if match is None:
        return None
    back = int(grammar.table("reviewed").get("reach_back", 0))
    return (max(0, match.start() - back), match.end()) if back else (match.start(), match.start() + _REACH)


def _outcome_told(
    flat: Flat, grammar: Grammar, layout: Layout, attacked: tuple[int, int] | None
) -> Found[Outcome] | None:
    """The first instance's outcome: quoted after the act under review, or told at the head of the description."""
    places: list[tuple[int, int, float]] = []
    if attacked:
        quoted = grammar.pattern("reviewed.quoted").search(flat.low, attacked[0], attacked[0] + 700)
        if quoted and quoted.start() < layout.operative[0]:
            stop = min(quoted.end() + 2600, layout.operative[0])
            if layout.head_end > quoted.end():
                stop = min(stop, layout.head_end)
            places.append((quoted.end(), stop, 0.9))
    for match in grammar.pattern("reviewed.told_by").finditer(
        flat.low, attacked[0] if attacked else layout.head_end, layout.operative[0]
    ):
        if len(places) >= 6:
            break
        second = grammar.pattern("reviewed.second").search(
            flat.low, match.start(), min(match.end() + 60, layout.operative[0])
        )
        stop = sentence_end(flat, grammar, match.end(), min(match.end() + _TOLD, layout.operative[0]))
        more = grammar.pattern("reviewed.continues").match(flat.low, stop + 1)
        if more:
            stop = min(more.end() + 160, layout.operative[0])
        if second is None:
            places.append((match.end(), stop, 0.88))
    for match in grammar.pattern("reviewed.first_court_did").finditer(
        flat.low, layout.head_end, layout.operative[0]
    ):
        places.append((match.start(), min(match.end() + 40, layout.operative[0]), 0.7))
        break
    for start, stop, sure in places:
        told = told_outcome(flat.low[start:stop], grammar)
        if told:
            return Found(
                value=told[0], span=flat.span(start + told[1][0], start + told[1][1]), confidence=sure
            )
    return None


def read_reviewed(
    flat: Flat, grammar: Grammar, layout: Layout, own: tuple[Found[str], ...], *, cassation: bool
) -> Reviewed | None:
    """Return what the act says of the act under review; None if it names none.

    A court of `cassation` reviews two acts at once; which of them is told depends on the order of the language.
    """
    last = cassation and bool(grammar.table("reviewed").get("last_in_cassation"))
    attacked = _attacked(flat, grammar, layout, last=last)
    court: Found[str] | None = None
    date = None
    if attacked:
        start, stop = attacked
        back = bool(grammar.table("reviewed").get("reach_back"))
        following = grammar.pattern("reviewed.next_act").search(flat.low, start + 12, stop)
        near = following.start() if following else stop
        named = find_courts(flat, grammar, start, stop, limit=3)
        if named:
            first = named[-1] if back else named[0]
            court = Found(
                value=first.name,
                span=flat.span(first.start, first.end),
                confidence=0.92 if first.start < near else 0.7,
            )
        dates = find_dates(flat, grammar, start, stop)
        for dated in dates[-1:] if back else dates[:1]:
            date = Found(
                value=dated.value,
                span=flat.span(dated.start, dated.end),
                confidence=0.93 if dated.start < near else 0.75,
            )
    outcome = _outcome_told(flat, grammar, layout, attacked)
    number = _number_below(flat, grammar, layout, own, attacked)
    if court is None and date is None and outcome is None:
        return None
    return Reviewed(court=court, date=date, case_number=number, outcome=outcome)


def _number_below(
    flat: Flat,
    grammar: Grammar,
    layout: Layout,
    own: tuple[Found[str], ...],
    attacked: tuple[int, int] | None,
) -> Found[str] | None:
    """The number of the case below: written beside the act under review, or the heading's first-instance number."""
    first = grammar.pattern("case_numbers.first_instance")
    if attacked:
        named_before = bool(grammar.table("reviewed").get("reach_back"))
        for text, start, end in find_case_numbers(flat, grammar, attacked[0], attacked[1]):
            if named_before and own and normalise_case_number(text) == normalise_case_number(own[0].value):
                continue
            return Found(value=re.sub(r"\s+", "", text), span=flat.span(start, end), confidence=0.9)
    for found in own:
        if first.search(normalise_case_number(found.value).lower()) and found.span:
            return Found(value=found.value, span=found.span, confidence=0.85)
    for text, start, end in find_case_numbers(flat, grammar, layout.head_end, layout.operative[0]):
        if first.search(normalise_case_number(text).lower()):
            return Found(value=re.sub(r"\s+", "", text), span=flat.span(start, end), confidence=0.7)
    return None
