"""A saved search's address and what it asks, both through the search page's own form; whether an act answers it."""

from __future__ import annotations

from django.http import QueryDict

from tarazy.acts.forms import search_request
from tarazy.acts.queries import SearchRequest
from tarazy.acts.searching.entry import SearchEntry
from tarazy.acts.searching.question import FACETS, NORM, SHORTEST_BEGINNING, Clause, clauses_of, norm_value

LONGEST = 4000


def cleaned(query: str | QueryDict) -> str:
    """The address of the same search without what is malformed in it and without its page."""
    asked = request_of(query)
    kept = QueryDict(mutable=True)
    if asked.text:
        kept["q"] = asked.text
    for name in FACETS:
        kept.setlist(name, list(asked.filters.get(name, ())))
    if asked.norm:
        kept["norm"] = ":".join(asked.norm)
    if asked.order != "best":
        kept["order"] = asked.order.value
    return kept.urlencode()


def request_of(query: str | QueryDict) -> SearchRequest:
    """What the address asks of the bank, its first page."""
    given = QueryDict(query[:LONGEST], mutable=True) if isinstance(query, str) else query.copy()
    given.pop("page", None)
    return search_request(given)


def answers(entry: SearchEntry, asked: SearchRequest) -> bool:
    """Whether the act answers the search, by the same terms and values that the engines keep of it.

    New acts are held against saved searches here and not in the index, which may come to know of them later.
    """
    for name, values in asked.filters.items():
        if values and entry.facets.get(name) not in values:
            return False
    if asked.norm and f"{NORM}:{norm_value(*asked.norm)}" not in entry.marks:
        return False
    terms = f" {entry.terms} "
    return all(_meets(terms, clause) is not clause.unwanted for clause in clauses_of(asked.text))


def _meets(terms: str, clause: Clause) -> bool:
    for option in clause.options:
        if f" {' '.join(option)} " in terms:
            return True
        begins = clause.beginning and len(option) == 1 and len(option[0]) >= SHORTEST_BEGINNING
        if begins and f" {option[0]}" in terms:
            return True
    return False
