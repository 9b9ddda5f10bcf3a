"""How a case can end: on the merits, which its facts tell of, or by a procedural end, which they hardly do.

A ruling that returns or discontinues tells less of the case than a judgment does. A model shown both would
learn the look of the act instead of the facts, and take every short claim for one that will be returned. So
procedural ends have the share that such claims had, and the facts decide only among the ends on the merits.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tarazy.jurimetrics.decision import Outcome
from tarazy.jurimetrics.forecast.base_rates import BaseRates

MERITS = (Outcome.GRANTED, Outcome.GRANTED_IN_PART, Outcome.DENIED)
BORROWED = 20.0  # claims' worth of the overall share that a sort of claims begins with


def procedural_shares(
    base: BaseRates, ends: Sequence[Outcome], category: str, claim: str
) -> NDArray[np.float64]:
    """The share of each procedural end among such claims, drawn towards the share among all; (ends,)."""
    overall = base.past.get("")
    everything = max(overall.n, 1) if overall else 1
    shares = np.array([(overall.outcomes.get(end, 0) if overall else 0) / everything for end in ends])
    for key in (category, f"{category}/{claim}"):
        known = base.past.get(key)
        if known:
            counts = np.array([known.outcomes.get(end, 0) for end in ends], dtype=np.float64)
            shares = (counts + BORROWED * shares) / (known.n + BORROWED)
    return shares


def all_ends(
    merits: NDArray[np.float64],
    base: BaseRates,
    classes: Sequence[Outcome],
    claims: Sequence[tuple[str, str]],
) -> NDArray[np.float64]:
    """Probabilities of all `classes`, (…, claims, classes), from those of the ends on the merits among them.

    `merits` is (…, claims, ends on the merits in the order of `classes`); `claims` are (category, type).
    """
    place = {end: column for column, end in enumerate(classes)}
    ends = [end for end in classes if end not in MERITS]
    full = np.zeros((*merits.shape[:-1], len(classes)))
    shares = np.array([procedural_shares(base, ends, category, claim) for category, claim in claims])
    if ends:
        full[..., [place[end] for end in ends]] = shares
    left = 1.0 - (shares.sum(axis=1) if ends else np.zeros(len(claims)))
    full[..., [place[end] for end in classes if end in MERITS]] = merits * left[:, None]
    return full
