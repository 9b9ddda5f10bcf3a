"""Near-duplicate texts, found by MinHash (Broder 1997), so that copies of one text stand on one side of a
split.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"\w+")
_PRIME = np.uint64((1 << 61) - 1)
_BANDS, _ROWS = 16, 4


def signature(text: str, shingle: int = 5) -> NDArray[np.uint64]:
    """MinHash signature of the set of word `shingle`-grams, 64 numbers; a short text is one shingle."""
    words = _WORD.findall(text.lower())
    grams = {" ".join(words[i : i + shingle]) for i in range(max(1, len(words) - shingle + 1))}
    hashes = np.array([zlib.crc32(gram.encode()) for gram in grams], dtype=np.uint64)
    random = np.random.default_rng(20)
    # Products stay under 2**63: 31-bit factors, 32-bit hashes.
    factor = random.integers(1, 1 << 31, size=_BANDS * _ROWS, dtype=np.uint64)[:, None]
    offset = random.integers(0, 1 << 31, size=_BANDS * _ROWS, dtype=np.uint64)[:, None]
    return np.asarray(((factor * hashes[None, :] + offset) % _PRIME).min(axis=1), dtype=np.uint64)


def near_duplicate_groups(texts: Sequence[str], similarity: float = 0.7) -> list[int]:
    """A group number for each text; texts whose estimated Jaccard similarity is at least `similarity` share
    one.

    Groups are closed under chains (a like b, b like c). Numbers are the position of the group's first text.
    """
    signatures = [signature(text) for text in texts]
    parent = list(range(len(texts)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for band in range(_BANDS):
        buckets: dict[Hashable, int] = {}
        for i, own in enumerate(signatures):
            key = own[band * _ROWS : (band + 1) * _ROWS].tobytes()
            first = buckets.setdefault(key, i)
            if first != i and float(np.mean(signatures[first] == own)) >= similarity:
                a, b = root(first), root(i)
                parent[max(a, b)] = min(a, b)
    return [root(i) for i in range(len(texts))]


def merge_groups(*groupings: Sequence[Hashable]) -> list[int]:
    """The finest grouping that is coarser than each given one: rows tied by any of them share a number."""
    count = len(groupings[0])
    parent = list(range(count))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for grouping in groupings:
        members: dict[Hashable, list[int]] = defaultdict(list)
        for i, group in enumerate(grouping):
            members[group].append(i)
        for tied in members.values():
            for other in tied[1:]:
                a, b = root(tied[0]), root(other)
                parent[max(a, b)] = min(a, b)
    return [root(i) for i in range(count)]
