"""A text classifier that knows how sure it is: views → linear members → calibrated pool → conformal sets."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tarazy.jurimetrics.learning.conformal import ConformalSets
from tarazy.jurimetrics.learning.duplicates import merge_groups, near_duplicate_groups
from tarazy.jurimetrics.learning.features import View, Weigher, views_of
from tarazy.jurimetrics.learning.members import Member, Recipe, fit_member
from tarazy.jurimetrics.learning.metrics import Bools, Floats, Ints
from tarazy.jurimetrics.learning.pooling import LogLinearPool
from tarazy.jurimetrics.learning.splits import group_folds
from tarazy.jurimetrics.learning.terms import Document, Prepared, headings_of, language_of, prepare, stems_of

Progress = Callable[[str], None]
_EARLIER = 0.75
_LEAST_LATER = 100


@dataclass(frozen=True)
class Reason:
    """A term that spoke for a class: its share of the class's score over the mean class,
    and a place of it.
    """

    term: str
    weight: float
    field: str | None = None
    start: int | None = None
    end: int | None = None


def recipes_for(views: Sequence[View]) -> tuple[Recipe, ...]:
    """The members used when nothing else is asked for: linear models that err differently, over all or some
    views.

    Chosen on rolling origins of court texts in Portuguese and English; the pool decides what each is worth.
    """
    place = {view.name: at for at, view in enumerate(views)}
    content = tuple(at for at, view in enumerate(views) if view.units == "content")
    joint = tuple(at for name, at in place.items() if name != "single words" and at not in content)
    members = [
        Recipe("all", "logistic", joint, 3.0, balanced=False),
        Recipe("content", "logistic", content, 5.0, balanced=True),
        Recipe("content margin", "margin", content, 0.2, balanced=True),
    ]
    for name in ("words", "single words", "end", "letters", "headings", "end of headings"):
        if name in place:
            strength = 0.1 if name == "letters" else 0.3
            members.append(Recipe(name, "ratio", (place[name],), strength, balanced=True))
    if "letters" in place:
        members.append(Recipe("letters apart", "margin", (place["letters"],), 0.3, balanced=True))
    return tuple(members)


class TextClassifier:
    """Calibrated linear ensemble over views of one or several text fields.

    `fields` are the keys of the documents it reads. `fit` learns vocabulary and members on all rows; the pool
    (stacking and calibration) and the conformal threshold are fitted to answers on held-out folds, with
    groups and near-duplicates kept on one side. The same rows in the same order with the same seed give the
    same model.
    """

    def __init__(
        self,
        fields: Sequence[str] = ("text",),
        *,
        views: Sequence[View] | None = None,
        recipes: Sequence[Recipe] | None = None,
        coverage: float = 0.9,
        folds: int = 5,
        seed: int = 0,
    ) -> None:
        self.fields = tuple(fields)
        self.views = None if views is None else tuple(views)
        self.recipes = None if recipes is None else tuple(recipes)
        self.coverage = coverage
        self.folds = folds
        self.seed = seed
        self.classes: tuple[str, ...] = ()
        self.weighers: tuple[Weigher, ...] = ()
        self.members: tuple[Member, ...] = ()
        self.pool: LogLinearPool | None = None
        self.conformal: ConformalSets | None = None
        self.held_out: Floats | None = None

    def fit(
        self,
        documents: Sequence[Document],
        labels: Sequence[str],
        *,
        groups: Sequence[Hashable] | None = None,
        weights: Floats | None = None,
        ordered: bool = False,
        progress: Progress | None = None,
    ) -> TextClassifier:
        """Fit to `documents` with one label each; returns self.

        `groups` (a case's chain, say) are never split between folds; `weights` are one per row, e.g. by
        recency. After it `held_out` has the calibrated `(n, classes)` answers on folds that didn't see the
        row. Raises `ValueError` with fewer than two classes or rows than folds.
        """
        tell = progress or (lambda message: None)
        if len(documents) != len(labels):
            raise ValueError("one label per document")
        if len(documents) < self.folds:
            raise ValueError("fewer documents than folds")
        self.classes = tuple(sorted(set(labels)))
        truth = np.array([self.classes.index(label) for label in labels], dtype=np.int64)
        tell("reading")
        prepared = prepare(documents, self.fields)
        alike = near_duplicate_groups([" ".join(d.letters.values()) for d in prepared])
        together = alike if groups is None else merge_groups(alike, groups)
        tell("counting")
        views = views_of(self.fields, _has_headings(documents)) if self.views is None else self.views
        recipes = recipes_for(views) if self.recipes is None else self.recipes
        self.weighers = tuple(Weigher.fit(view, prepared) for view in views)
        blocks = [weigher.transform(prepared) for weigher in self.weighers]
        evidence = np.zeros((len(recipes), len(documents), len(self.classes)))
        folds = group_folds(together, list(truth), self.folds, self.seed)
        for number, (train, held) in enumerate(folds, start=1):
            tell(f"fold {number} of {len(folds)}")
            own = None if weights is None else weights[train]
            for place, recipe in enumerate(recipes):
                columns = _columns(recipe, blocks)
                member = fit_member(recipe, columns[train], truth[train], len(self.classes), own, self.seed)
                evidence[place, held] = member.evidence(columns[held])
        tell("all rows")
        self.members = tuple(
            fit_member(recipe, _columns(recipe, blocks), truth, len(self.classes), weights, self.seed)
            for recipe in recipes
        )
        self.pool = LogLinearPool.fit(evidence, truth, weights, weight_penalty=50.0)
        later, foretold = np.arange(0), np.zeros((len(recipes), 0, len(self.classes)))
        if ordered:
            tell("the last quarter from the earlier rows")
            later, foretold = self._foretell(recipes, blocks, truth, together)
            self.pool = self.pool.cooled(foretold, truth[later]) if len(later) else self.pool
        self.held_out = self.pool.probabilities(evidence)
        # Held-out folds and the foretold quarter each have half the say in the threshold.
        share = np.ones(len(truth)) if weights is None else weights
        if len(later):
            share = np.concatenate([share / share.sum(), np.full(len(later), 1.0 / len(later))])
        self.conformal = ConformalSets.fit(
            np.vstack([self.held_out, self.pool.probabilities(foretold)]) if len(later) else self.held_out,
            np.concatenate([truth, truth[later]]),
            self.coverage,
            weights=share,
        )
        return self

    def _foretell(
        self,
        recipes: Sequence[Recipe],
        blocks: Sequence[sparse.csr_matrix],
        truth: Ints,
        groups: Sequence[Hashable],
    ) -> tuple[Ints, Floats]:
        """The last quarter of rows and its evidence from members fitted to earlier rows of other groups.

        Both empty where too little is left to learn from or to judge by.
        """
        cut = round(len(truth) * _EARLIER)
        later_groups = set(groups[cut:])
        earlier = np.array([at for at in range(cut) if groups[at] not in later_groups], dtype=np.int64)
        later = np.arange(cut, len(truth), dtype=np.int64)
        if len(later) < _LEAST_LATER or len(np.unique(truth[earlier])) < 2:
            return later[:0], np.zeros((len(recipes), 0, len(self.classes)))
        foretold = []
        for recipe in recipes:
            columns = _columns(recipe, blocks)
            member = fit_member(recipe, columns[earlier], truth[earlier], len(self.classes), None, self.seed)
            foretold.append(member.evidence(columns[later]))
        return later, np.array(foretold)

    def _evidence(self, prepared: Sequence[Prepared]) -> Floats:
        blocks = [weigher.transform(prepared) for weigher in self.weighers]
        return np.array([member.evidence(_columns(member.recipe, blocks)) for member in self.members])

    def predict_proba(self, documents: Sequence[Document]) -> Floats:
        """Calibrated probabilities `(n, classes)`, columns in the order of `classes`."""
        if self.pool is None:
            raise ValueError("the model is not fitted")
        if not documents:
            return np.zeros((0, len(self.classes)))
        return self.pool.probabilities(self._evidence(prepare(documents, self.fields)))

    def predict(self, documents: Sequence[Document]) -> list[str]:
        """The likeliest class of each document."""
        return [self.classes[at] for at in self.predict_proba(documents).argmax(axis=1)]

    def sets(self, probabilities: Floats) -> Bools:
        """The conformal sets of answers of `predict_proba`, boolean `(n, classes)`."""
        if self.conformal is None:
            raise ValueError("the model is not fitted")
        return self.conformal.sets(probabilities)

    def indices(self, labels: Sequence[str]) -> Ints:
        """Class numbers of `labels`; -1 for one never met in fitting."""
        known = {label: at for at, label in enumerate(self.classes)}
        return np.array([known.get(label, -1) for label in labels], dtype=np.int64)

    def explain(self, document: Document, label: str, top: int = 10) -> list[Reason]:
        """The word terms that spoke most for `label` against the mean of the classes, strongest first.

        Letter views count in the answer but are not shown: a piece of a word explains nothing to a reader.
        """
        if self.pool is None:
            raise ValueError("the model is not fitted")
        prepared = prepare([document], self.fields)
        blocks = [weigher.transform(prepared) for weigher in self.weighers]
        at = self.classes.index(label)
        shares: dict[str, float] = {}
        for weight, member in zip(self.pool.weights, self.members, strict=True):
            offset = 0
            for place in member.recipe.views:
                weigher, row = self.weighers[place], blocks[place]
                if weigher.view.units != "letters":
                    for term, value in _present(weigher, row):
                        column = member.weights[:, offset + weigher.vocabulary[term]]
                        speech = weight * value * float(column[at] - column.mean())
                        shares[term] = shares.get(term, 0.0) + speech
                offset += len(weigher.vocabulary)
        strongest = sorted(shares.items(), key=lambda item: (-item[1], item[0]))[:top]
        return [_placed(document, self.fields, term, share) for term, share in strongest if share > 0]


def _has_headings(documents: Sequence[Document]) -> bool:
    """Whether most documents have sentences in capitals beside others."""
    found = sum(1 for d in documents if len(headings_of(" ".join(d.values()))) > 0)
    return found > len(documents) / 2


def _columns(recipe: Recipe, blocks: Sequence[sparse.csr_matrix]) -> sparse.csr_matrix:
    chosen = [blocks[place] for place in recipe.views]
    return chosen[0] if len(chosen) == 1 else sparse.hstack(chosen).tocsr()


def _present(weigher: Weigher, row: sparse.csr_matrix) -> list[tuple[str, float]]:
    columns: NDArray[np.int32] = row.indices
    terms = list(weigher.vocabulary)
    return [(terms[c], float(v)) for c, v in zip(columns, row.data, strict=True)]


def _placed(document: Document, fields: Sequence[str], term: str, weight: float) -> Reason:
    """Find where a term first stands in the fields; a run over the border of two fields has no place."""
    wanted = term.split(" ")
    language = language_of(document)
    for field in fields:
        stems = stems_of(document.get(field, ""), language)
        for at in range(len(stems) - len(wanted) + 1):
            if all(stems[at + i].text == word for i, word in enumerate(wanted)):
                return Reason(term, weight, field, stems[at].start, stems[at + len(wanted) - 1].end)
    return Reason(term, weight)
