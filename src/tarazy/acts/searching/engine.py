"""The seam to search engines: what each of them must do, proved by one suite for all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from tarazy.acts.searching.entry import SearchEntry
from tarazy.acts.searching.question import Question
from tarazy.people.refusals import Refused


class SearchUnavailable(Refused):
    """The engine is away or overloaded. Nothing is lost: changes wait until it is back."""

    code = "search_unavailable"
    status = 503
    message = _("Search is not available at the moment.")
    what_next = _("Try again in a minute. An act whose address you know opens as always.")
    retry_after = 60


class EngineBusy(Exception):
    """Another process writes to the index: it will apply what waits."""


@dataclass(frozen=True)
class Hits:
    """What was found: rows of the page in order, how many there are in all, values of facets with their counts."""

    rows: list[int]
    total: int
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Health:
    """How an engine is: whether it answers and loses nothing if a part fails; how many entries it has; its own word."""

    answers: bool
    entries: int
    words: str


class EntryWriter(Protocol):
    """Writes entries. A `version` is written only over lower ones, where several may write at once."""

    def put(self, entry: SearchEntry, version: int) -> None:
        """Put the entry in place of an earlier one of its row, if there is one."""

    def remove(self, row: int, version: int) -> None:
        """Take the entry of the row out, if there is one."""


class NewIndex(EntryWriter, Protocol):
    """An index being built beside the one that is searched."""

    def swap(self) -> None:
        """Let searches go to this index from now on, with all that was written to it."""


class SearchEngine(Protocol):
    """An engine. Every method raises `SearchUnavailable` if it can't be reached."""

    def search(self, question: Question) -> Hits:
        """The page asked for, the total, the counts of facets; a facet's counts ignore its own filter."""

    def rows(self, question: Question, most: int) -> list[int]:
        """All rows that match, the latest first, at most `most`."""

    def near(self, vector: bytes, question: Question, count: int) -> list[tuple[int, float]]:
        """Rows whose vectors are nearest, with cosine similarity, nearest first; words of the question are ignored."""

    def like(self, terms: Sequence[str], question: Question, count: int) -> list[tuple[int, float]]:
        """Rows of acts that share the rarest of the terms, best first, with scores of the engine's own scale."""

    def writing(self, *, stay: bool = False) -> AbstractContextManager[EntryWriter]:
        """Write; searches see it within a second of the block's end. With `stay` the engine may stay open for more.

        Raises `EngineBusy` if another process writes and this engine has one writer only.
        """

    def rebuilding(self) -> AbstractContextManager[NewIndex]:
        """Build an index anew; without a `swap` inside the block it is thrown away."""

    def index_name(self) -> str:
        """The name of the index that is searched and written now, "" before the first."""

    def health(self) -> Health:
        """How it is. Raises nothing."""

    def close(self) -> None:
        """Let go of files and connections."""
