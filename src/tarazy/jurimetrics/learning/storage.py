"""A `TextClassifier` as plain files and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from tarazy.jurimetrics.learning.classifier import TextClassifier
from tarazy.jurimetrics.learning.conformal import ConformalSets
from tarazy.jurimetrics.learning.features import Weigher
from tarazy.jurimetrics.learning.members import Member, Recipe
from tarazy.jurimetrics.learning.model_directory import arrays_from_bytes, arrays_to_bytes, json_to_bytes
from tarazy.jurimetrics.learning.pooling import LogLinearPool


def classifier_to_files(model: TextClassifier, prefix: str = "") -> dict[str, bytes]:
    """Two files, `<prefix>model.json` and `<prefix>arrays.npz`. Raises `ValueError` if it isn't fitted."""
    if model.pool is None or model.conformal is None:
        raise ValueError("the model is not fitted")
    plain = {
        "fields": model.fields,
        "classes": model.classes,
        "coverage": model.coverage,
        "folds": model.folds,
        "seed": model.seed,
        "weighers": [weigher.as_plain() for weigher in model.weighers],
        "recipes": [asdict(member.recipe) for member in model.members],
        "pool": model.pool.as_plain(),
        "conformal": asdict(model.conformal),
    }
    arrays = {f"rarity{at}": w.rarity for at, w in enumerate(model.weighers)}
    for at, member in enumerate(model.members):
        arrays[f"weights{at}"] = member.weights.astype(np.float32)
        arrays[f"biases{at}"] = member.biases
    return {f"{prefix}model.json": json_to_bytes(plain), f"{prefix}arrays.npz": arrays_to_bytes(arrays)}


def classifier_from_files(files: Mapping[str, bytes], prefix: str = "") -> TextClassifier:
    """The classifier that `classifier_to_files` wrote; `held_out` isn't kept. Raises `KeyError` if a file
    lacks.
    """
    plain: dict[str, Any] = json.loads(files[f"{prefix}model.json"])
    arrays = arrays_from_bytes(files[f"{prefix}arrays.npz"])
    weighers = tuple(
        Weigher.from_plain(row, arrays[f"rarity{at}"].astype(np.float64))
        for at, row in enumerate(plain["weighers"])
    )
    recipes = tuple(Recipe(**{**row, "views": tuple(row["views"])}) for row in plain["recipes"])
    model = TextClassifier(
        plain["fields"],
        views=[weigher.view for weigher in weighers],
        recipes=recipes,
        coverage=plain["coverage"],
        folds=plain["folds"],
        seed=plain["seed"],
    )
    model.classes = tuple(plain["classes"])
    model.weighers = weighers
    model.members = tuple(
        Member(recipe, arrays[f"weights{at}"], arrays[f"biases{at}"]) for at, recipe in enumerate(recipes)
    )
    model.pool = LogLinearPool(tuple(plain["pool"]["weights"]), tuple(plain["pool"]["biases"]))
    model.conformal = ConformalSets(**plain["conformal"])
    return model
