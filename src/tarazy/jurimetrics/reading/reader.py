"""From the text of an act to a `Decision`: a pipeline of small steps, each of which may find nothing."""

from __future__ import annotations

from tarazy.jurimetrics.analysis import detect_language
from tarazy.jurimetrics.decision import (
    Decision,
    Found,
    Instance,
    Kind,
    Money,
    Outcome,
    Review,
    Reviewed,
    Stage,
)
from tarazy.jurimetrics.reading.application import (
    Application,
    find_application,
    find_demands,
    find_filed,
    find_sides,
)
from tarazy.jurimetrics.reading.claims import find_claims
from tarazy.jurimetrics.reading.courts import NamedCourt, find_courts
from tarazy.jurimetrics.reading.dates import filed_date, own_date
from tarazy.jurimetrics.reading.errors import Unreadable
from tarazy.jurimetrics.reading.flat import Flat, flatten
from tarazy.jurimetrics.reading.grammar import LANGUAGES, Grammar, grammar_of
from tarazy.jurimetrics.reading.money import Sum, find_sums
from tarazy.jurimetrics.reading.nature import read_nature
from tarazy.jurimetrics.reading.norms import country_of, find_norms
from tarazy.jurimetrics.reading.numbers import own_case_numbers
from tarazy.jurimetrics.reading.outcomes import (
    Clause,
    clauses,
    first_instance_outcome,
    review_outcome,
    sentence_end,
)
from tarazy.jurimetrics.reading.parties import find_opening, find_parties
from tarazy.jurimetrics.reading.parts import Layout, as_spans, find_layout
from tarazy.jurimetrics.reading.people import find_judges, find_persons
from tarazy.jurimetrics.reading.places import read_region
from tarazy.jurimetrics.reading.reviewed import read_reviewed, told_outcome


def read_text(text: str, *, jurisdictions: tuple[str, ...] = ("kz", "ru", "kg"), id: str = "") -> Decision:
    """Return the act as read from its text; what isn't found is absent and named in `unread`.

    `jurisdictions` are the packs whose codes norms are looked for in, the likeliest first where the text itself
    doesn't tell. Raises `Unreadable("empty")` for a text without a word. Time is linear in the text.
    """
    flat = flatten(text)
    if not any(char.isalnum() for char in flat.low):
        raise Unreadable("empty")
    language = detect_language(_sample(flat.text))
    grammar = grammar_of(language)
    layout = find_layout(flat, grammar)
    application = find_application(flat, grammar, layout) if language in LANGUAGES else None
    if application is not None:
        return _asking(text, id, language, flat, grammar, application, jurisdictions)
    court = _own_court(flat, grammar, layout)
    court_name = court.value if court else ""
    date = own_date(
        flat,
        grammar,
        layout.head_end,
        written_wins=grammar.pattern("written_wins").search(court_name.lower()) is not None,
    )
    numbers = own_case_numbers(flat, grammar, layout.head_end)
    kind, instance = read_nature(flat, grammar, layout, court_name) if language in LANGUAGES else (None, None)
    higher = instance is not None and instance.value is not Instance.FIRST
    cassation = instance is not None and instance.value is Instance.CASSATION
    reviewed = read_reviewed(flat, grammar, layout, numbers, cassation=cassation) if higher else None
    decided = clauses(flat, grammar, layout.operative[0], layout.operative[1])
    outcome, review = _reached(flat, grammar, layout, decided, instance, reviewed)
    sums = find_sums(flat, grammar)
    opening = find_opening(flat, grammar, layout)
    claims = find_claims(flat, grammar, layout, opening.subject, sums, decided, None if higher else outcome)
    country = country_of(flat, grammar)
    packs = (country,) if country in jurisdictions else jurisdictions
    accused = kind is not None and (
        kind.value in (Kind.SENTENCE, Kind.OFFENCE_RULING)
        or grammar.pattern("criminal_words").search(flat.low, 0, layout.head_end) is not None
    )
    decision = Decision(
        id=id,
        text=text,
        language=language,
        kind=kind,
        instance=instance,
        court=court,
        region=read_region(court, numbers, country, grammar),
        date=date,
        filed=None
        if higher
        else filed_date(flat, grammar, layout.head_end, min(layout.operative[0], layout.head_end + 2500)),
        case_numbers=numbers,
        judges=find_judges(flat, grammar, layout.head_end),
        parties=find_parties(flat, grammar, layout, opening, accused=accused),
        persons=find_persons(flat, grammar),
        claims=claims,
        norms=find_norms(flat, language, packs, lambda at: _stage(layout, at)),
        parts=as_spans(layout, flat) if language in LANGUAGES else {},
        amounts=_amounts(flat, layout, sums),
        reviewed=reviewed,
        outcome=outcome,
        review=review,
    )
    return decision.model_copy(update={"unread": _unread(decision)})


def _asking(
    text: str,
    id: str,
    language: str,
    flat: Flat,
    grammar: Grammar,
    application: Application,
    jurisdictions: tuple[str, ...],
) -> Decision:
    """A paper that asks a court: it has no kind, instance, date or outcome of an act, and all of it is there from the claim."""
    layout = application.layout
    court = _own_court(flat, grammar, layout)
    numbers = own_case_numbers(flat, grammar, layout.head_end)
    country = country_of(flat, grammar)
    packs = (country,) if country in jurisdictions else jurisdictions
    sums = find_sums(flat, grammar)
    decision = Decision(
        id=id,
        text=text,
        language=language,
        court=court,
        region=read_region(court, numbers, country, grammar),
        filed=find_filed(flat, grammar, application),
        case_numbers=numbers,
        parties=find_sides(flat, grammar, application),
        persons=find_persons(flat, grammar),
        claims=find_demands(flat, grammar, application, sums),
        norms=find_norms(flat, language, packs, lambda _: Stage.CLAIM),
        parts=as_spans(layout, flat),
        amounts=_amounts(flat, layout, sums),
    )
    missing = tuple(name for name in ("court", "parties", "claims") if not getattr(decision, name))
    return decision.model_copy(update={"unread": missing})


def _amounts(flat: Flat, layout: Layout, sums: list[Sum]) -> tuple[Found[Money], ...]:
    return tuple(
        Found(
            value=one.money,
            span=flat.span(one.start, one.end),
            confidence=0.95,
            available_from=_stage(layout, one.start),
        )
        for one in sums
    )


_LOOKED_FOR = ("kind", "instance", "court", "date", "case_numbers", "parties", "claims", "outcome")


def _unread(decision: Decision) -> tuple[str, ...]:
    """The names of fields that were looked for and not found."""
    missing = [name for name in _LOOKED_FOR if not getattr(decision, name)]
    if decision.instance is not None and decision.instance.value is not Instance.FIRST:
        missing += [name for name in ("review", "reviewed") if getattr(decision, name) is None]
    return tuple(missing)


def _sample(text: str) -> str:
    """What the language is told from: the beginning, which may be a form in another language, and more of the middle."""
    middle = len(text) // 2
    return text if len(text) < 1000 else f"{text[:200]} {text[middle - 350 : middle + 350]}"


def _stage(layout: Layout, at: int) -> Stage:
    """The earliest stage at which something that stands at `at` of the view can be taken to have existed."""
    if at < layout.description[1]:
        return Stage.CLAIM
    return Stage.DECISION


def _own_court(flat: Flat, grammar: Grammar, layout: Layout) -> Found[str] | None:
    """The court that gave the act: the one said to sit "in the composition of", else the first in the introduction."""
    notes = [match.span() for match in grammar.pattern("later_review").finditer(flat.low, 0, layout.head_end)]
    named = [
        court
        for court in find_courts(flat, grammar, 0, layout.head_end, limit=8)
        if not any(note[0] <= court.start < note[1] for note in notes)
    ]
    if not named:
        return None
    composed = grammar.pattern("courts.composed")
    chosen: NamedCourt | None = next((c for c in named if composed.match(flat.low, c.end)), None)
    sure = 0.97
    if chosen is None:
        chosen, sure = named[0], 0.85
    return Found(
        value=chosen.name,
        span=flat.span(chosen.start, chosen.end),
        confidence=sure,
        available_from=Stage.CLAIM,
    )


def _reached(
    flat: Flat,
    grammar: Grammar,
    layout: Layout,
    decided: list[Clause],
    instance: Found[Instance] | None,
    reviewed: Reviewed | None,
) -> tuple[Found[Outcome] | None, Found[Review] | None]:
    """The overall outcome and, for a higher instance, what it did with the act below."""

    if instance is None or instance.value is Instance.FIRST:
        reached = first_instance_outcome(decided, grammar)
        if reached.outcome is None or reached.clause is None:
            return None, None
        span = flat.span(reached.clause.start, reached.clause.end)
        return Found(value=reached.outcome, span=span, confidence=reached.sure), None
    reached = review_outcome(decided, grammar)
    if reached.clause is None:
        return None, None
    span = flat.span(reached.clause.start, reached.clause.end)
    if reached.review is None:
        assert reached.outcome is not None
        return Found(value=reached.outcome, span=span, confidence=reached.sure), None
    review = Found(value=reached.review, span=span, confidence=reached.sure)
    cassation = instance.value is Instance.CASSATION
    return _standing_after(
        flat, grammar, layout, decided, reached.review, reviewed, cassation=cassation
    ), review


def _standing_after(
    flat: Flat,
    grammar: Grammar,
    layout: Layout,
    decided: list[Clause],
    review: Review,
    reviewed: Reviewed | None,
    *,
    cassation: bool,
) -> Found[Outcome] | None:
    """How the case stands after a higher court's act, where it says so."""
    below = reviewed.outcome if reviewed else None
    if review is Review.UPHELD:
        return _after_appeal(flat, grammar, layout, below) if cassation else below
    if any(grammar.finds("review.remit", clause.low) for clause in decided):
        return None
    if any(grammar.finds("review.restore_first", clause.low) for clause in decided):
        return below
    rest = [
        c
        for c in decided
        if not grammar.pattern("review.act_head").match(c.low)
        and not grammar.finds("review.complaint", c.low)
    ]
    reached = first_instance_outcome(rest, grammar)
    if reached.outcome is None or reached.clause is None:
        return None
    span = flat.span(reached.clause.start, reached.clause.end)
    return Found(value=reached.outcome, span=span, confidence=min(reached.sure, 0.75))


def _after_appeal(
    flat: Flat, grammar: Grammar, layout: Layout, below: Found[Outcome] | None
) -> Found[Outcome] | None:
    """The outcome that an upheld act left standing: that of the appeal, where the appeal had reversed the first."""
    reversal = grammar.pattern("review.appeal_reversed").search(
        flat.low, layout.description[0], layout.operative[0]
    )
    if reversal is None:
        return below
    end = sentence_end(flat, grammar, reversal.end(), min(reversal.end() + 400, layout.operative[0]))
    told = told_outcome(flat.low[reversal.end() : end], grammar)
    if told is None:
        return None
    start, stop = (reversal.end() + place for place in told[1])
    return Found(value=told[0], span=flat.span(start, stop), confidence=0.7)
