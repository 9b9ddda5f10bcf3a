"""What was read in a text, as rows that point to their places in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tarazy.acts.naming import norm_name, region_name
from tarazy.acts.presenting import Mark, Section, sections
from tarazy.acts.templatetags.court_words import coded, court_date, money
from tarazy.jurimetrics.decision import Decision, Found
from tarazy.practice.claim_words import claim_name, role_name

MOST_OF_ONE = 12


@dataclass(frozen=True)
class FieldRead:
    """A field with its value in words, the reader's confidence and the id of its place in the text, if it
    has one.
    """

    title: str
    value: str
    confidence: float
    place: str


def fields_read(decision: Decision) -> tuple[list[FieldRead], list[Mark]]:
    """All fields that were found, in the order of an act, and the marks of their places."""
    rows: list[tuple[str, str, Found[Any]]] = list(_rows(decision))
    spans = sorted({(found.span.start, found.span.end) for _t, _v, found in rows if found.span})
    names: dict[tuple[int, int], str] = {}
    marks: list[Mark] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end - start > 400:
            continue
        inside = marks and start < marks[-1].end
        if not inside:
            marks.append(Mark(start, end, name=f"f-{len(marks) + 1}"))
        names[(start, end)] = marks[-1].name
    fields = [
        FieldRead(
            title,
            value,
            found.confidence,
            names.get((found.span.start, found.span.end), "") if found.span else "",
        )
        for title, value, found in rows
    ]
    return fields, marks


def text_read(decision: Decision, marks: list[Mark]) -> list[Section]:
    """The text in its parts with the places marked."""
    return sections(decision, marks)


def _rows(decision: Decision) -> Iterator[tuple[str, str, Found[Any]]]:
    if decision.kind:
        yield _("Kind of act"), str(coded(decision.kind.value.value, "kind")), decision.kind
    if decision.instance:
        yield _("Instance"), str(coded(decision.instance.value.value, "instance")), decision.instance
    if decision.outcome:
        yield _("Outcome"), str(coded(decision.outcome.value.value, "outcome")), decision.outcome
    if decision.review:
        yield _("Review"), str(coded(decision.review.value.value, "review")), decision.review
    for claim in decision.claims[:MOST_OF_ONE]:
        words = claim_name(claim.value.type)
        if claim.value.amount:
            words = f"{words}, {money(claim.value.amount)}"
        if claim.value.outcome and decision.kind:
            words = f"{words}: {coded(claim.value.outcome.value, 'outcome')}"
        yield _("Claim"), words, claim
    if decision.court:
        yield _("Court"), decision.court.value, decision.court
    if decision.region:
        yield _("Region"), region_name(decision.region.value), decision.region
    if decision.date:
        yield _("Date of the act"), court_date(decision.date.value), decision.date
    if decision.filed:
        yield _("Date of filing"), court_date(decision.filed.value), decision.filed
    for number in decision.case_numbers[:MOST_OF_ONE]:
        yield _("Case number"), number.value, number
    for party in decision.parties[:MOST_OF_ONE]:
        yield role_name(party.value.role), party.value.name, party
    for judge in decision.judges[:MOST_OF_ONE]:
        yield _("Judge"), judge.value, judge
    for norm in decision.norms[:MOST_OF_ONE]:
        yield _("Norm"), norm_name(norm.value), norm
    below = decision.reviewed
    if below and below.court:
        yield _("Court below"), below.court.value, below.court
    if below and below.date:
        yield _("Date of the act below"), court_date(below.date.value), below.date
    if below and below.case_number:
        yield _("Number of the act below"), below.case_number.value, below.case_number
    if below and below.outcome:
        yield _("Outcome below"), str(coded(below.outcome.value.value, "outcome")), below.outcome
