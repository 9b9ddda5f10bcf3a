"""Dates that can't be: 31 June, an act before its filing, a review before the act reviewed, the future."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date as Date

from tarazy.jurimetrics.anomalies.card import AnomalyCard, AnomalyKind
from tarazy.jurimetrics.anomalies.rules.words import clauses, long_dates, lowered, words_of
from tarazy.jurimetrics.decision import Decision, Found, PartName, Span

SHORT = re.compile(r"(?<![\d.])(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>(?:19|20)\d\d)(?![\d.]*\d)")
LEAST_CONFIDENCE = 0.6


def impossible_dates(decision: Decision, today: Date | None = None) -> Iterator[AnomalyCard]:
    """Cards of dates that no calendar has, and of dates of the act in an order that can't be.

    `today` bounds the future; without it nothing is in the future.
    """
    yield from _no_such_day(decision)
    own = decision.date
    if own is None or own.confidence < LEAST_CONFIDENCE:
        return
    yield from _filed_later(decision, own)
    reviewed = decision.reviewed.date if decision.reviewed else None
    if reviewed and reviewed.confidence >= LEAST_CONFIDENCE and reviewed.value > own.value:
        yield _card("reviewed_before_act", decision, own.value, reviewed.value, own.span, reviewed.span)
    if today and own.value > today:
        yield _card("in_future", decision, own.value, today, own.span)


def _card(code: str, decision: Decision, own: Date, other: Date, *spans: Span | None) -> AnomalyCard:
    return AnomalyCard(
        kind=AnomalyKind.IMPOSSIBLE_DATE,
        code=code,
        act_id=decision.id,
        params={"date": own.isoformat(), "other": other.isoformat()},
        spans=tuple(span for span in spans if span),
    )


def _filed_later(decision: Decision, own: Found[Date]) -> Iterator[AnomalyCard]:
    """The filing as read, or else a date beside words of filing in the description, later than the act."""
    filed = decision.filed
    if filed is not None:
        if filed.confidence >= LEAST_CONFIDENCE and filed.value > own.value:
            yield _card("decided_before_filing", decision, own.value, filed.value, own.span, filed.span)
        return
    words = words_of(decision.language)
    if words is None:
        return
    dates = list(_real_dates(decision))
    for clause in clauses(decision, PartName.DESCRIPTION):
        inside = [(day, span) for day, span in dates if clause.span.start <= span.start < clause.span.end]
        if inside and words["filed"].search(clause.words):
            day, span = min(inside, key=lambda pair: pair[1].start)
            if day > own.value:
                yield _card("decided_before_filing", decision, own.value, day, own.span, span)
            return


def _real_dates(decision: Decision) -> Iterator[tuple[Date, Span]]:
    for year, month, day, span in written_dates(decision):
        if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
            yield Date(year, month, day), span


def _no_such_day(decision: Decision) -> Iterator[AnomalyCard]:
    for year, month, day, span in written_dates(decision):
        if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
            yield AnomalyCard(
                kind=AnomalyKind.IMPOSSIBLE_DATE,
                code="no_such_day",
                act_id=decision.id,
                params={"year": year, "month": month, "day": day},
                spans=(span,),
            )


def written_dates(decision: Decision) -> Iterator[tuple[int, int, int, Span]]:
    """(year, month, day, span) of every date as written, whether the calendar has it or not.

    Figures with stops count only while they look like a date (a day up to 31 in a month up to 12), because
    numbers of articles and versions look alike.
    """
    low = lowered(decision.text)
    for match in SHORT.finditer(low):
        day, month, year = int(match["d"]), int(match["m"]), int(match["y"])
        if 1 <= day <= 31 and 1 <= month <= 12:
            yield year, month, day, Span(start=match.start(), end=match.end())
    long = long_dates(decision.language)
    if long is None:
        return
    pattern, months = long
    for match in pattern.finditer(low):
        month = next((number for number, name in enumerate(months, 1) if name.match(match["m"])), 0)
        yield int(match["y"]), month, int(match["d"]), Span(start=match.start(), end=match.end())
