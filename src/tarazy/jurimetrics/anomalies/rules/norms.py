"""Norms cited that were not in force on the date of the act: a code too early, too late, or in a replaced
edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Date

from tarazy import law
from tarazy.jurimetrics.anomalies.card import AnomalyCard, AnomalyKind
from tarazy.jurimetrics.anomalies.rules.words import lowered, words_of
from tarazy.jurimetrics.decision import Decision, Found, NormRef
from tarazy.law.editions import in_force
from tarazy.law.model import Code, Edition

LEAST_CONFIDENCE = 0.6
BEFORE, AFTER = 130, 130
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def norms_not_in_force(decision: Decision) -> Iterator[AnomalyCard]:
    """Cards of codes cited of which no edition, or not the edition named, was in force on the act's date.

    One card a code. A code whose pack names no editions says nothing; nor does a citation whose sentence says
    that it means the law as it was then.
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
        if code is None or not code.editions:
            continue
        current = in_force(pack, norm.code, own.value)
        named = _edition_named(decision, found, code)
        if current is not None and (named is None or named.covers(own.value)):
            continue
        told.add(key)
        yield _card(decision, found, code, named if current is not None else None, own.value)


def _card(
    decision: Decision, found: Found[NormRef], code: Code, named: Edition | None, on: Date
) -> AnomalyCard:
    since = min(edition.since for edition in code.editions)
    params: dict[str, str | int | float] = {
        "norm": code.id,
        "article": found.value.article,
        "date": on.isoformat(),
        "since": (named.since if named else since).isoformat(),
    }
    if named and named.until:
        params["until"] = named.until.isoformat()
    early = on < (named.since if named else since)
    return AnomalyCard(
        kind=AnomalyKind.NORM_NOT_IN_FORCE,
        code="not_yet_in_force" if early else "no_longer_in_force",
        act_id=decision.id,
        params=params,
        spans=(found.span,) if found.span else (),
    )


def _edition_named(decision: Decision, found: Found[NormRef], code: Code) -> Edition | None:
    """The edition that the citation names by its number or its year, None where it names none or doubtfully.

    The number and the date of a code stand beside its name, inside the sentence of the citation.
    """
    words = words_of(decision.language)
    if found.span is None or words is None or len(code.editions) < 2:
        return None
    start = max(0, found.span.start - BEFORE)
    around = lowered(decision.text[start : found.span.end + AFTER])
    inner, outer = found.span.start - start, found.span.end - start
    if "then_law" in words and words["then_law"].search(around):
        return None
    near = around[_sentence_start(around, inner) : _sentence_end(around, outer)]
    for edition in code.editions:
        if edition.number and re.search(rf"(?<!\w){re.escape(edition.number.lower())}(?!\w)", near):
            return edition
    years = set(YEAR.findall(near))
    named = [edition for edition in code.editions if edition.id in years]
    return named[0] if len(named) == 1 else None


def _sentence_start(text: str, at: int) -> int:
    stops = [match.end() for match in re.finditer(r"[.;]\s+(?=[^\W\d])|\n", text[:at])]
    return stops[-1] if stops else 0


def _sentence_end(text: str, at: int) -> int:
    stop = re.search(r"[.;](?:\s|$)|\n", text[at:])
    return at + stop.start() if stop else len(text)
