"""What sort of act it is and which level of court gave it."""

from __future__ import annotations

from typing import NamedTuple

from tarazy.jurimetrics.decision import Found, Instance, Kind
from tarazy.jurimetrics.reading.flat import Flat
from tarazy.jurimetrics.reading.grammar import Grammar
from tarazy.jurimetrics.reading.parts import Layout


class Title(NamedTuple):
    """The act's title as it stands in the view, and the kind it names."""

    kind: Kind
    start: int
    end: int
    sure: float


def find_title(flat: Flat, grammar: Grammar, layout: Layout) -> Title | None:
    """Return the title of the act: a heading in capitals or spaced letters, else the page's own heading, else a word."""
    end = max(layout.head_end, min(1200, len(flat.low)))
    loud: Title | None = None
    quiet: Title | None = None
    for number, row in enumerate(grammar.rows("titles")):
        for match in grammar.row_pattern("titles", number).finditer(flat.low, 0, end):
            if flat.low[match.end() : match.end() + 1].isalpha() or (
                match.start()
                and flat.low[match.start() - 1].isalpha()
                and not flat.text[match.start()].isupper()
            ):
                continue
            title = Title(Kind(row["kind"]), match.start(), match.end(), 0.97)
            if flat.loud(match.start(), match.end()):
                if loud is None or _stands_before(title, loud):
                    loud = title
            elif (
                flat.text[match.start()].isupper()
                and not grammar.pattern("title_not").search(
                    flat.low, max(0, match.start() - 30), match.start()
                )
                and (quiet is None or _stands_before(title, quiet))
            ):
                quiet = title._replace(sure=0.85)
    return loud or quiet


def _stands_before(title: Title, other: Title) -> bool:
    """Whether a title stands before another, or holds it within itself."""
    return title.start < other.start - 2 or (title.start <= other.start and title.end > other.end)


def read_nature(
    flat: Flat, grammar: Grammar, layout: Layout, court: str
) -> tuple[Found[Kind] | None, Found[Instance] | None]:
    """Return the kind and the instance of the act. `court` is the court's name, "" if it wasn't found."""
    title = find_title(flat, grammar, layout)
    instance, sure = _instance(flat, grammar, layout, court, title)
    kind: Kind | None = title.kind if title else None
    kind_sure = title.sure if title else 0.0
    if kind is None:
        for stem, name in grammar.table("operative_kinds").items():
            if stem in layout.operative_word:
                kind, kind_sure = Kind(name), 0.75
        if kind is None and layout.operative_word:
            kind, kind_sure = Kind.RULING, 0.6
    if kind is None and instance is not Instance.FIRST and sure >= 0.8:
        kind, kind_sure = Kind.RULING, 0.7
    if kind is None:
        return None, (Found(value=instance, confidence=sure) if sure >= 0.5 else None)
    head = flat.low[: layout.head_end]
    if instance is not Instance.FIRST and kind in (
        Kind.JUDGMENT,
        Kind.RULING,
        Kind.SENTENCE,
        Kind.APPEAL_RULING,
    ):
        kind = Kind.CASSATION_RULING if instance is Instance.CASSATION else Kind.APPEAL_RULING
    elif instance is Instance.FIRST and kind in (Kind.RULING, Kind.JUDGMENT):
        offence = grammar.finds("offence_words", head)
        criminal = grammar.finds("criminal_words", head)
        ruled = title is None or grammar.pattern("offence_title").match(flat.low, title.start)
        if offence and not criminal and ruled:
            kind = Kind.OFFENCE_RULING
        elif (
            kind is Kind.RULING
            and layout.operative_word
            and grammar.pattern("order_word").search(layout.operative_word)
        ):
            kind = Kind.COURT_ORDER
    span = flat.span(title.start, title.end) if title else None
    return (
        Found(value=kind, span=span, confidence=round(kind_sure * 0.99, 3)),
        Found(value=instance, confidence=sure),
    )


def court_level(court: str, grammar: Grammar) -> str:
    """The level named by a court's name: cassation, appeal, supreme, arbitration, regional, district, "" if unclear."""
    low = court.lower().replace("ё", "е")
    for level, pattern in grammar.group("levels").items():
        if pattern.search(low):
            return level
    return ""


def _instance(
    flat: Flat, grammar: Grammar, layout: Layout, court: str, title: Title | None
) -> tuple[Instance, float]:
    head = flat.low[: layout.head_end]
    level = court_level(court, grammar)
    by_level = {
        "cassation": (Instance.CASSATION, 0.98),
        "appeal": (Instance.APPEAL, 0.98),
        "arbitration": (Instance.FIRST, 0.98),
    }
    reviewing = grammar.finds("instance.appeal.review", head) or grammar.finds(
        "instance.cassation.review", head
    )
    if level in ("cassation", "appeal") and title and title.kind is Kind.JUDGMENT and not reviewing:
        # such courts decide some matters first; a decision on a complaint is never called a judgment there
        return Instance.FIRST, 0.85
    if level in by_level:
        return by_level[level]
    if title is not None and title.kind is Kind.CASSATION_RULING:
        return Instance.CASSATION, 0.97
    if title is not None and title.kind is Kind.APPEAL_RULING:
        return Instance.APPEAL, 0.97
    cassation = grammar.finds("instance.cassation.review", head)
    appeal = grammar.finds("instance.appeal.review", head)
    if level == "supreme":
        if cassation or not appeal:
            return Instance.CASSATION, 0.95 if cassation else 0.7
        return Instance.APPEAL, 0.9
    if level == "district":
        below = grammar.finds("instance.magistrate_below", head)
        reviews = appeal or grammar.finds("instance.complaint_on", head)
        if below and reviews:
            return Instance.APPEAL, 0.9
        return Instance.FIRST, 0.95
    if cassation:
        return Instance.CASSATION, 0.95
    if appeal:
        return Instance.APPEAL, 0.95
    if grammar.finds("instance.cassation.number", head):
        return Instance.CASSATION, 0.8
    if grammar.finds("instance.appeal.number", head):
        return Instance.APPEAL, 0.8
    if level == "regional" and grammar.finds("instance.complaint_on", head):
        return Instance.APPEAL, 0.8
    return Instance.FIRST, 0.9 if court else 0.6
