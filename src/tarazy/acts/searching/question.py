"""What is asked of an engine: words as terms of the one analyser, filters, an order, a page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tarazy.jurimetrics.analysis import analyser_for

FACETS = ("category", "instance", "outcome", "court", "region", "year", "language")
NORM = "norm"  # the filter for acts that cite a norm, its values as "GPK/226"
LANGUAGES = ("ru", "kk", "en")
DEEPEST = 10_000  # hits that can be paged through; whoever wants more narrows the search or downloads it
SHORTEST_BEGINNING = 3
RAREST = 12  # terms of a long text by which acts alike are looked for
_PART = re.compile(r'(?<!\S)(-?)"([^"]*)"?|(\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\S)|\S+)')


class Order(StrEnum):
    """In which order hits come."""

    BEST = "best"
    LATEST = "latest"


@dataclass(frozen=True)
class Clause:
    """One thing asked for, or refused. Any option will do: terms that stand in a row.

    With `beginning`, an option of one term is also met by every longer term that begins with it.
    """

    options: tuple[tuple[str, ...], ...]
    beginning: bool = False
    unwanted: bool = False


def clauses_of(text: str) -> tuple[Clause, ...]:
    """What `text` asks for: every word, "words in a row", -word for acts without it.

    The last word may be the beginning of one unless a blank follows it. A word is taken as it would stand in each
    language of the court. Words that mean nothing (function words, punctuation) ask for nothing.
    """
    found = []
    parts = list(_PART.finditer(text))
    for place, part in enumerate(parts):
        minus, phrase, word = part.groups()
        unwanted = bool(minus)
        if phrase is None:
            unwanted = len(word) > 1 and word[0] == "-"
            asked = word[1:] if unwanted else word
        else:
            asked = phrase
        options = {tuple(analyser_for(language).tokens(asked)) for language in LANGUAGES}
        last = place == len(parts) - 1 and phrase is None and not unwanted and not text[-1].isspace()
        if kept := tuple(sorted(option for option in options if option)):
            found.append(Clause(kept, beginning=last, unwanted=unwanted))
    return tuple(found)


def any_of(terms: Sequence[str]) -> Clause:
    """A clause met by any of the terms; the more of them and the rarer, the better the hit."""
    return Clause(tuple((term,) for term in dict.fromkeys(terms)))


@dataclass(frozen=True)
class Question:
    """What to look for. `filters` name values of `FACETS` or `NORM`: any of the values of one name will do.

    `seen_by` are marks of which an act must have one to be seen, None for everything. `start` and `size` are the
    page; `facet_values` is how many values of each facet are counted, 0 for none.
    """

    clauses: tuple[Clause, ...] = ()
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    seen_by: tuple[str, ...] | None = None
    order: Order = Order.BEST
    start: int = 0
    size: int = 20
    facet_values: int = 0

    @property
    def by_score(self) -> bool:
        """Whether hits are ranked by how well they match: there must be words wanted to match."""
        return self.order is Order.BEST and any(not clause.unwanted for clause in self.clauses)

    def besides(self, name: str) -> dict[str, Sequence[str]]:
        """The filters without that of `name` and without empty ones."""
        return {other: values for other, values in self.filters.items() if values and other != name}


def norm_value(code: str, article: str) -> str:
    """The value of the filter `NORM` for an article of a code."""
    return f"{code}/{article}"
