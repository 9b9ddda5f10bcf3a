"""Terms and fines outside what the article allows on the date of the act."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tarazy.jurimetrics.anomalies.card import AnomalyCard, AnomalyKind
from tarazy.jurimetrics.anomalies.rules.words import Clause, clauses, punishment_words
from tarazy.jurimetrics.decision import Decision, Found, NormRef, PartName, Plain, Span

PUNISHMENTS = (
    "imprisonment_years",
    "restriction_years",
    "fine_index",
    "work_hours",
    "arrest_days",
    "ban_years",
)


class Sanction(Plain):
    """What an article's part allows in a time; ranges by kind of punishment, both ends included."""

    code: str
    article: str
    part: str | None
    since: Date
    until: Date | None
    ranges: dict[str, tuple[float, float]]
    unverified: bool = False

    def covers(self, on: Date) -> bool:
        """Whether these ranges hold on the day."""
        return self.since <= on and (self.until is None or on <= self.until)


@cache
def sanctions_of(jurisdiction: str) -> tuple[tuple[Sanction, ...], frozenset[tuple[str, str]]]:
    """(sanctions, articles that let a court go below the least) of a jurisdiction; nothing where it has no
    file.
    """
    folder = files("tarazy.jurimetrics.anomalies").joinpath("sanctions")
    source = folder.joinpath(f"{jurisdiction}.yaml")
    if not source.is_file():
        return (), frozenset()
    table: dict[str, Any] = yaml.safe_load(source.read_text("utf-8"))
    sanctions = tuple(
        Sanction(
            code=row["code"],
            article=row["article"],
            part=row.get("part"),
            since=row["since"],
            until=row.get("until"),
            ranges={name: (row[name][0], row[name][1]) for name in PUNISHMENTS if name in row},
            unverified=row.get("unverified", False),
        )
        for row in table["sanctions"]
    )
    return sanctions, frozenset((row["code"], row["article"]) for row in table.get("below_least", ()))


def terms_out_of_range(decision: Decision) -> Iterator[AnomalyCard]:
    """Cards of punishments in the operative part outside the range of the one article that their clause
    names.

    A clause that names no article takes the only one of the operative part, or of the whole act. Two articles
    with ranges in one clause say nothing, because a sum of punishments follows other rules.
    """
    words = punishment_words(decision.language)
    if not words or decision.date is None:
        return
    orders = clauses(decision, PartName.OPERATIVE)
    everywhere = _applied(decision, decision.parts.get(PartName.OPERATIVE)) or _applied(
        decision, Span(start=0, end=len(decision.text))
    )
    for clause in orders:
        applied = _applied(decision, clause.span) or everywhere
        if len(applied) != 1:
            continue
        sanction, found = applied[0]
        for kind, amount, span in _imposed(clause, words):
            allowed = sanction.ranges.get(kind)
            if allowed is None:
                continue
            least = 0.0 if _below_least_allowed(decision, found.value.jurisdiction) else allowed[0]
            if not least <= amount <= allowed[1]:
                yield AnomalyCard(
                    kind=AnomalyKind.TERM_OUT_OF_RANGE,
                    code=f"{kind}_out_of_range",
                    act_id=decision.id,
                    params={
                        "norm": sanction.code,
                        "article": sanction.article,
                        "part": sanction.part or "",
                        "imposed": round(amount, 2),
                        "least": allowed[0],
                        "most": allowed[1],
                    },
                    spans=tuple(one for one in (span, found.span) if one),
                )


def _applied(decision: Decision, within: Span | None) -> list[tuple[Sanction, Found[NormRef]]]:
    """The sanctions of the norms cited inside the span, each once."""
    if within is None or decision.date is None:
        return []
    on = decision.date.value
    found: dict[tuple[str, str, str | None], tuple[Sanction, Found[NormRef]]] = {}
    for norm in decision.norms:
        if norm.span is None or not within.start <= norm.span.start < within.end:
            continue
        for sanction in sanctions_of(norm.value.jurisdiction)[0]:
            same = (sanction.code, sanction.article) == (norm.value.code, norm.value.article)
            if same and sanction.part in (None, norm.value.part) and sanction.covers(on):
                found.setdefault((sanction.code, sanction.article, sanction.part), (sanction, norm))
    return list(found.values())


def _imposed(clause: Clause, words: dict[str, re.Pattern[str]]) -> Iterator[tuple[str, float, Span]]:
    for kind, pattern in words.items():
        for match in pattern.finditer(clause.words):
            groups = match.groupdict()
            whole, months = groups.get("n") or groups.get("n2"), groups.get("m")
            if whole is None and months is None:
                continue
            span = Span(start=clause.span.start + match.start(), end=clause.span.start + match.end())
            yield kind, int(whole or 0) + int(months or 0) / 12, span


def _below_least_allowed(decision: Decision, jurisdiction: str) -> bool:
    lifting = sanctions_of(jurisdiction)[1]
    return any((norm.value.code or "", norm.value.article) in lifting for norm in decision.norms)
