"""p-values by rank and the control of false discoveries.

Conformal p-values: Vovk, Gammerman, Shafer (2005); for outliers Bates et al. (2023). False discovery rate:
Benjamini, Hochberg (1995), valid for conformal p-values that share their reference (they are PRDS).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray


def conformal_p_values(scores: ArrayLike, reference: ArrayLike) -> NDArray[np.float64]:
    """For each score the share of the reference that is as strange or stranger, itself counted: in (0, 1].

    Exchangeable with the reference, a p-value is at most uniform: P(p <= a) <= a. Higher scores are stranger.
    """
    ordered = np.sort(np.asarray(reference, dtype=float))
    stranger = len(ordered) - np.searchsorted(ordered, np.asarray(scores, dtype=float), side="left")
    return np.asarray((1 + stranger) / (1 + len(ordered)), dtype=np.float64)


def leave_one_out_p_values(scores: ArrayLike) -> NDArray[np.float64]:
    """Each score against all the others of its group: (1 + others as strange) / n."""
    values = np.asarray(scores, dtype=float)
    ordered = np.sort(values)
    as_strange = len(ordered) - np.searchsorted(ordered, values, side="left")
    return np.asarray(as_strange / max(len(ordered), 1), dtype=np.float64)


def q_values(p_values: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Benjamini-Hochberg adjusted p-values: showing those with q <= a keeps the false discovery rate at most
    a.
    """
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p, kind="stable")
    raised = p[order] * len(p) / np.arange(1, len(p) + 1)
    adjusted = np.minimum.accumulate(raised[::-1])[::-1]
    back = np.empty(len(p))
    back[order] = np.minimum(adjusted, 1.0)
    return back
