"""A saved search's address and what it asks, both through the search page's own form; whether an act answers it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict

from tarazy.acts.forms import search_request
from tarazy.acts.queries import SearchRequest
from tarazy.acts.searching.entry import SearchEntry
from tarazy.acts.searching.question import FACETS, NORM, SHORTEST_BEGINNING, Clause, clauses_of, norm_value

LONGEST = 8000  # signs of an address, in which a Kazakh letter takes six


def cleaned(query: str | QueryDict) -> str:
    """The address of the same search without what is malformed in it and without its page.

    Raises Django's `TooManyFieldsSent` for an address of more than a thousand values.
    """
    asked = request_of(query)
    kept = QueryDict(mutable=True)
    if asked.text:
        kept["q"] = asked.text
    for name in FACETS:
        kept.setlist(name, list(dict.fromkeys(asked.filters.get(name, ()))))
    if asked.norm:
        kept["norm"] = ":".join(asked.norm)
    if asked.order != "best":
        kept["order"] = asked.order.value
    return kept.urlencode()


def request_of(query: str | QueryDict) -> SearchRequest:
    """What the address asks of the bank, its first page."""
    given = QueryDict(query, mutable=True) if isinstance(query, str) else query.copy()
    given.pop("page", None)
    return search_request(given)


class Asked:
    """A search as acts are held against it, read once for many acts."""

    def __init__(self, request: SearchRequest) -> None:
        self.filters = {name: frozenset(values) for name, values in request.filters.items() if values}
        self.norm = f"{NORM}:{norm_value(*request.norm)}" if request.norm else ""
        self.clauses = clauses_of(request.text)


@dataclass(frozen=True)
class Held:
    """An act as searches are held against it, read once for many searches."""

    entry: SearchEntry

    @cached_property
    def line(self) -> str:
        """Its terms, each with a blank on both sides."""
        return f" {self.entry.terms} "

    @cached_property
    def terms(self) -> frozenset[str]:
        """Its terms."""
        return frozenset(self.entry.terms.split())


def answers(act: Held, asked: Asked) -> bool:
    """Whether the act answers the search, by the same terms and values that the engines keep of it.

    New acts are held against saved searches here and not in the index, which may come to know of them later.
    """
    facets = act.entry.facets
    if any(facets.get(name) not in values for name, values in asked.filters.items()):
        return False
    if asked.norm and asked.norm not in act.entry.marks:
        return False
    return all(_meets(act, clause) is not clause.unwanted for clause in asked.clauses)


def _meets(act: Held, clause: Clause) -> bool:
    for option in clause.options:
        if act.terms.issuperset(option) and (len(option) == 1 or f" {' '.join(option)} " in act.line):
            return True
        begins = clause.beginning and len(option) == 1 and len(option[0]) >= SHORTEST_BEGINNING
        if begins and f" {option[0]}" in act.line:
            return True
    return False
