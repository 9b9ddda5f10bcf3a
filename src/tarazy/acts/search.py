"""Full-text search of the bank: an embedded index of masked texts, so that nobody is found by name.

The index answers which acts match and how well; rows are then taken through `visible_to`, so an index that
lags behind the database can hide an act but never show one.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tantivy
from django.conf import settings
from tantivy import Occur, Query

from tarazy.jurimetrics.analysis import analyser_for

if TYPE_CHECKING:
    from tarazy.acts.models import Act

FACETS = ("category", "instance", "outcome", "court", "region", "year", "language")
LANGUAGES = ("ru", "kk", "en")
MOST_HITS = 1_000_000
_QUERY_PART = re.compile(r'"([^"]+)"|(\S+)')


@dataclass(frozen=True)
class SearchEntry:
    """What the index keeps of an act: its row, terms of its masked text, values that narrow a search."""

    row: int
    terms: str
    facets: tuple[str, ...]

    @classmethod
    def of(cls, act: Act) -> SearchEntry:
        """The entry of a saved act."""
        terms = analyser_for(act.language).tokens(f"{act.case_number} {act.court}\n{act.public_text}")
        facets = [f"{name}:{getattr(act, name)}" for name in FACETS if getattr(act, name)]
        facets.append(f"visibility:{act.visibility}")
        if act.owner_id:
            facets.append(f"owner:{act.owner_id}")
        return cls(row=act.pk, terms=" ".join(terms), facets=tuple(facets))


@dataclass(frozen=True)
class Hits:
    """Rows that match: a page of those that fulfil the filters, best first; all that have the words, in no order."""

    page: list[int]
    all_rows: list[int]


def _own(row: int) -> str:
    """The word that only the entry of this row has."""
    return f"row:{row}"


class _Writer:
    def __init__(self, writer: Any) -> None:
        self._writer = writer

    def add(self, entry: SearchEntry) -> None:
        """Add an act that isn't in the index yet."""
        document = tantivy.Document()
        document.add_unsigned("row", entry.row)
        document.add_text("terms", entry.terms)
        for facet in (*entry.facets, _own(entry.row)):
            document.add_text("facet", facet)
        self._writer.add_document(document)

    def remove(self, row: int) -> None:
        """Take an act out."""
        # By a word and not by the number: the engine's Python binding deletes nothing by an unsigned number.
        self._writer.delete_documents_by_term("facet", _own(row))

    def replace(self, entry: SearchEntry) -> None:
        """Put the act's entry in place of its old one."""
        self.remove(entry.row)
        self.add(entry)

    def clear(self) -> None:
        """Take everything out."""
        self._writer.delete_all_documents()


class TextIndex:
    """A folder with the full-text index of the bank."""

    def __init__(self, folder: Path) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("row", stored=True, indexed=True, fast=True)
        builder.add_text_field("terms", tokenizer_name="whitespace", index_option="position")
        builder.add_text_field("facet", tokenizer_name="raw", index_option="basic")
        self._schema = builder.build()
        folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._lock = threading.Lock()

    @contextmanager
    def writing(self) -> Iterator[_Writer]:
        """Open for writing; what was added is found by searches once the block ends without an error."""
        with self._lock:
            writer = self._index.writer(heap_size=64_000_000, num_threads=1)
            try:
                yield _Writer(writer)
                writer.commit()
            finally:
                writer.wait_merging_threads()
            self._index.reload()

    def search(
        self,
        text: str,
        filters: Mapping[str, Sequence[str]],
        seen_by: Iterable[str] | None,
        *,
        start: int,
        size: int,
    ) -> Hits | None:
        """Acts with every word of `text` (quoted words in a row; the last word may be a beginning).

        `filters` name values of `FACETS`; any of the values of one facet will do. `seen_by` are the facets
        of which an act must have one to be seen, None for everything. None comes back if the text has no
        word to look for.
        """
        wanted = self._words(text)
        if wanted is None:
            return None
        if seen_by is not None:
            wanted = Query.boolean_query([(Occur.Must, wanted), (Occur.Must, self._any_facet(seen_by))])
        clauses = [(Occur.Must, wanted)]
        for name, values in filters.items():
            if values:
                clauses.append((Occur.Must, self._any_facet(f"{name}:{value}" for value in values)))
        query = Query.boolean_query(clauses)
        self._index.reload()
        searcher = self._index.searcher()
        best = searcher.search(query, limit=size, offset=start, count=False).hits
        page = [int(searcher.doc(address)["row"][0]) for _, address in best]
        every = searcher.search(wanted, limit=max(1, min(searcher.num_docs, MOST_HITS)), order_by_field="row")
        return Hits(page=page, all_rows=[int(row) for row, _ in every.hits])

    def _any_facet(self, values: Iterable[str]) -> Any:
        return Query.boolean_query(
            [(Occur.Should, Query.const_score_query(self._term("facet", value), 0.0)) for value in values]
        )

    def _term(self, field: str, value: str) -> Any:
        return Query.term_query(self._schema, field, value)

    def _words(self, text: str) -> Any:
        parts = [(match.group(1), match.group(2)) for match in _QUERY_PART.finditer(text)]
        clauses = []
        for position, (phrase, word) in enumerate(parts):
            last = position == len(parts) - 1 and not text.endswith(" ")
            clause = self._phrase(phrase) if phrase else self._phrase(word, beginning=last)
            if clause is not None:
                clauses.append((Occur.Must, clause))
        return Query.boolean_query(clauses) if clauses else None

    def _phrase(self, text: str, *, beginning: bool = False) -> Any:
        options = []
        for terms in {tuple(analyser_for(language).tokens(text)) for language in LANGUAGES}:
            if len(terms) > 1:
                options.append((Occur.Should, Query.phrase_query(self._schema, "terms", list(terms))))
            elif terms:
                options.append((Occur.Should, self._term("terms", terms[0])))
                if beginning and len(terms[0]) >= 3:
                    pattern = re.escape(terms[0]) + ".*"
                    options.append((Occur.Should, Query.regex_query(self._schema, "terms", pattern)))
        return Query.boolean_query(options) if options else None


@lru_cache(maxsize=4)
def _opened(folder: Path) -> TextIndex:
    return TextIndex(folder)


def open_index() -> TextIndex:
    """The index of this installation (`ACTS_INDEX` in the settings, else a folder of its home)."""
    folder = getattr(settings, "ACTS_INDEX", None) or Path(settings.TARAZY_HOME) / "acts-index"
    return _opened(Path(folder))
