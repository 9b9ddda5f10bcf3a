"""Nearness of a claim's meaning to the descriptions of the categories, across languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from tarazy.jurimetrics.learning.metrics import Floats
from tarazy.law.pack import load

Embed = Callable[[Sequence[str]], Floats]
_DIGEST = 400


class Meaning:
    """Compares texts with every category's names and descriptions in all languages of the pack.

    `embed` gives rows of unit length, `(n, dimensions)`; descriptions are embedded once, on the first
    question.
    """

    def __init__(self, embed: Embed, jurisdiction: str = "kz") -> None:
        self._embed = embed
        self._slugs: list[str] = []
        self._texts: list[str] = []
        for category in load(jurisdiction).categories:
            for language in category.names:
                told = category.descriptions.get(language, "")
                self._slugs.append(category.slug)
                self._texts.append(f"{category.names[language]}. {told}".strip()[:_DIGEST])
        self._known: Floats | None = None

    def nearness(self, text: str) -> dict[str, float]:
        """Standard deviations above the mean similarity, by slug, never below 0; 0 for all
        of an empty text.
        """
        if self._known is None:
            self._known = np.asarray(self._embed(self._texts), dtype=np.float64)
        if not text.strip():
            return dict.fromkeys(self._slugs, 0.0)
        similarity = self._known @ np.asarray(self._embed([text[:_DIGEST]]), dtype=np.float64)[0]
        best: dict[str, float] = {}
        for slug, value in zip(self._slugs, similarity, strict=True):
            best[slug] = max(best.get(slug, -1.0), float(value))
        values = np.array(list(best.values()))
        spread = float(values.std()) or 1.0
        return {slug: max(0.0, (value - float(values.mean())) / spread) for slug, value in best.items()}
