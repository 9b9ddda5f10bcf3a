"""Norms cited that were not in force on the date of the act."""

from __future__ import annotations

from collections.abc import Iterator

from tarazy import law
from tarazy.jurimetrics.anomalies.card import AnomalyCard, AnomalyKind
from tarazy.jurimetrics.decision import Decision
from tarazy.law.editions import in_force

LEAST_CONFIDENCE = 0.6


def norms_not_in_force(decision: Decision) -> Iterator[AnomalyCard]:
    """Cards of codes of which no edition was in force on the act's date, one card a code.

    A code whose pack names no editions, or whose editions are unknown before some day, says nothing.
    """
    own = decision.date
    if own is None or own.confidence < LEAST_CONFIDENCE:
        return
    told: set[tuple[str, str]] = set()
    for found in decision.norms:
        norm = found.value
        key = (norm.jurisdiction, norm.code or "")
        if norm.code is None or key in told or norm.jurisdiction not in law.available():
            continue
        pack = law.load(norm.jurisdiction)
        code = pack.codes_by_id.get(norm.code)
        if code is None or not code.editions or in_force(pack, norm.code, own.value):
            continue
        told.add(key)
        since = min(edition.since for edition in code.editions)
        yield AnomalyCard(
            kind=AnomalyKind.NORM_NOT_IN_FORCE,
            code="not_yet_in_force" if own.value < since else "no_longer_in_force",
            act_id=decision.id,
            params={
                "norm": norm.code,
                "article": norm.article,
                "date": own.value.isoformat(),
                "since": since.isoformat(),
            },
            spans=(found.span,) if found.span else (),
        )
