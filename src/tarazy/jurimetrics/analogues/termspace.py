"""Terms and pairs of neighbouring terms of a corpus as numbers, and texts as sparse rows of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Ids = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]


class TermSpace:
    """The terms and pairs that at least `fewest` texts of a corpus have, with how many have each.

    A pair is two terms that follow one another after function words are left out, so it is close to a phrase.
    """

    def __init__(self, corpus: Sequence[Sequence[str]], fewest: int = 1) -> None:
        self.texts = len(corpus)
        self._ids: dict[str, int] = {}
        rows = [
            np.array([self._ids.setdefault(term, len(self._ids)) for term in text], np.int64)
            for text in corpus
        ]
        self._span = len(self._ids) + 1
        # A term is a number below `_span`, a pair is above it: both sort and search as plain integers.
        seen = [np.unique(self._codes(row)) for row in rows]
        codes, counts = np.unique(np.concatenate(seen) if seen else np.zeros(0, np.int64), return_counts=True)
        common = counts >= fewest
        self._known: Ids = codes[common]
        self.frequency: Values = counts[common].astype(np.float64)
        self.rows = [self._columns(row) for row in rows]

    @property
    def width(self) -> int:
        """How many terms and pairs there are."""
        return len(self._known)

    def read(self, terms: Sequence[str]) -> Ids:
        """Columns of the terms and pairs of a text in order, -1 for those that the corpus doesn't have.

        Of shape `(2, n)`: a term and the pair that begins with it stand in one column of the answer.
        """
        return self._columns(np.array([self._ids.get(term, self._span - 1) for term in terms], np.int64))

    def _codes(self, row: Ids) -> Ids:
        return np.concatenate([row, row[:-1] * self._span + row[1:] + self._span]) if len(row) else row

    def _columns(self, row: Ids) -> Ids:
        if not len(row) or not self.width:
            return np.zeros((2, 0), np.int64)
        codes = np.full((2, len(row)), -1, np.int64)
        codes[0] = row
        codes[1, :-1] = row[:-1] * self._span + row[1:] + self._span
        places = np.minimum(np.searchsorted(self._known, codes), self.width - 1)
        return np.where(self._known[places] == codes, places, -1)

    def matrix(self, rows: Sequence[Ids]) -> sp.csr_matrix:
        """Counts `(len(rows), width)` of rows made by `read` (or slices of them)."""
        kept = [row[row >= 0] for row in rows]
        bounds = np.concatenate([[0], np.cumsum([len(row) for row in kept])])
        columns = np.concatenate(kept) if kept else np.zeros(0, np.int64)
        found = sp.csr_matrix(
            (np.ones(len(columns), np.float32), columns, bounds), shape=(len(rows), self.width)
        )
        found.sum_duplicates()
        return found


def windows(row: Ids, length: int) -> list[Ids]:
    """Pieces of `length` terms of a row, each half over the one before; the whole row if it is shorter."""
    count = row.shape[1]
    if count <= length:
        return [row]
    step = length // 2
    return [row[:, start : start + length] for start in range(0, count - length + step, step)]
