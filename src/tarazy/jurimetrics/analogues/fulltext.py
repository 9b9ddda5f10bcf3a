"""The search page's search: words and phrases of any language of the bank, facets counted, matches marked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import tantivy

from tarazy.jurimetrics.analogues.filters import Filters, restricted
from tarazy.jurimetrics.analogues.schema import FACETS, plain_number
from tarazy.jurimetrics.analogues.store import Store
from tarazy.jurimetrics.analysis import analyser_for
from tarazy.jurimetrics.analysis.analyser import fold
from tarazy.jurimetrics.decision import Decision

_PART = re.compile(r'(-?)"([^"]+)"|(-?)(\S+)')
_SNIPPET = 240
_FACET_VALUES = 60
_COUNTED = 100_000  # in a bank of more acts than this, about so many of them are looked at for the facets
_ENOUGH_SEEN = 2000  # with fewer of them among the matches all are counted
_ENOUGH = 0.6  # share of the words that must be there when no act has all


@dataclass(frozen=True)
class Snippet:
    """A piece of an act's text; `start` is its place in the text, `marks` are ranges in the piece that
    matched.
    """

    text: str
    start: int
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Hit:
    """One act found."""

    id: str
    score: float
    decision: Decision
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True)
class Results:
    """A page of hits, how many acts matched in all, and counts of each facet's values among all of them.

    `relaxed` says that no act had all the words and acts with most of them are shown; `estimated` that so many
    matched that the total and the facets were counted on a sample and multiplied.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    relaxed: bool = False
    estimated: bool = False


@dataclass(frozen=True)
class Wanted:
    """A word or phrase as the reader typed it: its terms in each language of the bank."""

    variants: frozenset[tuple[str, ...]]
    excluded: bool
    number: str = ""

    def query(self, schema: tantivy.Schema) -> tantivy.Query:
        """Any of the variants, in the whole text; a case number also as a number."""
        options = [
            tantivy.Query.term_query(schema, "body", terms[0], "freq")
            if len(terms) == 1
            else tantivy.Query.phrase_query(schema, "body", list(terms))
            for terms in sorted(self.variants)
        ]
        if self.number:
            for name in ("number", "reviewed"):
                exact = tantivy.Query.term_query(schema, name, self.number, "basic")
                options.append(tantivy.Query.boost_query(exact, 5.0))
        return options[0] if len(options) == 1 else tantivy.Query.disjunction_max_query(options)


def wanted(text: str, languages: Iterable[str]) -> list[Wanted]:
    """The words and phrases of a query; words that every language leaves out are left out here too.

    `"…"` is a phrase, `-` before a word or phrase excludes it.
    """
    found = []
    for match in _PART.finditer(text):
        phrase = match[2] or match[4]
        excluded = bool(match[1] or match[3]) and len(phrase) > 0
        variants = frozenset(
            terms for code in languages if (terms := tuple(analyser_for(code).tokens(phrase)))
        )
        number = plain_number(phrase) if sum(ch.isdigit() for ch in phrase) >= 6 else ""
        if variants:
            found.append(Wanted(variants, excluded, number))
    return found


def search(store: Store, text: str, filters: Filters, *, page: int, size: int, newest_first: bool) -> Results:
    """See `AnalogueIndex.fulltext`."""
    searcher = store.searcher
    words = wanted(text, store.languages() or ["und"])
    asked = [word for word in words if not word.excluded]
    clauses = filters.clauses(store.schema)
    barred = [(tantivy.Occur.MustNot, word.query(store.schema)) for word in words if word.excluded]
    if text.strip() and not asked and not barred:
        return Results((), 0)
    query = restricted(_all_of(asked, barred, store.schema), clauses)
    found = _fetch(searcher, query, page, size, newest_first)
    relaxed = not found and page <= 1 and len(asked) > 2
    if relaxed:
        query = restricted(_most_of(asked, barred, store.schema), clauses)
        found = _fetch(searcher, query, page, size, newest_first)
    hits = []
    for score, address in found:
        decision = Decision.model_validate_json(store.stored_at(address))
        relevance = 0.0 if newest_first else float(score)
        hits.append(Hit(decision.id, relevance, decision, snippets(decision, asked)))
    total, counts, estimated = _counted(store, query)
    return Results(tuple(hits), total, counts, relaxed and total > 0, estimated)


def _all_of(
    asked: list[Wanted], barred: list[tuple[tantivy.Occur, tantivy.Query]], schema: tantivy.Schema
) -> tantivy.Query:
    must = [(tantivy.Occur.Must, word.query(schema)) for word in asked]
    if not must:
        must = [(tantivy.Occur.Must, tantivy.Query.all_query())]
    return tantivy.Query.boolean_query([*must, *barred])


def _most_of(
    asked: list[Wanted], barred: list[tuple[tantivy.Occur, tantivy.Query]], schema: tantivy.Schema
) -> tantivy.Query:
    should = tantivy.Query.boolean_query(
        [(tantivy.Occur.Should, word.query(schema)) for word in asked],
        minimum_number_should_match=max(1, round(len(asked) * _ENOUGH)),
    )
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, should), *barred])


def _fetch(
    searcher: tantivy.Searcher, query: tantivy.Query, page: int, size: int, newest_first: bool
) -> list[tuple[Any, tantivy.DocAddress]]:
    """A page of hits. They aren't counted here: without a count the engine may skip what can't be on the page."""
    offset = (max(page, 1) - 1) * size
    order: dict[str, Any] = {"order_by_field": "date", "order": tantivy.Order.Desc} if newest_first else {}
    return list(searcher.search(query, size, count=False, offset=offset, **order).hits)


def _counted(store: Store, query: tantivy.Query) -> tuple[int, dict[str, dict[str, int]], bool]:
    """How many acts match, counts of each facet's values, and whether both are estimates.

    In a large bank a sample is counted first; only where few match are all of them counted.
    """
    share = min(1.0, _COUNTED / max(store.searcher.num_docs, 1))
    if share < 1:
        seen, counts = facets(store, query, share)
        if seen > _ENOUGH_SEEN:
            return round(seen / share), counts, True
    total, counts = facets(store, query)
    return total, counts, False


def facets(store: Store, query: tantivy.Query, share: float = 1.0) -> tuple[int, dict[str, dict[str, int]]]:
    """How many acts of `query` were counted, and counts of each facet's values, the commonest 60 first.

    With `share` below 1 that share of the acts is counted, chosen by their keys, which are as good as random, and
    the counts of values are multiplied accordingly.
    """
    if share < 1:
        query = restricted(query, [store.share_of_acts(share)])
    wish: dict[str, Any] = {name: {"terms": {"field": name, "size": _FACET_VALUES}} for name in FACETS}
    counted = store.searcher.aggregate(query, {**wish, "acts": {"value_count": {"field": "key"}}})
    values = {
        name: {
            str(int(bucket["key"]) if name == "year" else bucket["key"]): round(bucket["doc_count"] / share)
            for bucket in counted[name]["buckets"]
        }
        for name in FACETS
    }
    return int(counted["acts"]["value"]), values


def snippets(decision: Decision, asked: list[Wanted], count: int = 2) -> tuple[Snippet, ...]:
    """Up to `count` pieces of the text where most of the words stand close together, with the words
    marked.
    """
    terms = {term for word in asked for variant in word.variants for term in variant}
    marks = _marks(decision.text, decision.language, terms)
    if not marks:
        opening = decision.text[:_SNIPPET].rstrip()
        return (Snippet(opening, 0, ()),) if opening else ()
    weighed = []
    for first, (start, _, _) in enumerate(marks):
        inside = [mark for mark in marks[first : first + 40] if mark[1] <= start + _SNIPPET]
        weighed.append((len({term for _, _, term in inside}), len(inside), -start))
    chosen: list[int] = []
    for *_, negative in sorted(weighed, reverse=True):
        if all(abs(-negative - other) > _SNIPPET for other in chosen):
            chosen.append(-negative)
        if len(chosen) == count:
            break
    return tuple(_cut(decision.text, start, marks) for start in sorted(chosen))


def _marks(text: str, language: str, terms: set[str]) -> list[tuple[int, int, str]]:
    """Where words of `terms` stand in `text`: found by how they begin, then checked by the analyser."""
    if not terms:
        return []
    # A stem's last letter may differ from the word's (құқық, құқығы), so only what is before it must be
    # there.
    beginnings = sorted({_beginning(term) for term in terms})
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(beginnings)})[\w\u00a0\u202f]*(?: \d{{3}}(?!\d))*")
    analyser = analyser_for(language)
    found = []
    for match in pattern.finditer(fold(text)):
        for token in analyser.analyse_with_offsets(match.group()):
            if token.term in terms:
                found.append((match.start() + token.start, match.start() + token.end, token.term))
    return found


def _beginning(term: str) -> str:
    """A pattern of how words of a term begin; digits may be grouped."""
    if term.isdigit():
        return "[ \u00a0\u202f]?".join(term)
    return re.escape(term[:-1] if len(term) > 3 else term)


def _cut(text: str, first: int, marks: list[tuple[int, int, str]]) -> Snippet:
    """The piece of text around the mark that begins at `first`, cut at words."""
    start = max(0, first - 60)
    if start:
        space = text.find(" ", start, first)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + _SNIPPET)
    if end < len(text):
        space = text.rfind(" ", first + 1, end)
        end = space if space > first else end
    inside = tuple((s - start, e - start) for s, e, _ in marks if s >= start and e <= end)
    return Snippet(text[start:end], start, inside)
