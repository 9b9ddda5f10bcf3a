"""Texts into weighted counts: several views of a document (whole, its end, its beginning, letters) side by
side.

The weighting is TF-IDF with sublinear term counts and rows of unit length in each view (Salton & Buckley
1988). Where the words stand matters in an act: a view of the last words keeps them apart from the same words
elsewhere.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tarazy.jurimetrics.learning.terms import Prepared

Part = Literal["whole", "start", "end", "headings"]
Units = Literal["words", "content", "letters"]


@dataclass(frozen=True)
class View:
    """What is counted: n-grams of `units` from `shortest` to `longest` in a part of some fields joined.

    "content" are words without function words. `size` is the length of a start or an end (of headings: their
    end) in words; a term counts that stands in at least `rarest` documents, and of those the `most` commonest
    (0 for all).
    """

    name: str
    fields: tuple[str, ...]
    part: Part = "whole"
    size: int = 0
    units: Units = "words"
    shortest: int = 1
    longest: int = 2
    rarest: int = 2
    most: int = 0

    def terms(self, document: Prepared) -> Iterator[str]:
        """Every occurrence of every term of the view in one document."""
        if self.units == "letters":
            return letter_grams(
                " ".join(document.letters[f] for f in self.fields), self.shortest, self.longest
            )
        source = document.headings if self.part == "headings" else document.stems
        if self.units == "content":
            source = document.content
        stems: Sequence[str] = [stem for field in self.fields for stem in source[field]]
        if self.part == "start":
            stems = stems[: self.size]
        elif self.size:
            stems = stems[-self.size :]
        return word_grams(stems, self.shortest, self.longest)


def word_grams(stems: Sequence[str], shortest: int, longest: int) -> Iterator[str]:
    """Runs of `shortest` to `longest` stems joined by a space."""
    for length in range(shortest, longest + 1):
        for at in range(len(stems) - length + 1):
            yield " ".join(stems[at : at + length])


def letter_grams(text: str, shortest: int, longest: int) -> Iterator[str]:
    """Runs of letters inside words, a space standing for a word's edge."""
    for word in text.split():
        padded = f" {word} "
        for length in range(shortest, longest + 1):
            if length >= len(padded):
                yield padded
                break
            for at in range(len(padded) - length + 1):
                yield padded[at : at + length]


class Weigher:
    """One view fitted to a collection: its vocabulary and the weight of each term."""

    def __init__(self, view: View, vocabulary: dict[str, int], rarity: NDArray[np.float64]) -> None:
        self.view = view
        self.vocabulary = vocabulary
        self.rarity = rarity

    @classmethod
    def fit(cls, view: View, documents: Sequence[Prepared]) -> Weigher:
        """Learn the vocabulary (in the order of the alphabet) and inverse document frequencies of
        `documents`.
        """
        spread: Counter[str] = Counter()
        for document in documents:
            spread.update(set(view.terms(document)))
        kept = [term for term, count in spread.items() if count >= min(view.rarest, len(documents))]
        if view.most and len(kept) > view.most:
            kept = sorted(kept, key=lambda term: (-spread[term], term))[: view.most]
        kept.sort()
        rarity = [math.log((1 + len(documents)) / (1 + spread[term])) + 1.0 for term in kept]
        return cls(view, {term: at for at, term in enumerate(kept)}, np.array(rarity))

    def transform(self, documents: Sequence[Prepared]) -> sparse.csr_matrix:
        """`(n, terms)`, rows of unit length; terms not met in fitting are passed over."""
        columns: list[int] = []
        counts: list[int] = []
        starts = [0]
        known = self.vocabulary
        for document in documents:
            found = Counter(known[term] for term in self.view.terms(document) if term in known)
            columns.extend(found)
            counts.extend(found.values())
            starts.append(len(columns))
        at = np.array(columns, dtype=np.int32)
        weights = (
            (1.0 + np.log(np.array(counts, dtype=np.float64))) * self.rarity[at] if len(at) else np.zeros(0)
        )
        rows = sparse.csr_matrix((weights, at, np.array(starts)), shape=(len(documents), len(known)))
        norms = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
        rows.sort_indices()
        return sparse.diags(1.0 / np.maximum(norms, 1e-12)).dot(rows).tocsr()

    def as_plain(self) -> dict[str, Any]:
        """The view and the vocabulary in order, for a model directory; `rarity` is stored as an array."""
        return {"view": asdict(self.view), "terms": list(self.vocabulary)}

    @classmethod
    def from_plain(cls, plain: dict[str, Any], rarity: NDArray[np.float64]) -> Weigher:
        """The weigher that `as_plain` and its `rarity` describe."""
        view = View(**{**plain["view"], "fields": tuple(plain["view"]["fields"])})
        return cls(view, {term: at for at, term in enumerate(plain["terms"])}, rarity)


def views_of(fields: Sequence[str], headings: bool) -> tuple[View, ...]:
    """The views that texts of these fields are seen by when nothing else is asked for.

    Chosen on rolling origins of court texts in Portuguese and English: the whole in one and two words, its
    last 40 and 15 words, its first 30, letters inside words, single words, headings where the texts have
    them, and each field apart where there are several.
    """
    joined = tuple(fields)
    views = [
        View("words", joined),
        View("end", joined, "end", 40, longest=3),
        View("last", joined, "end", 15, longest=3),
        View("start", joined, "start", 30, longest=3),
        View("letters", joined, units="letters", shortest=2, longest=5, rarest=3, most=200_000),
        View("single words", joined, longest=1),
    ]
    if headings:
        views.append(View("headings", joined, "headings", longest=3))
        views.append(View("end of headings", joined, "headings", 30, longest=3))
    views.append(View("content", joined, units="content", longest=1))
    if len(joined) > 1:
        views += [View(f"words of {field}", (field,)) for field in joined]
        views += [View(f"content of {field}", (field,), units="content", longest=1) for field in joined]
    return tuple(views)
