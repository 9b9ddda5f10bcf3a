"""Statements of claim and other papers that ask a court: who asks, of whom, what, and when. They decide nothing."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date as Date
from typing import NamedTuple

from tarazy.jurimetrics.decision import Claim, Found, Party, PartyRole, Stage
from tarazy.jurimetrics.reading.claims import Demand, claim_type, demands_of
from tarazy.jurimetrics.reading.dates import find_dates
from tarazy.jurimetrics.reading.flat import Flat
from tarazy.jurimetrics.reading.grammar import Grammar
from tarazy.jurimetrics.reading.money import Sum
from tarazy.jurimetrics.reading.nature import find_title
from tarazy.jurimetrics.reading.outcomes import sentence_end, sentence_start
from tarazy.jurimetrics.reading.parties import named_parties
from tarazy.jurimetrics.reading.parts import Layout

_HEAD = 3000
_SUBJECT = 400
_BLOCK = 500
_TAIL = 160
_MOST = 12
_LOUD = 0.95


class Application(NamedTuple):
    """A paper that asks: its parts, and where its heading and its end say what is asked (None if they don't)."""

    layout: Layout
    subject: tuple[int, int] | None
    asked: tuple[int, int] | None


def find_application(flat: Flat, grammar: Grammar, layout: Layout) -> Application | None:
    """Return the text as a paper that asks a court, None if it is an act.

    It is one by its own title before any title of an act, or where somebody asks in the first person and neither
    a title nor a word that decides is an act's.
    """
    titled = _title(flat, grammar, acts=bool(layout.operative_word))
    asks = _asks(flat, grammar, titled.end() if titled else 0)
    act = find_title(flat, grammar, layout)
    if titled is not None:
        if act is not None and act.start < titled.start():
            return None
    elif asks is None or layout.operative_word or (act is not None and act.sure > _LOUD):
        return None
    headed = _subject(flat, grammar, titled.end()) if titled else None
    subject = headed.span("subject") if headed else None
    asked = _asked(flat, grammar, asks) if asks else None
    if titled is not None:
        head_end = headed.end() if headed else titled.end()
    else:
        head_end = min(layout.head_end, sentence_start(flat, grammar, asks.start(), 0) if asks else _HEAD)
    size = len(flat.low)
    parts = Layout(head_end, (head_end, size), (size, size), (size, size), "", 0.0)
    return Application(parts, subject, asked)


def _begins_line(flat: Flat, at: int) -> bool:
    return at in flat.lines


def _title(flat: Flat, grammar: Grammar, *, acts: bool) -> re.Match[str] | None:
    """The title of such a paper: in capitals, or a line that begins with it where nothing decides as an act does."""
    for match in grammar.pattern("application.title").finditer(flat.low, 0, _HEAD):
        if flat.loud(match.start(), match.end()):
            return match
        if not acts and _begins_line(flat, match.start()) and flat.text[match.start()].isupper():
            return match
    return None


def _line_after(flat: Flat, at: int, stop: int) -> int:
    """Where the next line that opens with a capital letter begins after the one at `at`, at most `stop`."""
    for place in flat.lines[bisect_right(flat.lines, at + 2) :]:
        if place >= stop:
            break
        if flat.text[place].isupper():
            return place
    return stop


def _subject(flat: Flat, grammar: Grammar, at: int) -> re.Match[str] | None:
    stop = sentence_end(flat, grammar, at, min(at + _SUBJECT, len(flat.low)))
    return grammar.pattern("application.subject").match(flat.low, at, _line_after(flat, at, stop))


def _asks(flat: Flat, grammar: Grammar, start: int) -> re.Match[str] | None:
    """The words that ask in the first person: those with a demand beside them, else the first."""
    for name in ("application.asks", "application.asks_any"):
        if match := grammar.pattern(name).search(flat.low, start):
            return match
    return None


def _asked(flat: Flat, grammar: Grammar, asks: re.Match[str]) -> tuple[int, int]:
    """Where the demands stand: after the words that ask up to what is attached, or before them in their sentence."""
    end = len(flat.low)
    for match in grammar.pattern("application.attached").finditer(flat.low, asks.end()):
        if flat.text[match.start()].isupper():
            end = match.start()
            break
    listed = flat.low[asks.end() : asks.end() + 12].lstrip().startswith(":")
    if grammar.table("claims").get("asks_after") and not listed:
        return sentence_start(flat, grammar, asks.start(), 0), asks.start()
    return asks.end(), end


def find_demands(
    flat: Flat, grammar: Grammar, application: Application, sums: list[Sum]
) -> tuple[Found[Claim], ...]:
    """Return what is asked, each demand with its type and sum; what the heading alone names follows without a sum."""
    listed: list[Demand] = []
    if application.asked:
        start, end = application.asked
        items = list(grammar.pattern("application.item").finditer(flat.low, start, end))
        begins = [start, *(item.end() for item in items)]
        stops = [*(item.start() for item in items), end]
        for begin, stop in zip(begins, stops, strict=True):
            stop = _line_stopped(flat, begin, sentence_end(flat, grammar, begin, stop))
            inside = [one for one in sums if begin <= one.start < stop]
            name = claim_type(flat.low[begin:stop], grammar, "application.yields")
            if not flat.low[begin:stop].strip(" :-"):
                continue
            if items and len(inside) < 2:
                listed.append(Demand(name or "other", begin, stop, inside[0].money if inside else None))
            else:
                listed += demands_of(flat, grammar, (begin, stop), sums)
    typed = [demand for demand in listed if demand.type != "other"]
    headed = [d for d in demands_of(flat, grammar, application.subject, sums) if d.type != "other"]
    if len(headed) > len(typed):
        known = {demand.type for demand in typed}
        typed += [demand for demand in headed if demand.type not in known]
    money = [demand.amount for demand in listed if demand.type == "other" and demand.amount]
    if len(typed) == 1 and typed[0].amount is None and len(money) == 1:
        typed = [typed[0]._replace(amount=money[0])]
    return tuple(_as_claim(flat, one) for one in (typed or listed[:1])[:_MOST])


def _line_stopped(flat: Flat, at: int, stop: int) -> int:
    """`stop`, or the end of an earlier line that ends with a full stop: a day or a name may stand below it."""
    for place in flat.lines[bisect_right(flat.lines, at) :]:
        if place >= stop:
            break
        if flat.text[place - 2] == ".":
            return place - 1
    return stop


def _as_claim(flat: Flat, demand: Demand) -> Found[Claim]:
    span = flat.span(demand.start, demand.end)
    words = flat.text[demand.start : demand.end].strip(" ,.;:")
    return Found(
        value=Claim(demand=words, type=demand.type, amount=demand.amount, span=span),
        span=span,
        confidence=0.8 if demand.type != "other" else 0.5,
        available_from=Stage.CLAIM,
    )


def find_sides(flat: Flat, grammar: Grammar, application: Application) -> tuple[Found[Party], ...]:
    """Return the parties that the heading labels, each with the identifier of its own lines."""
    limit = application.layout.head_end
    labels = sorted(
        (
            (match.start("label"), match.end(), role)
            for role, pattern in grammar.group("application.labels").items()
            for match in pattern.finditer(flat.low, 0, limit)
        ),
    )
    found: dict[tuple[str, PartyRole], Found[Party]] = {}
    for number, (_, start, role) in enumerate(labels):
        if role == "other":
            continue
        following = labels[number + 1][0] if number + 1 < len(labels) else limit
        block = min(following, start + _BLOCK)
        named = named_parties(
            flat, grammar, (start, _line_after(flat, start - 2, block)), PartyRole(role), 0.9
        )
        for one in named[:1]:
            party = one.value
            if party.identifier is None:
                inside = grammar.pattern("application.identifier").search(flat.low, start, block)
                party = party.model_copy(update={"identifier": inside["id"] if inside else None})
            found.setdefault((party.name.lower(), party.role), one.model_copy(update={"value": party}))
    return tuple(found.values())


def find_filed(flat: Flat, grammar: Grammar, application: Application) -> Found[Date] | None:
    """Return the date of the paper: the one called so, else the one beside the signature at its end. Dates in the
    story are never it.
    """
    size = len(flat.low)
    for label in grammar.pattern("application.filed").finditer(flat.low):
        for dated in find_dates(flat, grammar, label.end(), min(size, label.end() + 40)):
            return Found(
                value=dated.value,
                span=flat.span(dated.start, dated.end),
                confidence=0.9,
                available_from=Stage.CLAIM,
            )
    least = max(application.layout.head_end, application.asked[0] if application.asked else 0, size - _TAIL)
    for dated in reversed(find_dates(flat, grammar, least, size)):
        before, after = flat.low[max(least, dated.start - 40) : dated.start], flat.low[dated.end :]
        apart = _begins_line(flat, dated.start) or grammar.finds("application.signed_before", before)
        if apart and grammar.pattern("application.signed_after").fullmatch(after):
            return Found(
                value=dated.value,
                span=flat.span(dated.start, dated.end),
                confidence=0.75,
                available_from=Stage.CLAIM,
            )
    return None
