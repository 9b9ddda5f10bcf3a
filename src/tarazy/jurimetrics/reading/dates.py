"""Dates in the text of an act, and which of them is the act's own."""

from __future__ import annotations

import re
from datetime import date as Date
from typing import NamedTuple

from tarazy.jurimetrics.decision import Found, Stage
from tarazy.jurimetrics.reading.flat import Flat, windows
from tarazy.jurimetrics.reading.grammar import Grammar

_FIGURES = re.compile(
    r"(?<![\d./-])(?P<d>[0-3]?\d)\s?[./]\s?(?P<m>[01]?\d)\s?[./]\s?(?P<y>(?:19|20)\d\d)(?![\d/])"
)
_ISO = re.compile(r"(?<![\d-])(?P<y>(?:19|20)\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?![\d-])")
_SHORT = re.compile(r"(?<![\d./-])(?P<d>[0-3]\d)\.(?P<m>[01]\d)\.(?P<y>\d\d)(?=\s?г)")
# where a date may stand: a year in figures, short figures, or a year in words
_YEAR = re.compile(r"(?:19|20)\d\d|\d\d\.\d\d\.\d\d\s?г|две тысячи")
_TIME = re.compile(r"\s\d{1,2}:\d\d")


class Dated(NamedTuple):
    """A date and where it stands in the one-line view."""

    value: Date
    start: int
    end: int


def _month(word: str, months: dict[str, int]) -> int:
    for stem, number in months.items():
        if word.startswith(stem):
            return number
    return 0


def _built(year: int, month: int, day: int) -> Date | None:
    try:
        return Date(year, month, day)
    except ValueError:
        return None


def _written_number(words: str, units: dict[str, int], tens: dict[str, int]) -> int:
    total = 0
    for word in words.split():
        if word in tens:
            total += tens[word]
            continue
        stems = [stem for stem in units if word.startswith(stem)]
        total += units[max(stems, key=len)] if stems else 0
    return total


def _in_figures(flat: Flat, start: int, end: int) -> list[Dated]:
    found: list[Dated] = []
    for pattern in (_FIGURES, _ISO, _SHORT):
        for match in pattern.finditer(flat.low, start, end):
            year = int(match["y"]) + (2000 if pattern is _SHORT else 0)
            if (value := _built(year, int(match["m"]), int(match["d"]))) is not None:
                found.append(Dated(value, match.start(), match.end()))
    return found


def _in_words(flat: Flat, grammar: Grammar, months: dict[str, int], start: int, end: int) -> list[Dated]:
    found: list[Dated] = []
    for number in range(len(grammar.rows("dates"))):
        for match in grammar.row_pattern("dates", number).finditer(flat.low, start, end):
            value = _built(int(match["y"]), _month(match["m"], months), int(match["d"]))
            if value is not None:
                found.append(Dated(value, match.start(), match.end()))
    units, tens = grammar.table("ordinal_days"), grammar.table("ordinal_tens")
    for match in grammar.pattern("written_date").finditer(flat.low, start, end):
        day = _written_number(match["d"], units, tens)
        year = 2000 + _written_number(match["y"].split(" ", 2)[-1], units, tens)
        if (value := _built(year, _month(match["m"], months), day)) is not None:
            found.append(Dated(value, match.start(), match.end()))
    return found


def find_dates(flat: Flat, grammar: Grammar, start: int = 0, end: int | None = None) -> list[Dated]:
    """Return the dates that stand in `[start, end)` of the view, in the order of the text; impossible ones are left out."""
    end = len(flat.low) if end is None else end
    months = grammar.table("months")
    found: list[Dated] = []
    years = (match.start() for match in _YEAR.finditer(flat.low, start, end))
    for low, high in windows(years, 48, 48, start, end):
        found += _in_figures(flat, low, high)
        found += _in_words(flat, grammar, months, low, high)
    found.sort(key=lambda dated: (dated.start, -dated.end))
    return [
        one
        for i, one in enumerate(found)
        if i == 0 or one.start >= found[i - 1].end or one.end > found[i - 1].end
    ]


def _standing(
    dated: Dated, since: int, flat: Flat, grammar: Grammar, head_end: int, written_wins: bool
) -> float:
    """How likely it is, by the words around it, that this is the date of the act. 0 if it is surely not.

    `since` is where the date before it ends: words that announce a date announce the nearest.
    """
    window = max(0, dated.start - 260)
    before = flat.low[window : dated.start].rstrip() + " "
    after = flat.low[dated.end : dated.end + 24]
    if _TIME.match(after) or grammar.pattern("date_after_not").match(after):
        return 0.0
    if grammar.pattern("act_date_label").search(before):
        return 0.94
    if grammar.pattern("date_other_label").search(before):
        return 0.0
    if grammar.pattern("date_page_head").search(before) and dated.start < 260:
        return 0.8
    titled = grammar.pattern("date_heading_from").search(before)
    if titled:
        title, end = window + titled.start(), window + titled.end() - len(titled["from"])
        if flat.loud(title, end):
            return 0.96
        if flat.text[title].isupper():
            return 0.9
    if grammar.pattern("date_session_from").search(before):
        return 0.85
    if grammar.finds("date_not_own", before[-60:]):
        return 0.0
    before = flat.low[max(window, since) : dated.start].rstrip() + " "
    if grammar.pattern("date_written").search(before):
        return 0.88 if written_wins else 0.7
    if grammar.pattern("date_announced").search(before):
        return 0.72
    if grammar.pattern("date_session").search(before):
        return 0.85
    return 0.97 if dated.start < heading_limit(flat, grammar, head_end) else 0.4


def heading_limit(flat: Flat, grammar: Grammar, head_end: int) -> int:
    """Where the heading of the act ends and the words about the case begin."""
    match = grammar.pattern("heading_end").search(flat.low, 0, head_end)
    return match.end() if match else head_end


def own_date(flat: Flat, grammar: Grammar, head_end: int, *, written_wins: bool) -> Found[Date] | None:
    """Return the date of the act itself: that of its heading, else of the hearing, of the full text, of announcing.

    `written_wins` says that the act is dated by its full text where the heading has no date, as in arbitration
    courts of Russia (APK RF 176).
    """
    head_end = min(head_end, int(grammar.number("date_head", head_end)))
    most = grammar.number("date_sure", 1.0)
    best: Dated | None = None
    best_standing = 0.0
    since = 0
    for dated in find_dates(flat, grammar, 0, head_end):
        standing = _standing(dated, since, flat, grammar, head_end, written_wins)
        since = dated.end
        if standing > best_standing:
            best, best_standing = dated, standing
    if best is None or best_standing < 0.3:
        return None
    return Found(value=best.value, span=flat.span(best.start, best.end), confidence=min(best_standing, most))


def filed_date(flat: Flat, grammar: Grammar, start: int, end: int) -> Found[Date] | None:
    """Return the date when the claim came to court, where `[start, end)` of the view tells it."""
    for dated in find_dates(flat, grammar, start, end):
        before = flat.low[max(0, dated.start - 70) : dated.start].rstrip() + " "
        if grammar.finds("filed_before", before) or grammar.pattern("filed_after").match(flat.low, dated.end):
            span = flat.span(dated.start, dated.end)
            return Found(value=dated.value, span=span, confidence=0.8, available_from=Stage.CLAIM)
    return None
