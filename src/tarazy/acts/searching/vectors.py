"""Vectors of meaning as bytes: rounding, likeness, and words that engines without vectors can match."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from usearch.index import MetricKind, search

DIMENSION = 384
BANDS, BITS = 48, 8
_SCALE = 127
_GONE = 0  # the row of a vector that was taken out

Bytes = npt.NDArray[np.int8]


def to_bytes(vector: npt.ArrayLike) -> bytes:
    """A vector of `DIMENSION` numbers as one of length 1 in whole 127ths."""
    given = np.asarray(vector, dtype=np.float32).reshape(DIMENSION)
    unit = given / max(float(np.linalg.norm(given)), 1e-9)
    return np.rint(unit * _SCALE).astype(np.int8).tobytes()


def likeness(vectors: Bytes, wanted: bytes) -> npt.NDArray[np.float32]:
    """Cosine similarity of each row of `vectors` to `wanted`."""
    one = np.frombuffer(wanted, dtype=np.int8).astype(np.float32)
    many = vectors.astype(np.float32)
    lengths = np.linalg.norm(many, axis=1) * float(np.linalg.norm(one))
    return np.asarray((many @ one) / np.maximum(lengths, 1e-9), dtype=np.float32)


@cache
def _planes() -> npt.NDArray[np.float32]:
    # The legacy generator: its numbers are promised never to change, and stored words depend on them.
    return np.random.RandomState(2026).standard_normal((DIMENSION, BANDS * BITS)).astype(np.float32)


def bands(vector: bytes) -> list[str]:
    """`BANDS` words of a vector, such that the nearer two vectors are, the more words they share.

    Sides of random planes (Charikar 2002, "Similarity estimation techniques from rounding algorithms"), `BITS` of
    them to a word (Gionis, Indyk, Motwani 1999).
    """
    sides = np.frombuffer(vector, dtype=np.int8).astype(np.float32) @ _planes() > 0
    words = np.packbits(sides.reshape(BANDS, BITS), axis=1)[:, 0]
    return [f"{place:x}.{word:02x}" for place, word in enumerate(words)]


class FlatVectors:
    """Vectors in two files that only grow: rows, and bytes in the same order. Exact search; any process reads.

    One writes at a time. A row taken out becomes 0; what is replaced is written again at the end.
    """

    def __init__(self, folder: Path) -> None:
        self._rows_file = folder / "rows.u64"
        self._vectors_file = folder / "vectors.i8"
        self._places: dict[int, int] | None = None

    def add(self, found: Iterable[tuple[int, bytes]]) -> None:
        """Put vectors of rows in place of their earlier ones."""
        given = dict(found)
        if not given:
            return
        places = self._known()
        old = [places[row] for row in given if row in places]
        count = self._count()
        with self._vectors_file.open("r+b" if self._vectors_file.exists() else "wb") as vectors:
            vectors.seek(count * DIMENSION)  # what a crash left behind the last whole row is written over
            vectors.write(b"".join(given.values()))
        with self._rows_file.open("r+b" if self._rows_file.exists() else "wb") as rows:
            rows.seek(count * 8)
            rows.write(np.array(list(given), dtype="<u8").tobytes())
        self._forget(old)
        places.update({row: count + place for place, row in enumerate(given)})

    def remove(self, rows: Iterable[int]) -> None:
        """Take vectors of rows out; rows without one are fine."""
        places = self._known()
        self._forget([places.pop(row) for row in rows if row in places])

    def release(self) -> None:
        """Forget what was read of the files: another process may write them next."""
        self._places = None

    def near(self, wanted: bytes, count: int) -> list[tuple[int, float]]:
        """Up to `count` rows nearest, with their likeness."""
        rows, vectors = self._opened()
        if not len(rows):
            return []
        return _nearest(wanted, rows, vectors, count)

    def among(self, wanted: bytes, rows: Iterable[int], count: int) -> list[tuple[int, float]]:
        """As `near`, only among `rows`."""
        every, vectors = self._opened()
        wanted_rows = np.fromiter(rows, dtype=np.int64)
        if not len(every) or not len(wanted_rows):
            return []
        # A table of flags: a sorted search of a million rows would take as long as comparing them all.
        places = np.flatnonzero(np.isin(every.astype(np.int64), wanted_rows, kind="table"))
        return _nearest(wanted, every[places], vectors[places], count)

    def _opened(self) -> tuple[npt.NDArray[np.uint64], Bytes]:
        count = self._count()
        if not count:
            return np.zeros(0, np.uint64), np.zeros((0, DIMENSION), np.int8)
        rows = np.fromfile(self._rows_file, dtype="<u8", count=count)
        return rows, np.memmap(self._vectors_file, np.int8, "r", shape=(count, DIMENSION))

    def _count(self) -> int:
        try:
            return os.stat(self._rows_file).st_size // 8
        except FileNotFoundError:
            return 0

    def _known(self) -> dict[int, int]:
        if self._places is None:
            rows, _ = self._opened()
            self._places = {row: place for place, row in enumerate(rows.tolist()) if row != _GONE}
        return self._places

    def _forget(self, places: list[int]) -> None:
        if places:
            with self._rows_file.open("r+b") as rows:
                for place in places:
                    rows.seek(place * 8)
                    rows.write(np.uint64(_GONE).tobytes())


def _nearest(
    wanted: bytes, rows: npt.NDArray[np.uint64], vectors: Bytes, count: int
) -> list[tuple[int, float]]:
    """The rows whose vectors are nearest, each once, without those taken out."""
    if not len(rows):
        return []
    query = np.frombuffer(wanted, dtype=np.int8)
    found = search(vectors, query, min(count, len(rows)), MetricKind.Cos, exact=True, threads=1)
    best: dict[int, float] = {}
    for row, distance in zip(
        rows[found.keys.astype(np.int64)].tolist(), found.distances.tolist(), strict=True
    ):
        if row != _GONE:
            best.setdefault(row, 1.0 - distance)
    return list(best.items())
