"""How much each component of likeness counts: set by hand until there are judgements, then learned from
them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from tarazy.jurimetrics.analogues.fusion import weighted

Features = npt.NDArray[np.float64]
Labels = npt.NDArray[np.bool_]
Groups = npt.NDArray[np.int64]

_DEFAULT = {"text": 0.5, "concepts": 0.3, "vector": 0.5}
_FOLDS = 5
#: The components of likeness, in the order of `Judged.components`.
COMPONENTS = tuple(_DEFAULT)


@dataclass(frozen=True)
class Ranker:
    """A weighted mean of components; `made` says where the weights are from."""

    weights: dict[str, float]
    made: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def default(cls) -> Ranker:
        """The weights that hold before any judgement: the text's own words most, then law and concepts."""
        return cls(dict(_DEFAULT), {"from": "set by hand"})

    def score(self, components: dict[str, float]) -> float:
        """The likeness of an act with these components, in [0, 1] if they are."""
        return weighted(components, self.weights)

    def card(self) -> dict[str, Any]:
        """The weights and where they are from."""
        return {"weights": self.weights, **self.made}

    def save(self, path: Path) -> None:
        """Write to a JSON file."""
        path.write_text(json.dumps({"weights": self.weights, "made": self.made}, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Ranker:
        """Read what `save` wrote."""
        raw = json.loads(path.read_text(encoding="utf-8"))
        return cls(raw["weights"], raw["made"])


@dataclass(frozen=True)
class Judged:
    """Candidates with judgements: components `(rows, names)`, whether each is an analogue, which query it is
    of.
    """

    names: tuple[str, ...]
    components: Features
    relevant: Labels
    query: Groups


def fit_ranker(judged: Judged, seed: int = 0) -> Ranker:
    """Weights learned by logistic regression, none below zero; the default if those rank no worse.

    Both are compared by mean average precision on queries kept out of the fit (5 folds by query); the figures
    stand in `made`. Raises `ValueError` with fewer than 5 queries or without both answers.
    """
    queries = np.unique(judged.query)
    if len(queries) < _FOLDS or judged.relevant.all() or not judged.relevant.any():
        raise ValueError("a ranker needs five queries and both analogues and others among their candidates")
    kept_out = np.zeros(len(judged.relevant))
    for known, held in GroupKFold(_FOLDS, shuffle=True, random_state=seed).split(
        judged.components, judged.relevant, judged.query
    ):
        kept_out[held] = judged.components[held] @ _coefficients(
            judged.components[known], judged.relevant[known]
        )
    usual = np.array([_DEFAULT.get(name, 0.0) for name in judged.names])
    learned_map = mean_average_precision(kept_out, judged.relevant, judged.query)
    default_map = mean_average_precision(judged.components @ usual, judged.relevant, judged.query)
    made = {
        "from": f"{int(judged.relevant.sum())} judgements on {len(queries)} queries",
        "date": datetime.now(UTC).date().isoformat(),
        "map_cross_validated": round(learned_map, 4),
        "map_default": round(default_map, 4),
    }
    if learned_map <= default_map:
        return Ranker(dict(_DEFAULT), {**made, "kept": "default"})
    found = _coefficients(judged.components, judged.relevant)
    return Ranker(
        {name: round(float(value), 4) for name, value in zip(judged.names, found, strict=True)},
        {**made, "kept": "learned"},
    )


def _coefficients(components: Features, relevant: Labels) -> Features:
    """Non-negative weights of sum 1: a component that speaks against likeness is noise and gets none."""
    model = LogisticRegression(class_weight="balanced", max_iter=500).fit(components, relevant)
    found = np.clip(np.asarray(model.coef_[0], dtype=np.float64), 0.0, None)
    total = float(found.sum())
    return found / total if total > 0 else np.full(len(found), 1 / len(found))


def mean_average_precision(scores: Sequence[float] | Features, relevant: Labels, query: Groups) -> float:
    """Mean over queries with a relevant row of the average precision of their rows by `scores`."""
    values = np.asarray(scores)
    precisions = []
    for one in np.unique(query):
        mine = query == one
        order = np.argsort(-values[mine], kind="stable")
        ranks = np.flatnonzero(relevant[mine][order]) + 1
        if len(ranks):
            precisions.append(float(np.mean(np.arange(1, len(ranks) + 1) / ranks)))
    return float(np.mean(precisions)) if precisions else 0.0
