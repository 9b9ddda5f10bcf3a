"""The index of a bank of acts: built in one stream, added to and deleted from, asked for analogues and for
words.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Set
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from tarazy.jurimetrics.analogues import fulltext
from tarazy.jurimetrics.analogues.digest import fact_digest
from tarazy.jurimetrics.analogues.embedding import Embedder
from tarazy.jurimetrics.analogues.filters import Filters
from tarazy.jurimetrics.analogues.ranker import COMPONENTS, Judged, Ranker, fit_ranker
from tarazy.jurimetrics.analogues.schema import SCHEMA_VERSION, document, key_of
from tarazy.jurimetrics.analogues.search import Analogue, HigherAct, Search
from tarazy.jurimetrics.analogues.store import Store
from tarazy.jurimetrics.analogues.vectors import VectorStore
from tarazy.jurimetrics.decision import Decision

#: Called with how many acts are in so far.
Progress = Callable[[int], None]

_CARD = "card.json"
_RANKER = "ranker.json"
_COMMIT_EVERY = 20_000
_REPORT_EVERY = 500


class IndexVersionError(Exception):
    """The directory holds an index of another version, which must be built anew."""

    code = "index_version"


class AnalogueIndex:
    """A versioned directory: terms and acts (tantivy), vectors of fact digests (optional), `card.json`.

    Searches answer before any vector is made; `embed_pending` makes them later. Writing survives being
    killed: what was committed (every 20,000 acts, and at the end) stays and opens again.
    """

    def __init__(self, path: str | Path, embedder: Embedder | None = None) -> None:
        """Open the index at `path`, or begin an empty one. Raises `IndexVersionError`."""
        self.path = Path(path)
        self.path.mkdir(parents=True, exist_ok=True)
        card = self.card()
        if card and card.get("schema") != SCHEMA_VERSION:
            raise IndexVersionError(
                f"index of version {card.get('schema')}, this program's is {SCHEMA_VERSION}"
            )
        self._store = Store(self.path / "terms")
        self._vectors = VectorStore(self.path)
        self._embedder = embedder
        file = self.path / _RANKER
        self._ranker = Ranker.load(file) if file.exists() else Ranker.default()

    @classmethod
    def build(
        cls,
        decisions: Iterable[Decision],
        path: str | Path,
        embedder: Embedder | None = None,
        progress: Progress | None = None,
        *,
        memory_mb: int = 256,
    ) -> AnalogueIndex:
        """An index of all `decisions` at `path`, read as a stream; acts already there with the same id are
        replaced.
        """
        index = cls(path, embedder)
        index.add(decisions, progress, memory_mb=memory_mb)
        return index

    def add(
        self, decisions: Iterable[Decision], progress: Progress | None = None, *, memory_mb: int = 128
    ) -> int:
        """Add acts (an act with a known id replaces the old one); how many. Raises `IndexBusyError`,
        `ValueError`.
        """
        empty = len(self) == 0
        seen: set[int] = set()
        keys: list[int] = []
        count = 0
        with self._store.writer(memory_mb) as writer:
            for decision in decisions:
                key = key_of(decision.id)
                if not empty or key in seen:
                    writer.delete_documents_by_term("id", decision.id)
                seen.add(key)
                writer.add_document(document(decision))
                keys.append(key)
                count += 1
                if progress and count % _REPORT_EVERY == 0:
                    progress(count)
                if count % _COMMIT_EVERY == 0:
                    self._vectors.note(keys)
                    keys.clear()
                    writer.commit()
            self._vectors.note(keys)
            writer.commit()
        self._write_card()
        if progress:
            progress(count)
        return count

    def delete(self, ids: Iterable[str]) -> int:
        """Take acts out, at once and for every reader; how many acts fewer there are. Raises
        `IndexBusyError`.
        """
        before = len(self)
        with self._store.writer(memory_mb=32) as writer:
            for act_id in ids:
                writer.delete_documents_by_term("id", act_id)
            writer.commit()
        self._write_card()
        return before - len(self)

    def __len__(self) -> int:
        return int(self._store.searcher.num_docs)

    def __contains__(self, act_id: str) -> bool:
        return self._store.stored(act_id) is not None

    def get(self, act_id: str) -> Decision | None:
        """The act of that id as it was indexed, None if there is none."""
        stored = self._store.stored(act_id)
        return Decision.model_validate_json(stored) if stored is not None else None

    def embed_pending(self, limit: int = 1000) -> int:
        """Make vectors of up to `limit` fact digests; how many were made. 0 means all are, or there's no
        embedder.
        """
        made = self._vectors.embed(self._embedder, limit, self._digest) if self._embedder else 0
        if made:
            self._write_card()
        return made

    def _digest(self, key: int) -> tuple[str, str] | None:
        stored = self._store.stored_by_key(key)
        if stored is None:
            return None
        decision = Decision.model_validate_json(stored)
        return decision.language, fact_digest(decision, self._store.telling)

    @property
    def pending(self) -> int:
        """How many acts wait for a vector."""
        return self._vectors.pending()

    def search(
        self, query: Decision | str, filters: Filters | None = None, top: int = 10, *, passages: bool = True
    ) -> list[Analogue]:
        """The `top` acts most alike in situation, best first, never the query itself or an act of its own
        case.

        A text is taken as the telling of a situation in its own language. `passages=False` leaves out the
        matching sentences, for when only ids are needed.
        """
        asked = Search(self._store, self._vectors, self._embedder, self._ranker)
        return asked.run(query, filters or Filters(), top, passages=passages)

    def learn(self, judgements: Iterable[tuple[Decision, Set[str]]], seed: int = 0) -> Ranker:
        """Learn from queries with the ids of their true analogues how much each component counts; keep it
        here.

        Other candidates of a query count as no analogues. The weights learned are kept only if they rank
        better than the usual ones on queries that they didn't see (see `fit_ranker`, which raises
        `ValueError` if there are too few judgements).
        """
        asked = Search(self._store, self._vectors, self._embedder, self._ranker)
        rows: list[list[float]] = []
        relevant: list[bool] = []
        of_query: list[int] = []
        for number, (query, alike) in enumerate(judgements):
            keys = {key_of(act_id) for act_id in alike}
            for key, components in asked.components(query):
                rows.append([components.get(name, 0.0) for name in COMPONENTS])
                relevant.append(key in keys)
                of_query.append(number)
        judged = Judged(COMPONENTS, np.array(rows), np.array(relevant, dtype=bool), np.array(of_query))
        self._ranker = fit_ranker(judged, seed)
        self._ranker.save(self.path / _RANKER)
        self._write_card()
        return self._ranker

    def higher_acts(self, decision: Decision) -> tuple[HigherAct, ...]:
        """What courts above did with the act, as far as their acts are in the index and name its case
        number.
        """
        return Search(self._store, self._vectors, None, self._ranker).higher_acts(decision)

    def fulltext(
        self,
        query: str,
        filters: Filters | None = None,
        *,
        page: int = 1,
        size: int = 20,
        newest_first: bool = False,
    ) -> fulltext.Results:
        """Acts with all the words of `query` (`"a phrase"`, `-without`), a page of them, with facets and
        snippets.

        An empty query lists all acts that the filters admit.
        """
        return fulltext.search(
            self._store, query, filters or Filters(), page=page, size=size, newest_first=newest_first
        )

    def card(self) -> dict[str, Any]:
        """What the directory holds and what made it; empty for an index not yet written."""
        file = self.path / _CARD
        card: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        return card

    def _write_card(self) -> None:
        card = {
            "what": "analogue index",
            "schema": SCHEMA_VERSION,
            "acts": len(self),
            "changed": datetime.now(UTC).isoformat(timespec="seconds"),
            "engine": f"tantivy {version('tantivy')}",
            "embedder": self._vectors.embedder or None,
            "ranker": self._ranker.card(),
        }
        temporary = self.path / (_CARD + ".new")
        temporary.write_text(json.dumps(card, ensure_ascii=False, indent=1), encoding="utf-8")
        temporary.replace(self.path / _CARD)
