"""What linking needs of each act, taken once from a `Decision`, so that a million of them fit in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tarazy.jurimetrics.decision import Decision, Instance, Kind, Outcome, PartyKind, Review, Span
from tarazy.jurimetrics.trace.normal import CaseNumber, CourtKey, PartyKey, case_number, court_key, party_key

RANK = {Instance.FIRST: 0, Instance.APPEAL: 1, Instance.CASSATION: 2}
KIND_RANK = {Kind.APPEAL_RULING: 1, Kind.CASSATION_RULING: 2}
NATURAL = {PartyKind.PERSON, PartyKind.ENTREPRENEUR}


@dataclass(slots=True)
class Reference:
    """What an act of a higher instance says of the act it reviews, each with its span in the text."""

    number: CaseNumber | None = None
    court: CourtKey | None = None
    day: int | None = None
    outcome: Outcome | None = None
    spans: dict[str, Span] = field(default_factory=dict)


@dataclass(slots=True)
class Record:
    """One act for linking. `day` and `filed` are proleptic ordinals of the dates; `rank` is 0, 1 or 2."""

    id: str
    rank: int
    day: int | None
    filed: int | None
    numbers: tuple[CaseNumber, ...]
    court: CourtKey | None
    court_name: str
    region: str
    parties: tuple[PartyKey, ...]
    category: str
    claims: frozenset[str]
    amounts: frozenset[int]
    outcome: Outcome | None
    review: Review | None
    reference: Reference | None
    court_code: str = ""


def record_of(decision: Decision) -> Record:
    """The record of an act; an act of unknown instance counts as first instance."""
    rank = RANK[decision.instance.value] if decision.instance else 0
    if decision.kind and not decision.instance:
        rank = KIND_RANK.get(decision.kind.value, 0)
    numbers = tuple(dict.fromkeys(case_number(found.value) for found in decision.case_numbers))
    parties = []
    for found in decision.parties:
        person = found.value.kind in NATURAL
        if key := party_key(found.value.name, person):
            parties.append(key)
    return Record(
        id=decision.id,
        rank=rank,
        day=decision.date.value.toordinal() if decision.date else None,
        filed=decision.filed.value.toordinal() if decision.filed else None,
        numbers=numbers,
        court=court_key(decision.court.value) if decision.court else None,
        court_name=decision.court.value if decision.court else "",
        region=decision.region.value if decision.region else "",
        parties=tuple(dict.fromkeys(parties)),
        category=decision.category.value if decision.category else "",
        claims=frozenset(found.value.type for found in decision.claims),
        amounts=frozenset(
            int(found.value.amount) for found in decision.amounts if found.value.amount >= 1000
        ),
        outcome=decision.outcome.value if decision.outcome else None,
        review=decision.review.value if decision.review else None,
        reference=_reference(decision) if rank else None,
        court_code=numbers[0].court if numbers else "",
    )


def _reference(decision: Decision) -> Reference:
    said = decision.reviewed
    if said is None:
        return Reference()
    parts = (("number", said.case_number), ("court", said.court), ("date", said.date))
    spans = {name: found.span for name, found in parts if found and found.span}
    return Reference(
        number=case_number(said.case_number.value) if said.case_number else None,
        court=court_key(said.court.value) if said.court else None,
        day=said.date.value.toordinal() if said.date else None,
        outcome=said.outcome.value if said.outcome else None,
        spans=spans,
    )


def court_codes(records: Iterable[Record], share: float = 0.6, least: int = 2) -> dict[CourtKey, str]:
    """The court code that each court name stands beside in the numbers of its own acts.

    So one court is known under its Russian and Kazakh names without any table. A name gets a code when at
    least `least` acts and the given share of them agree.
    """
    seen: dict[CourtKey, Counter[str]] = {}
    for record in records:
        if record.court and record.court_code:
            seen.setdefault(record.court, Counter())[record.court_code] += 1
    codes = {}
    for name, counts in seen.items():
        code, times = counts.most_common(1)[0]
        if times >= least and times >= share * counts.total():
            codes[name] = code
    return codes
