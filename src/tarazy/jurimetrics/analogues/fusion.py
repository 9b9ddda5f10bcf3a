"""Several scores of the same acts into one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def reciprocal_rank_fusion(rankings: Sequence[Sequence[str]], constant: int = 60) -> dict[str, float]:
    """Sum over rankings of 1 / (constant + rank), rank from 1 (Cormack, Clarke and Büttcher 2009)."""
    fused: dict[str, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(ranking, start=1):
            fused[item] = fused.get(item, 0.0) + 1.0 / (constant + rank)
    return fused


def relative(scores: Mapping[int, float]) -> dict[int, float]:
    """Scores as shares of the greatest, so that components of different scales can be added."""
    top = max(scores.values(), default=0.0)
    return {key: max(score, 0.0) / top for key, score in scores.items()} if top > 0 else {}


def weighted(components: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The weighted mean of the components that are there, in [0, 1] if they are.

    A component that can't be had (no terms in common between two languages, a digest not yet embedded)
    doesn't count against an act: it is left out of the mean, and only components present speak.
    """
    total = sum(weights[name] for name in components if name in weights)
    if total <= 0:
        return 0.0
    return sum(weights[name] * value for name, value in components.items() if name in weights) / total
