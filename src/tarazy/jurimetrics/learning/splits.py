"""Splits that a model can be honestly judged on: by time, and never one case on both sides."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def time_order(dates: Sequence[object]) -> Ints:
    """Indices from the earliest date to the latest; equal dates keep their order. Dates compare as text.

    ISO dates and years of equal length order rightly as text; an absent date counts as the earliest.
    """
    keys = ["" if date is None else str(date) for date in dates]
    return np.array(sorted(range(len(keys)), key=lambda i: keys[i]), dtype=np.int64)


def rolling_origins(
    count: int, starts: Sequence[float] = (0.6, 0.7, 0.8, 0.9), width: float = 0.1
) -> Iterator[tuple[Ints, Ints]]:
    """Yield (earlier, next) positions of rows already in time order.

    For each start, everything before that share of the rows is the past, the next `width` is to be foretold
    (Tashman 2000, rolling-origin evaluation).
    """
    for start in starts:
        cut, end = round(count * start), round(count * min(start + width, 1.0))
        yield np.arange(cut, dtype=np.int64), np.arange(cut, end, dtype=np.int64)


def group_folds(
    groups: Sequence[Hashable], labels: Sequence[Hashable], folds: int, seed: int
) -> list[tuple[Ints, Ints]]:
    """(train, held-out) positions of `folds` folds: no group on both sides, label shares kept as equal as can
    be.

    Groups are dealt largest first to the fold that needs their labels most (greedy, after scikit-learn's
    StratifiedGroupKFold, but with rare labels spread first). Every row is held out exactly once.
    """
    if folds < 2:
        raise ValueError("at least two folds are needed")
    members: dict[Hashable, list[int]] = {}
    for position, group in enumerate(groups):
        members.setdefault(group, []).append(position)
    codes = {label: code for code, label in enumerate(dict.fromkeys(labels))}
    totals = np.zeros(len(codes))
    for label in labels:
        totals[codes[label]] += 1
    random = np.random.default_rng(seed)
    order = list(members)
    random.shuffle(order)

    def rarity(group: Hashable) -> tuple[int, float]:
        return (-len(members[group]), float(min(totals[codes[labels[i]]] for i in members[group])))

    order.sort(key=rarity)
    held = np.zeros((folds, len(codes)))
    sizes = np.zeros(folds)
    fold_of = np.zeros(len(groups), dtype=np.int64)
    for group in order:
        wanted = np.zeros(len(codes))
        for position in members[group]:
            wanted[codes[labels[position]]] += 1
        load = (held * (wanted > 0) / totals).sum(axis=1)
        best = min(range(folds), key=lambda fold: (load[fold], sizes[fold]))
        held[best] += wanted
        sizes[best] += len(members[group])
        fold_of[members[group]] = best
    return [
        (np.flatnonzero(fold_of != fold).astype(np.int64), np.flatnonzero(fold_of == fold).astype(np.int64))
        for fold in range(folds)
        if (fold_of == fold).any()
    ]
