"""The engine's side of the index: a tantivy folder, its writer, and what its terms are worth."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import tantivy

from tarazy.jurimetrics.analogues.schema import LARGEST_KEY, key_of, schema

_RARELY_HELPFUL = 0.35  # a term in more than this share of acts tells too little to be worth its postings
_MANY_ACTS = 50
_HARDLY_ANY = 0.002


class IndexBusyError(Exception):
    """Another process is writing to the index."""

    code = "index_busy"


class Candidate(NamedTuple):
    """An act found: its key, its language as `schema.tongue_of` writes it, its score."""

    key: int
    tongue: int
    score: float


class Store:
    """One tantivy index: reading sees the last commit, writing goes through `writer`."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self.schema = schema()
        self._path = path
        if tantivy.Index.exists(str(path)):
            self._index = tantivy.Index.open(str(path))
        else:
            self._index = tantivy.Index(self.schema, str(path))
        self._searcher = self._index.searcher()
        self._seen = self._stamp()
        self._frequencies: dict[tuple[str, str], int] = {}
        self._languages: list[str] | None = None

    def _stamp(self) -> tuple[int, int]:
        state = (self._path / "meta.json").stat()
        return state.st_mtime_ns, state.st_size

    @property
    def searcher(self) -> tantivy.Searcher:
        """A searcher of the last commit, whichever process made it."""
        stamp = self._stamp()
        if stamp != self._seen:
            self._index.reload()
            self._searcher = self._index.searcher()
            self._frequencies.clear()
            self._languages = None
            self._seen = stamp
        return self._searcher

    @contextmanager
    def writer(self, memory_mb: int = 128, threads: int = 1) -> Iterator[tantivy.IndexWriter]:
        """The one writer; what it commits stays, what it doesn't is gone. Raises `IndexBusyError`."""
        try:
            writer = self._index.writer(heap_size=memory_mb * 1_000_000, num_threads=threads)
        except ValueError as error:
            raise IndexBusyError(str(error)) from error
        try:
            yield writer
        except BaseException:
            writer.rollback()
            raise
        finally:
            writer.wait_merging_threads()

    def languages(self) -> list[str]:
        """The languages of the acts, the commonest first."""
        searcher = self.searcher
        if self._languages is None:
            wish = {"language": {"terms": {"field": "language", "size": 50}}}
            counted = searcher.aggregate(tantivy.Query.all_query(), wish)
            self._languages = [str(bucket["key"]) for bucket in counted["language"]["buckets"]]
        return self._languages

    def frequency(self, field: str, term: str) -> int:
        """In how many acts `field` has `term`."""
        known = self._frequencies.get((field, term))
        if known is None:
            known = self._frequencies[field, term] = self._searcher.doc_freq(field, term)
        return known

    def idf(self, field: str, term: str) -> float:
        """Inverse document frequency as BM25 has it (Robertson and Zaragoza 2009), 0 for a term of no act."""
        found = self.frequency(field, term)
        return math.log(1 + (self._searcher.num_docs - found + 0.5) / (found + 0.5)) if found else 0.0

    def telling(self, term: str) -> float:
        """The idf of a term of the text, 0 for one of hardly any act: names and slips tell nothing of a
        situation.
        """
        fewest = max(3.0, self._searcher.num_docs * _HARDLY_ANY)
        enough = self.frequency("body", term) >= fewest or self._searcher.num_docs < _MANY_ACTS
        return self.idf("body", term) if enough else 0.0

    def informative(self, field: str, terms: Iterable[str], limit: int) -> list[tuple[str, float]]:
        """The `limit` terms that tell most (tf-idf), each with its weight in a query (1 + ln tf)."""
        acts = self.searcher.num_docs
        ceiling = acts * _RARELY_HELPFUL if acts > _MANY_ACTS else acts
        weighed = []
        for term, count in Counter(terms).items():
            if 0 < self.frequency(field, term) <= ceiling:
                weight = 1 + math.log(count)
                weighed.append((weight * self.idf(field, term), term, weight))
        weighed.sort(reverse=True)
        return [(term, weight) for _, term, weight in weighed[:limit]]

    def union(self, field: str, weighted: list[tuple[str, float]]) -> tantivy.Query:
        """A query for any of the terms, each with its weight."""
        return tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.boost_query(
                        tantivy.Query.term_query(self.schema, field, term, "freq"), weight
                    ),
                )
                for term, weight in weighted
            ]
        )

    def best(self, query: tantivy.Query, count: int) -> list[Candidate]:
        """The best `count` acts of a query, best first."""
        searcher = self.searcher
        hits = searcher.search(query, count, count=False).hits
        if not hits:
            return []
        addresses = [address for _, address in hits]
        keys, tongues = _numbers(searcher, "key", addresses), _numbers(searcher, "tongue", addresses)
        return [
            Candidate(key, tongue, float(score))
            for key, tongue, (score, _) in zip(keys, tongues, hits, strict=True)
        ]

    def keys(self, query: tantivy.Query, count: int) -> dict[int, float]:
        """Keys of the best `count` acts with their scores, best first."""
        return {found.key: found.score for found in self.best(query, count)}

    def among(self, keys: Iterable[int]) -> tantivy.Query:
        """A query that holds for the acts of `keys`."""
        return tantivy.Query.term_set_query(self.schema, "key", list(keys))

    def share_of_acts(self, share: float) -> tantivy.Query:
        """A query that holds for about this share of all acts, the same ones every time."""
        return tantivy.Query.range_query(
            self.schema, "key", tantivy.FieldType.Unsigned, 0, int(share * LARGEST_KEY)
        )

    def stored(self, act_id: str) -> bytes | None:
        """The stored form of an act, None if there is no such act."""
        return self.stored_by_key(key_of(act_id))

    def stored_by_key(self, key: int) -> bytes | None:
        """As `stored`, by key."""
        searcher = self.searcher
        hits = searcher.search(tantivy.Query.term_query(self.schema, "key", key), 1, count=False).hits
        if not hits:
            return None
        return self.stored_at(hits[0][1])

    def stored_at(self, address: tantivy.DocAddress) -> bytes:
        """The stored form of the act at an address of the current searcher."""
        found: Any = self._searcher.doc(address).get_first("decision")
        return bytes(found)


def _numbers(searcher: tantivy.Searcher, field: str, addresses: list[tantivy.DocAddress]) -> list[int]:
    """The values of an unsigned field that every act has."""
    return [int(value) for value in searcher.fast_field_values(field, addresses) if value is not None]
