"""The embedded engine: tantivy in a folder, its vectors in flat files beside.

    folder/current        the name of the index that is searched
    folder/<name>/text    tantivy's index
    folder/<name>/        vectors

One process writes at a time, by tantivy's own lock, which the system takes away from a process that dies; any number
read. A swap writes `current` anew; readers look at it before each search.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from tarazy.acts.searching.engine import EngineBusy, Health, Hits, NewIndex
from tarazy.acts.searching.entry import SearchEntry
from tarazy.acts.searching.question import (
    DEEPEST,
    FACETS,
    RAREST,
    SHORTEST_BEGINNING,
    Clause,
    Question,
    any_of,
)
from tarazy.acts.searching.vectors import FlatVectors

HEAP = 64_000_000  # bytes of the writer; a fuller one writes fewer, larger segments
LOOK_EVERY_S = 0.2  # how often a reader looks for what another process wrote
GRACE_S = 60.0  # how long an index that was swapped out stays for searches under way
CANDIDATES = 1000  # nearest vectors of which filters leave some; filters that leave too few are rare
_EVERY = "entry"  # the mark that each entry has
FORMAT = 1


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", stored=False, indexed=False, fast=True)
    builder.add_unsigned_field("latest", stored=False, indexed=False, fast=True)
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("mark", tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


SCHEMA = _schema()


def _own(row: int) -> str:
    """The mark that only the entry of this row has."""
    return f"row:{row}"


class _Index:
    """One index with its vectors, as this process sees it."""

    def __init__(self, folder: Path) -> None:
        text = folder / "text"
        text.mkdir(parents=True, exist_ok=True)
        self.name = folder.name
        self.index = tantivy.Index(SCHEMA, path=str(text))
        self.vectors = FlatVectors(folder)
        self._looked = time.monotonic()

    def searcher(self) -> Any:
        now = time.monotonic()
        if now - self._looked > LOOK_EVERY_S:
            self._looked = now
            self.index.reload()
        return self.index.searcher()

    def seen(self) -> None:
        self.index.reload()
        self._looked = time.monotonic()


class _Writer:
    def __init__(self, index: _Index) -> None:
        self.index = index
        try:
            self._writer = index.index.writer(heap_size=HEAP, num_threads=1)
        except ValueError as error:
            if "LockBusy" in str(error):
                raise EngineBusy from error
            raise
        self._vectors: dict[int, bytes | None] = {}
        self._empty = index.index.searcher().num_docs == 0
        self._put: set[int] = set()

    def put(self, entry: SearchEntry, version: int) -> None:
        """One process writes, and it reads each act after taking the lock: `version` says nothing more."""
        if not self._empty or entry.row in self._put:
            self._writer.delete_documents_by_term("mark", _own(entry.row))
        document = tantivy.Document()
        document.add_unsigned("row", entry.row)
        document.add_unsigned("latest", entry.latest)
        document.add_text("terms", entry.terms)
        for mark in (*entry.marks, _own(entry.row), _EVERY):
            document.add_text("mark", mark)
        for name, value in entry.facets.items():
            document.add_text(name, value)
        self._writer.add_document(document)
        self._put.add(entry.row)
        self._vectors[entry.row] = entry.vector

    def remove(self, row: int, version: int) -> None:
        # By a word and not by the number: the engine's Python binding deletes nothing by an unsigned number.
        self._writer.delete_documents_by_term("mark", _own(row))
        self._vectors[row] = None

    def commit(self) -> None:
        if not self._vectors:  # each entry put or taken out has its place there
            return
        # Vectors that go, go first; those that come, come last: none is found that the text index doesn't have.
        self.index.vectors.remove([row for row, vector in self._vectors.items() if vector is None])
        self._writer.commit()
        self.index.vectors.add((row, vector) for row, vector in self._vectors.items() if vector is not None)
        self._vectors.clear()
        self._put.clear()
        self._empty = False
        self.index.seen()

    def abandon(self) -> None:
        self._vectors.clear()
        self._writer.rollback()

    def close(self) -> None:
        self._writer.wait_merging_threads()
        self.index.vectors.release()


class _NewIndex(_Writer):
    def __init__(self, engine: TantivyEngine) -> None:
        self.folder = engine.folder / f"{FORMAT}-{uuid.uuid4().hex[:12]}"
        super().__init__(_Index(self.folder))
        self._engine = engine
        self.swapped = False

    def swap(self) -> None:
        self.commit()
        self._engine.point_to(self.folder.name)
        self.swapped = True


class TantivyEngine:
    """The engine in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._current = folder / "current"
        self._lock = threading.RLock()
        self._writing = threading.Lock()
        self._opened: _Index | None = None
        self._stamp: tuple[int, int] | None = None
        self._kept: _Writer | None = None

    def search(self, question: Question) -> Hits:
        """See the seam."""
        index = self._now()
        if index is None:
            return Hits([], 0, {name: [] for name in FACETS} if question.facet_values else {})
        searcher = index.searcher()
        query = _query(question, question.besides(""))
        size = max(1, min(question.size, DEEPEST - question.start))
        ordered = {} if question.by_score else {"order_by_field": "latest"}
        found = searcher.search(query, limit=size, offset=min(question.start, DEEPEST - 1), **ordered)
        rows = searcher.fast_field_values("row", [address for _, address in found.hits])
        return Hits([int(row) for row in rows], int(found.count), self._facets(searcher, question, query))

    @staticmethod
    def _facets(searcher: Any, question: Question, query: Any) -> dict[str, list[tuple[str, int]]]:
        if not question.facet_values:
            return {}
        counted: dict[str, list[tuple[str, int]]] = {}
        chosen = [name for name in FACETS if question.filters.get(name)]
        asked = [([name for name in FACETS if name not in chosen], query)]
        asked += [([name], _query(question, question.besides(name))) for name in chosen]
        for names, narrowed in asked:
            if names:
                wanted = {name: {"terms": {"field": name, "size": question.facet_values}} for name in names}
                answer = searcher.aggregate(narrowed, wanted)
                for name in names:
                    values = [(str(one["key"]), int(one["doc_count"])) for one in answer[name]["buckets"]]
                    counted[name] = sorted(values, key=lambda pair: (-pair[1], pair[0]))
        return counted

    def rows(self, question: Question, most: int) -> list[int]:
        """See the seam."""
        index = self._now()
        if index is None:
            return []
        searcher = index.searcher()
        query = _query(question, question.besides(""))
        limit = max(1, min(most, searcher.num_docs))
        found = searcher.search(query, limit=limit, order_by_field="latest", count=False)
        addresses = [address for _, address in found.hits]
        return [int(row) for row in searcher.fast_field_values("row", addresses)]

    def near(self, vector: bytes, question: Question, count: int) -> list[tuple[int, float]]:
        """See the seam. Exact: nearest of all, and where filters leave too few of them, nearest of what they leave."""
        index = self._now()
        if index is None:
            return []
        searcher = index.searcher()
        narrowed = _query(Question(seen_by=question.seen_by), question.besides(""))
        nearest = index.vectors.near(vector, max(CANDIDATES, 4 * count))
        marks = [_own(row) for row, _ in nearest]
        both = Query.boolean_query(
            [(Occur.Must, narrowed), (Occur.Must, Query.term_set_query(SCHEMA, "mark", marks))]
        )
        allowed = set(self._rows_of(searcher, both, len(nearest)))
        found = [pair for pair in nearest if pair[0] in allowed][:count]
        if len(found) < count and nearest:
            total = int(searcher.search(narrowed, limit=1).count)
            if total > len(found):
                rows = self._rows_of(searcher, narrowed, total)
                found = index.vectors.among(vector, rows, count)
        return found

    def like(self, terms: Sequence[str], question: Question, count: int) -> list[tuple[int, float]]:
        """See the seam."""
        index = self._now()
        if index is None:
            return []
        searcher = index.searcher()
        known = {term: int(searcher.doc_freq("terms", term)) for term in terms}
        rarest = sorted((often, term) for term, often in known.items() if often)[:RAREST]
        if not rarest:
            return []
        wanted = (any_of([term for _, term in rarest]),)
        query = _query(Question(wanted, seen_by=question.seen_by), question.besides(""))
        hits = searcher.search(query, limit=count, count=False).hits
        rows = searcher.fast_field_values("row", [address for _, address in hits])
        return [(int(row), float(score)) for row, (score, _) in zip(rows, hits, strict=True)]

    @staticmethod
    def _rows_of(searcher: Any, query: Any, most: int) -> list[int]:
        hits = searcher.search(query, limit=max(1, most), count=False, order_by_field="latest").hits
        return [int(row) for row in searcher.fast_field_values("row", [address for _, address in hits])]

    @contextmanager
    def writing(self, *, stay: bool = False) -> Iterator[_Writer]:
        """See the seam. Raises `EngineBusy`."""
        with self._writing:
            writer = self._writer()
            try:
                yield writer
                writer.commit()
            except BaseException:
                # Whatever went wrong, nothing of a half-done block is left to be committed by the next.
                self._kept = None
                with suppress(ValueError):
                    writer.abandon()
                writer.close()
                raise
            if stay:
                self._kept = writer
                self._tidy()
            else:
                self._kept = None
                writer.close()

    def _writer(self) -> _Writer:
        index = self._now(make=True)
        assert index is not None
        if self._kept is not None and self._kept.index.name != index.name:
            self._kept.close()
            self._kept = None
        return self._kept or _Writer(index)

    @contextmanager
    def rebuilding(self) -> Iterator[NewIndex]:
        """See the seam."""
        new = _NewIndex(self)
        try:
            yield new
        finally:
            new.close()
            if not new.swapped:
                shutil.rmtree(new.folder, ignore_errors=True)
            self._tidy()

    def point_to(self, name: str) -> None:
        """Let `current` say `name`, at once and whole."""
        new = self.folder / f"current.{uuid.uuid4().hex}"
        new.write_text(name, encoding="utf-8")
        os.replace(new, self._current)

    def index_name(self) -> str:
        """See the seam."""
        try:
            return self._current.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return ""

    def health(self) -> Health:
        """See the seam."""
        try:
            index = self._now()
        except (OSError, ValueError) as fault:
            return Health(answers=False, entries=0, words=type(fault).__name__)
        entries = int(index.searcher().num_docs) if index else 0
        return Health(answers=True, entries=entries, words=f"tantivy, {self.index_name() or '–'}")

    def close(self) -> None:
        """See the seam."""
        with self._writing:
            if self._kept is not None:
                self._kept.close()
                self._kept = None

    def _now(self, *, make: bool = False) -> _Index | None:
        """The index that is searched now, None if there is none of this version of the house yet."""
        with self._lock:
            stamp = self._stamp_now()
            if stamp is None and make:
                self.point_to(f"{FORMAT}-{uuid.uuid4().hex[:12]}")
                stamp = self._stamp_now()
            if stamp is None:
                return None
            if stamp != self._stamp or self._opened is None:
                name = self.index_name()
                if not name.startswith(f"{FORMAT}-"):  # of another version: it will be built anew
                    if not make:
                        return None
                    self.point_to(f"{FORMAT}-{uuid.uuid4().hex[:12]}")
                    return self._now()
                self._opened = _Index(self.folder / name)
                self._stamp = stamp
            return self._opened

    def _stamp_now(self) -> tuple[int, int] | None:
        try:
            seen = os.stat(self._current)
        except FileNotFoundError:
            return None
        return seen.st_ino, seen.st_mtime_ns

    def _tidy(self) -> None:
        """Throw away indexes that were swapped out a while ago; one being built has been written to since."""
        stamp = self._stamp_now()
        if stamp is None or time.time() - stamp[1] / 1e9 < GRACE_S:
            return
        current = self.index_name()
        for folder in self.folder.iterdir():
            if folder.is_dir() and folder.name != current and not _being_built(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _being_built(folder: Path) -> bool:
    """Whether something was written to the index within ten minutes."""
    with suppress(FileNotFoundError):
        return time.time() - (folder / "text").stat().st_mtime < 10 * GRACE_S
    return False


def _query(question: Question, filters: Mapping[str, Sequence[str]]) -> Any:
    parts = []
    for clause in question.clauses:
        parts.append((Occur.MustNot if clause.unwanted else Occur.Must, _clause(clause)))
    if question.seen_by is not None:
        parts.append((Occur.Must, _any_of("mark", question.seen_by)))
    for name, values in filters.items():
        if name in FACETS:
            parts.append((Occur.Must, _any_of(name, values)))
        else:
            parts.append((Occur.Must, _any_of("mark", (f"{name}:{value}" for value in values))))
    if not any(occur == Occur.Must for occur, _ in parts):
        parts.append((Occur.Must, _any_of("mark", (_EVERY,))))
    return Query.boolean_query(parts)


def _any_of(field: str, values: Iterable[str]) -> Any:
    terms = [(Occur.Should, Query.term_query(SCHEMA, field, value)) for value in values]
    return Query.const_score_query(Query.boolean_query(terms), 0.0)


def _clause(clause: Clause) -> Any:
    options = []
    for option in clause.options:
        if len(option) > 1:
            options.append((Occur.Should, Query.phrase_query(SCHEMA, "terms", list(option))))
            continue
        options.append((Occur.Should, Query.term_query(SCHEMA, "terms", option[0])))
        if clause.beginning and len(option[0]) >= SHORTEST_BEGINNING:
            longer = Query.regex_query(SCHEMA, "terms", re.escape(option[0]) + ".*")
            options.append((Occur.Should, longer))
    return Query.boolean_query(options)
