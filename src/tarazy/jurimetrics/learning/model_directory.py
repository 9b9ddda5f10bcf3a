"""A model as a versioned directory: its files beside a card that says what it was made of and how good it is.

After Mitchell et al. 2019 (model cards). The card holds the SHA-256 of every file; a model whose files don't
match its card is refused. Files are JSON and arrays without pickled objects, so that opening a model runs no
code of it.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
from collections.abc import Mapping
from datetime import date as Date
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

CARD_FILE = "card.json"


class ModelRefused(ValueError):
    """A model directory that must not be used.

    `code` is `model_missing` (no readable card), `model_changed` (a file is not the one the card was made
    for) or `model_foreign` (a model of another kind). `params` name the `folder` and the `file` or `kind`.
    """

    def __init__(self, code: str, **params: str) -> None:
        self.code = code
        self.params = params
        super().__init__(f"{code} {params}")


class ModelCard(BaseModel):
    """What is known of a model.

    `kind` is the class that can read it, `data` a sentence on the rows it learnt from, `first` and `last`
    their dates; `figures` are measured on rows that it didn't learn from; `versions` are of the code that
    made it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    kind: str
    created: datetime
    data: str
    rows: int
    first: Date | None = None
    last: Date | None = None
    figures: dict[str, float] = Field(default_factory=dict)
    settings: dict[str, Any] = Field(default_factory=dict)
    versions: dict[str, str] = Field(default_factory=dict)
    files: dict[str, str] = Field(default_factory=dict)

    @property
    def reference(self) -> str:
        """Name and the first 12 digits of the hash of the whole card: what an answer cites."""
        digest = hashlib.sha256(self.model_dump_json().encode()).hexdigest()
        return f"{self.name}@{digest[:12]}"


def code_versions() -> dict[str, str]:
    """Versions of what a model is made with."""
    packages = ("tarazy", "numpy", "scipy", "scikit-learn")
    return {"python": platform.python_version(), **{name: version(name) for name in packages}}


def write_model(folder: Path, card: ModelCard, files: Mapping[str, bytes]) -> ModelCard:
    """Write `files` and the card with their hashes and the versions of the code; returns the finished card.

    The card is written last and in one step: a directory with a card is whole.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    finished = card.model_copy(update={"files": hashes, "versions": code_versions()})
    unfinished = folder / f".{CARD_FILE}"
    unfinished.write_text(finished.model_dump_json(indent=1), encoding="utf-8")
    os.replace(unfinished, folder / CARD_FILE)
    return finished


def read_card(folder: Path) -> ModelCard:
    """The card of a model directory. Raises `ModelRefused` (`model_missing`) if there is no readable card."""
    try:
        return ModelCard.model_validate_json((folder / CARD_FILE).read_text(encoding="utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError) as fault:
        raise ModelRefused("model_missing", folder=str(folder)) from fault


def read_model(folder: Path, kind: str) -> tuple[ModelCard, dict[str, bytes]]:
    """The card and the content of its files, each checked against its hash before anything is made of it.

    Raises `ModelRefused`.
    """
    card = read_card(folder)
    if card.kind != kind:
        raise ModelRefused("model_foreign", folder=str(folder), kind=card.kind)
    contents = {}
    for name, digest in card.files.items():
        if Path(name).name != name:
            raise ModelRefused("model_changed", folder=str(folder), file=name)
        try:
            content = (folder / name).read_bytes()
        except OSError as fault:
            raise ModelRefused("model_changed", folder=str(folder), file=name) from fault
        if hashlib.sha256(content).hexdigest() != digest:
            raise ModelRefused("model_changed", folder=str(folder), file=name)
        contents[name] = content
    return card, contents


def arrays_to_bytes(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Arrays in one compressed npz file."""
    out = io.BytesIO()
    np.savez_compressed(out, **dict(arrays))  # type: ignore[arg-type]
    return out.getvalue()


def arrays_from_bytes(content: bytes) -> dict[str, NDArray[Any]]:
    """The arrays of `arrays_to_bytes`; pickled objects are refused by numpy."""
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def json_to_bytes(plain: object) -> bytes:
    """Plain values as UTF-8 JSON."""
    return json.dumps(plain, ensure_ascii=False).encode()
