"""Conflicts of an act with rules: each rule looks at one text, needs no other cases, and says where it
stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date as Date

from tarazy.jurimetrics.anomalies.card import AnomalyCard
from tarazy.jurimetrics.anomalies.rules.answers import contradictions, unanswered_claims
from tarazy.jurimetrics.anomalies.rules.arithmetic import bad_arithmetic
from tarazy.jurimetrics.anomalies.rules.dates import impossible_dates
from tarazy.jurimetrics.anomalies.rules.norms import norms_not_in_force
from tarazy.jurimetrics.anomalies.rules.sanctions import terms_out_of_range
from tarazy.jurimetrics.decision import Decision

Rule = Callable[[Decision], Iterator[AnomalyCard]]

RULES: tuple[Rule, ...] = (
    terms_out_of_range,
    bad_arithmetic,
    unanswered_claims,
    contradictions,
    norms_not_in_force,
)
"""The rules that need nothing but the act. `impossible_dates` also takes today's date."""


def check_draft(decision: Decision, *, today: Date | None = None) -> tuple[AnomalyCard, ...]:
    """Every conflict of one act or draft with the rules, in the order of their place in the text.

    `today` bounds the future for dates; without it no date is in the future.
    """
    cards = [*impossible_dates(decision, today)]
    for rule in RULES:
        cards.extend(rule(decision))
    return tuple(sorted(cards, key=lambda card: (card.spans[0].start if card.spans else 0, card.kind)))


def find_conflicts(decisions: Iterable[Decision], *, today: Date | None = None) -> Iterator[AnomalyCard]:
    """The conflicts of many acts, act by act, without holding them in memory."""
    for decision in decisions:
        yield from check_draft(decision, today=today)
