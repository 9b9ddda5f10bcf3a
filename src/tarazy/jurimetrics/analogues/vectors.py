"""Vectors of fact digests beside the index: made later, a few at a time, and kept when the work is cut
short.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from usearch.index import Index

from tarazy.jurimetrics.analogues.embedding import Embedder, Vectors

_JOURNAL = "embed.keys"
_VECTORS = "vectors.usearch"
_PLACE = "vectors.json"
_SAMPLE = 400
_ENOUGH = 40

#: Language and digest of the act of a key, None if it is gone.
DigestOf = Callable[[int], tuple[str, str] | None]


@dataclass(frozen=True)
class Place:
    """What made the vectors, how much of the journal is done, and the mean vector of each language."""

    embedder: str
    done: int
    centres: dict[str, list[float]]


class VectorStore:
    """A journal of keys (written as acts are added) and an approximate index (HNSW, 8 bits) of digests'
    vectors.

    The journal is read from where the last saved batch ended, so embedding goes on after any interruption. A
    vector of an act that is no longer in the index is harmless: readers drop keys that they don't know.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._index: Any = None
        self._centre: dict[str, list[float]] = {}
        self._looked_at = 0

    def note(self, keys: Iterable[int]) -> None:
        """Append keys of acts to the journal."""
        with (self._path / _JOURNAL).open("ab") as journal:
            journal.write(np.fromiter(keys, dtype="<u8").tobytes())

    def _place(self) -> Place:
        file = self._path / _PLACE
        if not file.exists():
            return Place("", 0, {})
        return Place(**json.loads(file.read_text(encoding="utf-8")))

    def embed(self, embedder: Embedder, limit: int, digest: DigestOf, batch: int = 64) -> int:
        """Embed up to `limit` acts of the journal; how many. Each batch is saved before the next begins.

        `digest` gives language and text of a key, None for an act that is gone. Raises `ValueError` if the
        vectors there are of another embedder.
        """
        place = self._place()
        if place.embedder not in ("", embedder.name):
            raise ValueError(f"the vectors are of {place.embedder}, not of {embedder.name}")
        waiting = self._waiting(place.done)
        if not len(waiting):
            return 0
        centres = place.centres or self._centres(embedder, waiting, digest)
        index = self._open(embedder.dimension, writable=True)
        made, read = 0, 0
        while read < len(waiting) and made < limit:
            keys = waiting[read : read + min(batch, limit - made)]
            found = [(int(key), told) for key in keys if (told := digest(int(key)))]
            for key, _ in found:
                if key in index:
                    index.remove(key)
            if found:
                vectors = embedder.passages([text for _, (_, text) in found])
                rows = [
                    _centred(vector, language, centres)
                    for vector, (_, (language, _)) in zip(vectors, found, strict=True)
                ]
                index.add(np.array([key for key, _ in found], dtype=np.uint64), np.stack(rows), threads=1)
            made += len(found)
            read += len(keys)
            self._save(index, Place(embedder.name, place.done + read, centres))
        return made

    @staticmethod
    def _centres(
        embedder: Embedder, waiting: npt.NDArray[np.uint64], digest: DigestOf
    ) -> dict[str, list[float]]:
        """The mean vector of each language, from a sample spread over the journal.

        Embeddings of two languages stand apart by what language they are in; taking the mean away leaves what
        they say (Libovický et al. 2020, "On the language neutrality of pre-trained multilingual
        representations"). None for a language with too few texts to tell.
        """
        places = np.unique(np.linspace(0, len(waiting) - 1, min(_SAMPLE, len(waiting))).astype(int))
        found = [told for key in waiting[places] if (told := digest(int(key)))]
        by_language: dict[str, list[str]] = {}
        for language, text in found:
            by_language.setdefault(language, []).append(text)
        return {
            language: [round(float(value), 5) for value in embedder.passages(texts).mean(axis=0)]
            for language, texts in by_language.items()
            if len(texts) >= _ENOUGH
        }

    def _waiting(self, done: int) -> npt.NDArray[np.uint64]:
        journal = self._path / _JOURNAL
        if not journal.exists():
            return np.zeros(0, np.uint64)
        whole = journal.stat().st_size // 8  # a key cut short by a crash isn't one
        return np.fromfile(journal, dtype="<u8", offset=8 * done, count=max(whole - done, 0))

    def pending(self) -> int:
        """How many acts of the journal wait to be embedded."""
        return len(self._waiting(self._place().done))

    def _save(self, index: Index, place: Place) -> None:
        # Vectors first: if the place isn't written, the same batch is embedded again and nothing is lost.
        temporary = self._path / (_VECTORS + ".new")
        index.save(str(temporary))
        os.replace(temporary, self._path / _VECTORS)
        note = self._path / (_PLACE + ".new")
        note.write_text(json.dumps(asdict(place)), encoding="utf-8")
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

    def vector(self, key: int, dimension: int) -> Vectors | None:
        """The stored vector of an act, None if it has none: a known act needn't be embedded to be asked
        with.
        """
        if not self._current(dimension) or key not in self._index:
            return None
        return np.asarray(self._index.get(key), dtype=np.float32).reshape(dimension)

    def place(self, vector: Vectors, language: str) -> Vectors:
        """A fresh vector as the stored ones are: without the mean of its language, of length 1."""
        self._current(len(vector))
        return _centred(vector, language, self._centre)

    def nearest(self, vector: Vectors, count: int) -> dict[int, float]:
        """Keys of the digests nearest to a placed vector with their cosine similarity; empty if there are
        none.
        """
        if not self._current(len(vector)):
            return {}
        found = self._index.search(vector, count, threads=1)
        return {
            int(key): 1.0 - float(distance) for key, distance in zip(found.keys, found.distances, strict=True)
        }

    def similarity(self, vector: Vectors, keys: Iterable[int]) -> dict[int, float]:
        """Cosine similarity to a placed vector of the digests of those `keys` that are embedded."""
        if not self._current(len(vector)):
            return {}
        known = [key for key in keys if key in self._index]
        if not known:
            return {}
        stored = np.asarray(self._index.get(np.array(known, dtype=np.uint64)), dtype=np.float32)
        lengths = np.linalg.norm(stored, axis=1) * float(np.linalg.norm(vector))
        return dict(zip(known, ((stored @ vector) / np.maximum(lengths, 1e-9)).tolist(), strict=True))

    def _current(self, dimension: int) -> bool:
        """Look at the vectors as last saved; whether there are any."""
        file = self._path / _VECTORS
        if not file.exists():
            return False
        changed = file.stat().st_mtime_ns
        if changed != self._looked_at:
            self._index = self._open(dimension, writable=False)
            self._centre = self._place().centres
            self._looked_at = changed
        return True

    @property
    def embedder(self) -> str:
        """The name of what made the vectors, "" if there are none."""
        return self._place().embedder


def _centred(vector: Vectors, language: str, centres: dict[str, list[float]]) -> Vectors:
    """`vector` without the mean of its language, of length 1."""
    centre = centres.get(language)
    moved = vector - np.asarray(centre, dtype=np.float32) if centre is not None else vector
    return np.asarray(moved / max(float(np.linalg.norm(moved)), 1e-9), dtype=np.float32)
