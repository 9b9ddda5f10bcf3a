"""Names of courts in running text, brought to the nominative where that can be done by rule."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from tarazy.jurimetrics.reading.flat import Flat
from tarazy.jurimetrics.reading.grammar import Grammar


class NamedCourt(NamedTuple):
    """A court as named at `[start, end)` of the view; `name` is the full name in the nominative."""

    name: str
    start: int
    end: int


_LOOK_BACK = 150
_NAME_WORDS = 6


def _first_word(flat: Flat, grammar: Grammar, at: int) -> int:
    """Where the name of a court begins whose word for "court" stands at `at`: the adjectives before it belong to it."""
    adjective = grammar.pattern("courts.adjective")
    linking = grammar.pattern("courts.linking")
    capitals = bool(grammar.table("courts").get("capitalised"))
    seen: set[str] = set()
    words = 0
    most = int(grammar.number("courts.name_words", _NAME_WORDS))
    region = grammar.pattern("courts.region_word")
    begin = at
    window = max(0, at - _LOOK_BACK)
    while begin > window:
        cut = flat.low.rfind(" ", window, begin - 1)
        word = flat.low[cut + 1 : begin - 1]
        if capitals and flat.text[cut + 1].isupper() and word[-1:].isalpha() and words < most:
            if word[:5] in seen and not region.match(flat.low, begin):
                break
            seen.add(word[:5])
            words += 1
            begin = cut + 1
            continue
        if word[:5] in seen:
            break
        if (adjective.fullmatch(word) and words < most) or (linking.fullmatch(word) and begin < at):
            seen.add(word[:5])
            words += 1
            begin = cut + 1
            continue
        break
    place = grammar.pattern("courts.place_before").match(flat.low, begin, at)
    if place:
        begin = place.end()
    # a name starts with a capital or with a word for a kind of court; words before that only lead to it
    while begin < at:
        word_end = flat.low.find(" ", begin, at)
        word = flat.low[begin:word_end]
        starts_name = (
            flat.text[begin].isupper()
            or flat.text[begin].isdigit()
            or grammar.pattern("courts.kinds").match(word)
        )
        if (
            starts_name
            and not linking.fullmatch(word)
            and not grammar.pattern("courts.leading").fullmatch(word)
        ):
            break
        begin = word_end + 1
    return begin


def _proper(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))


@lru_cache(maxsize=8192)
def nominative(name: str, grammar: Grammar, *, shouted: bool = False) -> str:
    """The name of a court in the nominative: words up to the word for "court" change, what follows is kept.

    `shouted` names stand in capitals in the text and are brought to the usual letters.
    """
    if grammar.table("courts").get("nominative_kept"):
        return _kept(name, grammar)
    exact = grammar.table("courts.nominative_exact")
    kinds = grammar.pattern("courts.kinds")
    court = grammar.pattern("courts.court_word")
    words: list[str] = []
    before_court = True
    for position, word in enumerate(name.split(" ")):
        low = word.lower().replace("ё", "е")
        if not before_court:
            words.append(_tail_word(word, low, grammar) if shouted else word)
            continue
        changed = str(exact.get(low, ""))
        if not changed:
            changed = low
            for number in range(len(grammar.rows("courts.nominative"))):
                pattern, ending = grammar.rows("courts.nominative")[number]
                turned, count = re.subn(pattern, ending, low)
                if count:
                    changed = turned
                    break
        if court.fullmatch(low):
            before_court = False
        generic = kinds.match(low) is not None or court.fullmatch(low) is not None
        capital = word[:1].isupper() and not (shouted and generic and position)
        words.append(
            _proper(changed) if capital and not (generic and position and "-" not in word) else changed
        )
    joined = " ".join(words)
    return joined[:1].upper() + joined[1:]


def _kept(name: str, grammar: Grammar) -> str:
    """The name with only its last word, that for a court, brought to the nominative; names in capitals eased."""
    shouted = name.isupper()
    words = [_tail_word(word, word.lower(), grammar) if shouted else word for word in name.split(" ")]
    for pattern, ending in grammar.rows("courts.nominative"):
        turned, count = re.subn(pattern, ending, words[-1].lower())
        if count:
            words[-1] = turned if not words[-1][:1].isupper() or shouted else _proper(turned)
    return " ".join(words)


def _tail_word(word: str, low: str, grammar: Grammar) -> str:
    return low if grammar.pattern("courts.tail_common").fullmatch(low) else _proper(low)


def find_courts(
    flat: Flat, grammar: Grammar, start: int = 0, end: int | None = None, limit: int = 40
) -> list[NamedCourt]:
    """Return the courts named in `[start, end)` of the view, in order; generic words for a court are passed over."""
    end = len(flat.low) if end is None else end
    found: list[NamedCourt] = []
    for match in grammar.pattern("courts.magistrate").finditer(flat.low, start, end):
        name = _JUDGE_NAME.sub("", flat.text[match.start() : match.end()]).strip(" ,-")
        found.append(NamedCourt(_magistrate(name), match.start(), match.start() + len(name)))
        if len(found) >= limit:
            break
    tail = grammar.pattern("courts.tail")
    for match in grammar.pattern("courts.court_word").finditer(flat.low, start, end):
        if match.start() and flat.low[match.start() - 1].isalnum():
            continue
        begin = _first_word(flat, grammar, match.start())
        if begin < start:
            continue
        after = tail.match(flat.low, match.end(), min(end, match.end() + 160))
        stop = after.end() if after else match.end()
        raw = flat.text[begin:stop].rstrip(" ,-")
        stop = begin + len(raw)
        low = flat.low[begin:stop]
        if not grammar.finds("courts.kinds", low) and not grammar.pattern("courts.kindless").search(low):
            continue
        if grammar.pattern("courts.unnamed").match(low) and stop <= match.end():
            continue
        found.append(NamedCourt(nominative(raw, grammar, shouted=raw.isupper()), begin, stop))
        if len(found) >= limit:
            break
    found.sort(key=lambda court: court.start)
    return [court for i, court in enumerate(found) if i == 0 or court.start >= found[i - 1].end]


# a judge's name after the magistrate's district is no part of the court's name
_JUDGE_NAME = re.compile(
    r"\s(?:[А-ЯЁ]\.\s?[А-ЯЁ]\.|[А-ЯЁ][а-яё-]+\s(?:[А-ЯЁ]\.|[А-ЯЁ][а-яё]+\s[А-ЯЁ][а-яё]+(?:вич|вна|ична|вича|вны)\b)).*$"
)


def _magistrate(name: str) -> str:
    return re.sub(r"^(М|м)иров\w{2,3}\s(с|С)удь\w{1,3}", lambda m: f"{m[1].upper()}ировой {m[2]}удья", name)
