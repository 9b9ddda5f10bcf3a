"""One reviewed act for each reference, and at most one review of an act at each instance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

LARGEST = 200  # components with more references than this are decided greedily


@dataclass(frozen=True)
class Choice:
    """The act chosen for a reference and its probability among what was still free."""

    id: str
    probability: float


def one_review_each(references: Sequence[tuple[int, dict[str, float]]]) -> list[Choice | None]:
    """Choose an act (or none) for each reference (rank, probability by candidate), maximising the joint
    probability.

    Two references of one rank never get the same act. References that compete form components, each solved
    as an assignment problem with a private "none" column for every reference.
    """
    chosen: list[Choice | None] = [None] * len(references)
    for component in _components(references):
        if len(component) == 1:
            index = component[0]
            chance = references[index][1]
            best = max(chance, key=lambda one: (chance[one], one), default=None)
            chosen[index] = Choice(best, chance[best]) if best is not None else None
            continue
        taken = (
            _assign(component, references) if len(component) <= LARGEST else _greedy(component, references)
        )
        used = set(taken.values())
        for index in component:
            if (act := taken.get(index)) is None:
                continue
            chance = references[index][1]
            free = 1.0 - sum(p for one, p in chance.items() if one != act and one in used)
            chosen[index] = Choice(act, min(1.0, chance[act] / max(free, 1e-9)))
    return chosen


def _components(references: Sequence[tuple[int, dict[str, float]]], least: float = 0.01) -> list[list[int]]:
    """Groups of references that compete for an act with some chance; the rest stand alone."""
    parent = list(range(len(references)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    first: dict[tuple[int, str], int] = {}
    for index, (rank, chance) in enumerate(references):
        for act, probability in chance.items():
            if probability >= least:
                parent[root(index)] = root(first.setdefault((rank, act), index))
    groups: dict[int, list[int]] = {}
    for index in range(len(references)):
        groups.setdefault(root(index), []).append(index)
    return list(groups.values())


def _assign(component: list[int], references: Sequence[tuple[int, dict[str, float]]]) -> dict[int, str]:
    acts = sorted({act for index in component for act in references[index][1]})
    place = {act: column for column, act in enumerate(acts)}
    cost = np.full((len(component), len(acts) + len(component)), 60.0)
    for row, index in enumerate(component):
        chance = references[index][1]
        for act, probability in chance.items():
            cost[row, place[act]] = -np.log(max(probability, 1e-12))
        cost[row, len(acts) + row] = -np.log(max(1.0 - sum(chance.values()), 1e-9))
    rows, columns = linear_sum_assignment(cost)
    return {
        component[row]: acts[column]
        for row, column in zip(rows, columns, strict=True)
        if column < len(acts) and acts[column] in references[component[row]][1]
    }


def _greedy(component: list[int], references: Sequence[tuple[int, dict[str, float]]]) -> dict[int, str]:
    offers = sorted(
        (
            (probability, index, act)
            for index in component
            for act, probability in references[index][1].items()
        ),
        key=lambda offer: (-offer[0], offer[1], offer[2]),
    )
    taken: dict[int, str] = {}
    used: set[str] = set()
    for _, index, act in offers:
        if index not in taken and act not in used:
            taken[index] = act
            used.add(act)
    return taken
