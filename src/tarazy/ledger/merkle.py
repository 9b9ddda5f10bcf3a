"""Merkle trees of RFC 9162 §2.1, over hashes that are kept: which are needed, and what they make.

A *node* is the pair (level, index): the root over the leaves index·2^level … (index+1)·2^level−1, all of them there.
Nothing here knows where nodes are kept. Checking a proof is the verifier's work (`tarazy.verify`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

from tarazy.verify import node_hash

Node = tuple[int, int]
Read = Callable[[Node], bytes]

EMPTY_ROOT = hashlib.sha256().digest()


def grown(frontier: Sequence[bytes], size: int, leaf: bytes) -> tuple[list[bytes], list[bytes]]:
    """The tree of `size` leaves with one more: its new frontier, and the nodes that the leaf completes, from level 0 up.

    The frontier is the roots of the complete subtrees that make up the tree, the largest first: one for each 1 in the
    binary form of its size.
    """
    kept, completed = list(frontier), [leaf]
    while size & 1:
        completed.append(node_hash(kept.pop(), completed[-1]))
        size >>= 1
    return [*kept, completed[-1]], completed


def root_of(frontier: Sequence[bytes]) -> bytes:
    """The root of the tree that has this frontier."""
    if not frontier:
        return EMPTY_ROOT
    root = frontier[-1]
    for larger in reversed(frontier[:-1]):
        root = node_hash(larger, root)
    return root


def nodes_of(start: int, end: int) -> Iterator[Node]:
    """The complete subtrees that make up the tree over the leaves `start` … `end`−1, the largest first.

    `start` is a multiple of the largest power of two below the width, as in every subtree of RFC 9162.
    """
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """The ranges of leaves whose roots make the inclusion proof of leaf `index` in a tree of `size`, in its order.

    Raises ValueError when the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start = middle
    return path[::-1]


def consistency_ranges(old: int, new: int) -> list[tuple[int, int]]:
    """The ranges of leaves whose roots make the consistency proof from `old` to `new`, in its order (RFC 9162 §2.1.4.1).

    Raises ValueError unless 0 < old ≤ new.
    """
    if not 0 < old <= new:
        raise ValueError(f"no consistency proof from {old} to {new}")
    path, start, end, whole = [], 0, new, True
    while old < end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start, whole = middle, False
    if not whole:
        path.append((start, end))
    return path[::-1]


def range_root(start: int, end: int, read: Read) -> bytes:
    """The root over the leaves `start` … `end`−1, from nodes that are kept."""
    return root_of([read(node) for node in nodes_of(start, end)])


def _split(width: int) -> int:
    """The largest power of two smaller than the width (which is at least 2)."""
    return 1 << (width - 1).bit_length() - 1
