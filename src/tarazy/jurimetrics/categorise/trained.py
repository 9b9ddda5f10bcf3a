"""A categoriser learnt from labelled acts: first the group of categories, then the category within it."""

from __future__ import annotations

import json
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from scipy import sparse

from tarazy.jurimetrics.analysis import detect_language
from tarazy.jurimetrics.categorise.answer import Abstention, CategoryAnswer, Evidence
from tarazy.jurimetrics.categorise.patterns import zones_of
from tarazy.jurimetrics.categorise.starter import lower_case
from tarazy.jurimetrics.categorise.zoning import find_stretches
from tarazy.jurimetrics.decision import Decision, PartName, Span
from tarazy.jurimetrics.learning import metrics
from tarazy.jurimetrics.learning.conformal import ConformalSets
from tarazy.jurimetrics.learning.duplicates import merge_groups, near_duplicate_groups
from tarazy.jurimetrics.learning.features import View, Weigher
from tarazy.jurimetrics.learning.members import Member, Recipe, fit_member
from tarazy.jurimetrics.learning.metrics import Floats, Ints
from tarazy.jurimetrics.learning.model_directory import (
    ModelCard,
    arrays_from_bytes,
    arrays_to_bytes,
    json_to_bytes,
    read_model,
    write_model,
)
from tarazy.jurimetrics.learning.pooling import LogLinearPool
from tarazy.jurimetrics.learning.splits import group_folds
from tarazy.jurimetrics.learning.terms import Document, prepare, stems_of
from tarazy.law.pack import load

KIND = "trained-categoriser"
VIEWS = (
    View("subject", ("subject",)),
    View("words", ("story",), rarest=3),
    View("letters", ("subject",), units="letters", shortest=3, longest=5, rarest=3, most=60_000),
)
_RECIPE = Recipe("branch", "logistic", (0, 1, 2), 10.0, balanced=True)
_FOLDS = 4
_STORY = 5000
_LEAST_PROBABILITY = 0.2
_LEAST_TERMS = 3
_LARGEST_SET = 10


@dataclass(frozen=True)
class Branch:
    """One decision of the hierarchy: between `labels`; a branch of one label has no model."""

    labels: tuple[str, ...]
    member: Member | None
    pool: LogLinearPool | None

    def probabilities(self, columns: sparse.csr_matrix) -> Floats:
        """`(n, labels)`."""
        if self.member is None or self.pool is None:
            return np.ones((columns.shape[0], len(self.labels))) / len(self.labels)
        return self.pool.probabilities(self.member.evidence(columns)[None])


class TrainedCategoriser:
    """A hierarchical, calibrated linear model over the demand and the story of an act. Made
    by `fit` or `load`.
    """

    def __init__(
        self,
        jurisdiction: str,
        weighers: Sequence[Weigher],
        root: Branch,
        branches: dict[str, Branch],
        conformal: ConformalSets,
        card: ModelCard,
    ) -> None:
        self.jurisdiction = jurisdiction
        self.weighers = tuple(weighers)
        self.root = root
        self.branches = branches
        self.conformal = conformal
        self.card = card
        self.slugs = tuple(slug for group in root.labels for slug in branches[group].labels)

    @classmethod
    def fit(
        cls,
        acts: Sequence[Decision | str],
        labels: Sequence[str],
        *,
        groups: Sequence[Hashable] | None = None,
        jurisdiction: str = "kz",
        coverage: float = 0.9,
        seed: int = 0,
    ) -> TrainedCategoriser:
        """Learn from acts and their categories' slugs. `groups` (cases) and near-duplicates share a fold.

        The card's figures are of answers on folds that didn't see the act. Raises `ValueError` for an unknown
        slug, for labels of fewer than two groups, or for fewer acts than folds.
        """
        group_of = {category.slug: category.group for category in load(jurisdiction).categories}
        unknown = set(labels) - set(group_of)
        if unknown:
            raise ValueError(f"not a category of {jurisdiction}: {sorted(unknown)}")
        prepared = prepare([document_of(act) for act in acts], ("subject", "story"))
        alike = near_duplicate_groups([d.letters["story"] + d.letters["subject"] for d in prepared])
        together = alike if groups is None else merge_groups(alike, groups)
        weighers = tuple(Weigher.fit(view, prepared) for view in VIEWS)
        columns = sparse.hstack([weigher.transform(prepared) for weigher in weighers]).tocsr()
        present = tuple(dict.fromkeys(sorted(group_of[label] for label in set(labels))))
        labels_of = {g: tuple(sorted({x for x in labels if group_of[x] == g})) for g in present}
        slugs = tuple(slug for g in present for slug in labels_of[g])
        truth = np.array([slugs.index(label) for label in labels], dtype=np.int64)
        group_truth = np.array([present.index(group_of[label]) for label in labels], dtype=np.int64)
        if len(present) < 2:
            raise ValueError("labels of at least two groups are needed")
        folds = group_folds(together, list(labels), _FOLDS, seed)
        root, held_root = _grow(present, columns, group_truth, np.arange(len(labels)), folds, seed)
        branches, held = {}, []
        for at, group in enumerate(present):
            rows = np.flatnonzero(group_truth == at)
            inside = np.array([labels_of[group].index(labels[int(row)]) for row in rows], dtype=np.int64)
            within = np.full(len(labels), -1, dtype=np.int64)
            within[rows] = inside
            branches[group], answers = _grow(labels_of[group], columns, within, rows, folds, seed)
            held.append(held_root[:, [at]] * answers)
        probabilities = np.hstack(held)
        conformal = ConformalSets.fit(probabilities, truth, coverage)
        first = probabilities.argmax(axis=1)
        card = ModelCard(
            name="categoriser",
            kind=KIND,
            created=datetime.now(UTC),
            data=f"{len(labels)} labelled acts",
            rows=len(labels),
            first=min((a.date.value for a in acts if isinstance(a, Decision) and a.date), default=None),
            last=max((a.date.value for a in acts if isinstance(a, Decision) and a.date), default=None),
            figures={
                "accuracy": metrics.accuracy(truth, first),
                "macro_f1": metrics.macro_f1(truth, first),
                "ece": metrics.expected_calibration_error(truth, probabilities),
                "coverage": metrics.coverage(truth, conformal.sets(probabilities)),
            },
            settings={"seed": seed, "jurisdiction": jurisdiction, "coverage": coverage, "folds": _FOLDS},
        )
        return cls(jurisdiction, weighers, root, branches, conformal, card)

    def predict(self, act: Decision | str, top: int = 5) -> CategoryAnswer:
        """The answer for one act; `evidence` are the words that spoke most for the likeliest category."""
        document = document_of(act)
        prepared = prepare([document], ("subject", "story"))
        columns = sparse.hstack([weigher.transform(prepared) for weigher in self.weighers]).tocsr()
        groups = self.root.probabilities(columns)
        probabilities = np.hstack(
            [
                groups[:, [at]] * self.branches[group].probabilities(columns)
                for at, group in enumerate(self.root.labels)
            ]
        )
        order = np.argsort(-probabilities[0], kind="stable")
        held = self.conformal.sets(probabilities)[0]
        reason: Abstention | None = None
        if not any(char.isalpha() for char in document["story"]):
            reason = "no_text"
        elif columns.nnz < _LEAST_TERMS or probabilities.max() < _LEAST_PROBABILITY:
            reason = "no_evidence"
        elif held.sum() > _LARGEST_SET:
            reason = "set_too_large"
        return CategoryAnswer(
            top=tuple((self.slugs[at], float(probabilities[0, at])) for at in order[:top]),
            conformal_set=tuple(self.slugs[at] for at in order if held[at]),
            coverage=self.conformal.coverage,
            set_calibrated=True,
            evidence=tuple(self._evidence(act, columns, self.slugs[order[0]])),
            abstained=reason is not None,
            reason=reason,
            model=self.card.reference,
        )

    def _evidence(self, act: Decision | str, columns: sparse.csr_matrix, slug: str) -> list[Evidence]:
        text = act.text if isinstance(act, Decision) else act
        group = next(g for g, branch in self.branches.items() if slug in branch.labels)
        speech = np.zeros(columns.shape[1])
        for branch, label in ((self.root, group), (self.branches[group], slug)):
            if branch.member is not None and branch.pool is not None:
                weights = branch.member.weights
                own = weights[branch.labels.index(label)] - weights.mean(axis=0)
                speech += branch.pool.weights[0] * own
        shares: dict[str, float] = {}
        start = 0
        for weigher in self.weighers:
            names = list(weigher.vocabulary)
            if weigher.view.units == "words":
                block = columns[:, start : start + len(names)]
                for at, value in zip(block.indices, block.data, strict=True):
                    share = float(value * speech[start + at])
                    shares[names[at]] = shares.get(names[at], 0.0) + share
            start += len(names)
        strongest = sorted(shares.items(), key=lambda item: (-item[1], item[0]))[:10]
        language = act.language if isinstance(act, Decision) else detect_language(text)
        stems = stems_of(text, language)
        return [
            Evidence(term=term, weight=share, span=_place(term, [(s.text, s.start, s.end) for s in stems]))
            for term, share in strongest
            if share > 0
        ]

    def save(self, folder: str | Path) -> None:
        """Write the model directory with its card."""
        arrays: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32 | np.float64]]] = {}
        plain: dict[str, object] = {
            "jurisdiction": self.jurisdiction,
            "weighers": [weigher.as_plain() for weigher in self.weighers],
            "conformal": vars(self.conformal),
        }
        for at, weigher in enumerate(self.weighers):
            arrays[f"rarity{at}"] = weigher.rarity
        tree = {}
        for name, branch in {"": self.root, **self.branches}.items():
            tree[name] = {
                "labels": branch.labels,
                "pool": branch.pool.as_plain() if branch.pool else None,
            }
            if branch.member is not None:
                arrays[f"weights {name}"] = branch.member.weights
                arrays[f"biases {name}"] = branch.member.biases
        plain["tree"] = tree
        files = {"model.json": json_to_bytes(plain), "arrays.npz": arrays_to_bytes(arrays)}
        self.card = write_model(Path(folder), self.card, files)

    @classmethod
    def load(cls, folder: str | Path) -> TrainedCategoriser:
        """The model in a directory. Raises `ModelRefused` if any file isn't the one its card vouches for."""
        card, files = read_model(Path(folder), KIND)
        plain = json.loads(files["model.json"])
        arrays = arrays_from_bytes(files["arrays.npz"])

        def branch(name: str) -> Branch:
            row = plain["tree"][name]
            labels = tuple(row["labels"])
            if row["pool"] is None:
                return Branch(labels, None, None)
            member = Member(_RECIPE, arrays[f"weights {name}"], arrays[f"biases {name}"])
            pool = LogLinearPool(tuple(row["pool"]["weights"]), tuple(row["pool"]["biases"]))
            return Branch(labels, member, pool)

        weighers = [
            Weigher.from_plain(row, arrays[f"rarity{at}"]) for at, row in enumerate(plain["weighers"])
        ]
        root = branch("")
        branches = {group: branch(group) for group in root.labels}
        return cls(plain["jurisdiction"], weighers, root, branches, ConformalSets(**plain["conformal"]), card)


def document_of(act: Decision | str) -> Document:
    """What the model reads of an act: the demand wherever it is named, and the story as the
    parties told it.
    """
    text = act.text if isinstance(act, Decision) else act
    language = act.language if isinstance(act, Decision) else detect_language(text)
    stretches = find_stretches(lower_case(text[:60_000]), zones_of(language))
    subject = " ".join(text[s.start : s.end] for s in stretches if s.zone in ("title", "demand"))
    story = act.part(PartName.DESCRIPTION) if isinstance(act, Decision) else ""
    return {"subject": subject, "story": (story or text)[:_STORY]}


def _grow(
    labels: tuple[str, ...],
    columns: sparse.csr_matrix,
    truth: Ints,
    rows: Ints,
    folds: Sequence[tuple[Ints, Ints]],
    seed: int,
) -> tuple[Branch, Floats]:
    """A branch learnt from `rows`, and its calibrated answers on every row from members
    that didn't see it.
    """
    count = columns.shape[0]
    if len(labels) == 1:
        return Branch(labels, None, None), np.ones((count, 1))
    evidence = np.zeros((count, len(labels)))
    for train, held in folds:
        own = np.intersect1d(train, rows)
        if len(np.unique(truth[own])) > 1:
            member = fit_member(_RECIPE, columns[own], truth[own], len(labels), None, seed)
            evidence[held] = member.evidence(columns[held])
    pool = LogLinearPool.fit(evidence[rows][None], truth[rows])
    member = fit_member(_RECIPE, columns[rows], truth[rows], len(labels), None, seed)
    return Branch(labels, member, pool), pool.probabilities(evidence[None])


def _place(term: str, stems: Sequence[tuple[str, int, int]]) -> Span | None:
    """Where the words of a term first stand beside each other."""
    wanted = term.split(" ")
    for at in range(len(stems) - len(wanted) + 1):
        if all(stems[at + i][0] == word for i, word in enumerate(wanted)):
            return Span(start=stems[at][1], end=stems[at + len(wanted) - 1][2])
    return None
