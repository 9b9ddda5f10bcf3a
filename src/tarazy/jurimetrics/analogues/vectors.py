"""Vectors of fact digests beside the index: made later, a few at a time, and kept when the work is cut
short.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from usearch.index import Index

from tarazy.jurimetrics.analogues.embedding import Embedder, Vectors

_JOURNAL = "digests.jsonl"
_VECTORS = "vectors.usearch"
_PLACE = "vectors.json"


class VectorStore:
    """A journal of digests (written as acts are added) and an approximate index (HNSW, 8 bits) of their
    vectors.

    The journal is read from where the last saved batch ended, so embedding goes on after any interruption. A
    vector of an act that is no longer in the index is harmless: whoever reads the answer drops keys that it
    doesn't know.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._index: Index | None = None
        self._loaded_at = 0.0

    def note(self, rows: Iterable[tuple[int, str]]) -> None:
        """Append `(key, digest)` rows to the journal."""
        with (self._path / _JOURNAL).open("a", encoding="utf-8") as journal:
            for key, digest in rows:
                journal.write(json.dumps([key, digest], ensure_ascii=False) + "\n")

    def _place(self) -> dict[str, str | int]:
        file = self._path / _PLACE
        if not file.exists():
            return {"embedder": "", "offset": 0, "dimension": 0}
        place: dict[str, str | int] = json.loads(file.read_text(encoding="utf-8"))
        return place

    def embed(self, embedder: Embedder, limit: int, batch: int = 64) -> int:
        """Embed up to `limit` digests not yet embedded; how many were. Each batch is saved before the next
        begins.

        Raises `ValueError` if the vectors there are of another embedder.
        """
        journal = self._path / _JOURNAL
        if not journal.exists():
            return 0
        place = self._place()
        if place["embedder"] not in ("", embedder.name):
            raise ValueError(f"the vectors are of {place['embedder']}, not of {embedder.name}")
        index = self._open(embedder.dimension, writable=True)
        done = 0
        with journal.open("rb") as lines:
            lines.seek(int(place["offset"]))
            while done < limit:
                rows: list[tuple[int, str]] = []
                while len(rows) < min(batch, limit - done) and (line := lines.readline()).endswith(b"\n"):
                    rows.append(tuple(json.loads(line)))
                if not rows:
                    break
                keys = np.array([row[0] for row in rows], dtype=np.uint64)
                for key in keys:
                    if key in index:
                        index.remove(int(key))
                index.add(keys, embedder.passages([row[1] for row in rows]), threads=1)
                done += len(rows)
                self._save(
                    index,
                    {"embedder": embedder.name, "offset": lines.tell(), "dimension": embedder.dimension},
                )
        return done

    def pending(self) -> int:
        """How many digests wait to be embedded."""
        journal = self._path / _JOURNAL
        if not journal.exists():
            return 0
        with journal.open("rb") as lines:
            lines.seek(int(self._place()["offset"]))
            return sum(1 for _ in lines)

    def _save(self, index: Index, place: dict[str, str | int]) -> None:
        # Vectors first: if the place isn't written, the same batch is embedded again and nothing is lost.
        temporary = self._path / (_VECTORS + ".new")
        index.save(str(temporary))
        os.replace(temporary, self._path / _VECTORS)
        note = self._path / (_PLACE + ".new")
        note.write_text(json.dumps(place), encoding="utf-8")
        os.replace(note, self._path / _PLACE)

    def _open(self, dimension: int, *, writable: bool) -> Index:
        file = self._path / _VECTORS
        index = Index(ndim=dimension, metric="cos", dtype="i8")
        if file.exists():
            if writable:
                index.load(str(file))
            else:
                index.view(str(file))
        return index

    def nearest(self, vector: Vectors, count: int) -> dict[int, float]:
        """Keys of the nearest digests with their cosine similarity; empty if nothing is embedded yet."""
        file = self._path / _VECTORS
        if not file.exists():
            return {}
        changed = file.stat().st_mtime
        if self._index is None or changed != self._loaded_at:
            self._index = self._open(len(vector), writable=False)
            self._loaded_at = changed
        found = self._index.search(vector, count, threads=1)
        return {
            int(key): 1.0 - float(distance) for key, distance in zip(found.keys, found.distances, strict=True)
        }

    def similarity(self, vector: Vectors, keys: Iterable[int]) -> dict[int, float]:
        """Cosine similarity of the digests of `keys` (those that are embedded) to `vector`."""
        if self._index is None and not self.nearest(vector, 1):
            return {}
        assert self._index is not None
        known = [key for key in keys if key in self._index]
        if not known:
            return {}
        stored = np.asarray(self._index.get(np.array(known, dtype=np.uint64)), dtype=np.float32)
        norms = np.linalg.norm(stored, axis=1) * float(np.linalg.norm(vector))
        return dict(zip(known, ((stored @ vector) / np.maximum(norms, 1e-9)).tolist(), strict=True))

    @property
    def embedder(self) -> str:
        """The name of what made the vectors, "" if there are none."""
        return str(self._place()["embedder"])
