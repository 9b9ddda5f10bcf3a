"""The five answers on a terminal, in English, and as plain values for JSON."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from tarazy.jurimetrics.analogues import Analogue
from tarazy.jurimetrics.anomalies.card import AnomalyCard
from tarazy.jurimetrics.categorise import CategoryAnswer
from tarazy.jurimetrics.decision import Plain
from tarazy.jurimetrics.forecast import ClaimForecast
from tarazy.jurimetrics.practice import Answer, TraceAnswer


def plain(answer: Answer) -> Any:
    """The content of an answer as JSON values; analogues with their passages but without their whole text."""
    content = answer.content
    if isinstance(content, Plain):
        return content.model_dump(mode="json")
    return [_analogue(one) if isinstance(one, Analogue) else one.model_dump(mode="json") for one in content]


def _analogue(one: Analogue) -> dict[str, Any]:
    act = one.decision
    return {
        "id": one.id,
        "score": round(one.score, 4),
        "components": one.components,
        "court": act.court.value if act.court else None,
        "date": act.date.value.isoformat() if act.date else None,
        "case_numbers": [found.value for found in act.case_numbers],
        "outcome": one.outcome,
        "review": one.review,
        "passages": [passage.text for passage in one.passages],
    }


def answer_table(answer: Answer) -> Table:
    """A table of one answer with its evidence."""
    content = answer.content
    if isinstance(content, CategoryAnswer):
        return _category(content)
    if isinstance(content, TraceAnswer):
        return _trace(content)
    table = Table(title=answer.name, show_header=False)
    for one in content:
        table.add_row(*_row(one))
    if not content:
        table.add_row("nothing found")
    return table


def _category(content: CategoryAnswer) -> Table:
    table = Table("category", "probability", title="category")
    for slug, probability in content.top:
        table.add_row(slug, f"{probability:.2f}")
    said = f"no answer: {content.reason}" if content.abstained else ", ".join(content.conformal_set)
    table.caption = f"{said} · {', '.join(one.term for one in content.evidence[:6])} · {content.model}"
    return table


def _trace(content: TraceAnswer) -> Table:
    table = Table("instance", "date", "days", "court", "outcome", "review", title="trace")
    for stage in content.track.stages:
        act = stage.act
        cells = (act.instance, act.date, stage.days, act.court, act.outcome, act.review)
        table.add_row(*("" if cell is None else str(cell) for cell in cells))
    told = content.told
    if told is not None and (told.court or told.date):
        court = told.court.value if told.court else "?"
        table.add_row(
            "reviewed", str(told.date.value) if told.date else "", "", f"{court} (told by the act)", "", ""
        )
    table.caption = "; ".join(
        f"{link.act_id} → {link.reviewed_id} {link.probability:.2f} "
        f"({', '.join(f'{why.code} {why.level} {why.bits:+.1f}' for why in link.reasons)})"
        for link in content.links
    )
    return table


def _row(one: Analogue | AnomalyCard | ClaimForecast) -> tuple[str, ...]:
    if isinstance(one, Analogue):
        shown = _analogue(one)
        where = f"{shown['id']}\n{shown['court'] or ''}, {shown['date'] or ''}"
        became = " → ".join(str(word) for word in (shown["outcome"], shown["review"]) if word)
        return f"{one.score:.2f}", where, became, "\n".join(shown["passages"][:2])
    if isinstance(one, AnomalyCard):
        compared = f"differs from {one.comparable_count} comparable cases" if one.comparable_count else "rule"
        return one.kind, one.code, str(one.params), compared
    return _forecast(one)


def _forecast(one: ClaimForecast) -> tuple[str, ...]:
    claim = f"{one.type}: {one.demand}" if one.type else "no claim was read"
    if one.base_rate is None:
        base = "no base rate"
    else:
        ended = ", ".join(f"{name} {share:.0%}" for name, share in one.base_rate.shares[:3])
        base = f"base rate ({one.base_rate.of}, n = {one.base_rate.n}): {ended}"
    if one.abstained:
        return claim, f"no forecast: {one.reason}", base
    chances = "\n".join(
        f"{chance.outcome} {chance.probability:.0%} ({chance.low:.0%}-{chance.high:.0%})"
        for chance in one.chances
    )
    lasts = f"{one.days.median:.0f} days ({one.days.low:.0f}-{one.days.high:.0f})" if one.days else ""
    share = f"share {one.share.expected:.0%} ({one.share.low:.0%}-{one.share.high:.0%})" if one.share else ""
    better = {True: "better than the base rate", False: "no better than the base rate", None: "not measured"}
    return claim, chances, "\n".join(filter(None, (base, share, lasts, better[one.better_than_base_rate])))
