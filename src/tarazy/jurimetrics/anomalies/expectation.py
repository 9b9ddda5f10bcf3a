"""What comparable cases lead one to expect of a case: probabilities of its outcome, and the share awarded.

Models are linear, one a category, fitted on the other folds (no case helps to expect its own outcome), on the
words in which the court told and found the facts. Clauses that conclude, order or speak of costs are left
out: they would
only repeat the outcome. Judges, courts and parties' names are never features.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import KFold

from tarazy.jurimetrics.analysis.analyser import analyser_for
from tarazy.jurimetrics.anomalies.rules.words import clauses, words_of
from tarazy.jurimetrics.decision import Claim, Decision, Instance, Outcome, PartName, Span

OUTCOMES = (Outcome.DENIED, Outcome.GRANTED_IN_PART, Outcome.GRANTED)
PLACE = {outcome: place for place, outcome in enumerate(OUTCOMES)}
FOLDS = 5
STRENGTH = 8.0
DIGITS = re.compile(r"\d+")

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """One first-instance act on the merits: the outcome (place in `OUTCOMES`) and awarded share of its main
    claim.

    `share` is None unless the main claim is for money and was granted in part. `words` are those of the
    findings.
    """

    id: str
    category: str
    claim: str
    outcome: int
    share: float | None
    words: str
    spans: tuple[Span, ...]


def cases_of(decisions: Iterable[Decision]) -> list[Case]:
    """The cases that can be compared: first instance, a category, an outcome on the merits."""
    found = []
    for decision in decisions:
        first = decision.instance is None or decision.instance.value is Instance.FIRST
        if not first or decision.category is None:
            continue
        main = decision.claims[0].value if decision.claims else None
        outcome = (
            main.outcome if main and main.outcome else decision.outcome.value if decision.outcome else None
        )
        if outcome not in PLACE:
            continue
        spans = tuple(one for one in (main.outcome_span if main else None,) if one)
        if not spans and decision.outcome and decision.outcome.span:
            spans = (decision.outcome.span,)
        found.append(
            Case(
                id=decision.id,
                category=decision.category.value,
                claim=main.type if main else "",
                outcome=PLACE[outcome],
                share=_share(main, outcome),
                words=finding_words(decision),
                spans=spans,
            )
        )
    return found


def _share(claim: Claim | None, outcome: Outcome) -> float | None:
    if (
        claim is None
        or claim.amount is None
        or claim.awarded is None
        or outcome is not Outcome.GRANTED_IN_PART
    ):
        return None
    return float(claim.awarded.amount / claim.amount.amount) if claim.amount.amount else None


def finding_words(decision: Decision) -> str:
    """The terms of what was told and found, without conclusions, costs and figures."""
    words = words_of(decision.language)
    kept: list[str] = []
    for part in (PartName.DESCRIPTION, PartName.REASONING):
        for clause in clauses(decision, part):
            if (
                words
                and part is PartName.REASONING
                and any(
                    words[name].search(clause.words)
                    for name in ("will_grant", "will_deny", "costs", "in_part")
                )
            ):
                continue
            kept.append(clause.words)
    terms = analyser_for(decision.language).tokens(DIGITS.sub(" ", " . ".join(kept)))
    return " ".join(terms)


def findings(cases: Sequence[Case]) -> csr_matrix:
    """(cases, 2^16) weights of terms and of neighbouring terms, rows of unit length."""
    vectorizer = HashingVectorizer(
        n_features=2**16,
        ngram_range=(1, 2),
        lowercase=False,
        token_pattern=r"\S+",
        alternate_sign=False,
        binary=True,
        norm=None,
    )
    counted = vectorizer.transform([case.words for case in cases])
    return csr_matrix(TfidfTransformer(sublinear_tf=True).fit_transform(counted))


def expect_outcomes(cases: Sequence[Case], matrix: csr_matrix, least: int, seed: int) -> Array:
    """(cases, 3) probabilities of `OUTCOMES`, each row from models that have not seen the case; NaN where
    thin.

    Two logistic models a category (anything granted; everything granted), tempered together to be calibrated.
    """
    margins = np.full((len(cases), 2), np.nan)
    labels = np.asarray([case.outcome for case in cases])
    for members in _by_category(cases, least):
        for place, edge in enumerate((1, 2)):
            margins[members, place] = _cross_fitted(matrix[members], labels[members] >= edge, seed)
    known = np.isfinite(margins).all(axis=1)
    expected = np.full((len(cases), 3), np.nan)
    if known.any():
        warmth = _temper(margins[known], labels[known])
        expected[known] = _probabilities(margins[known] * warmth)
    return expected


def _by_category(cases: Sequence[Case], least: int) -> list[NDArray[np.int64]]:
    groups: dict[str, list[int]] = {}
    for index, case in enumerate(cases):
        groups.setdefault(case.category, []).append(index)
    return [np.asarray(members) for members in groups.values() if len(members) >= least]


def _cross_fitted(matrix: csr_matrix, positive: NDArray[np.bool_], seed: int) -> Array:
    margins = np.empty(len(positive))
    for train, test in KFold(FOLDS, shuffle=True, random_state=seed).split(matrix):
        share = (positive[train].sum() + 0.5) / (len(train) + 1)
        if positive[train].all() or not positive[train].any():
            margins[test] = np.log(share / (1 - share))
            continue
        model = LogisticRegression(C=STRENGTH, max_iter=200)
        model.fit(matrix[train], positive[train])
        margins[test] = model.decision_function(matrix[test])
    return margins


def _probabilities(margins: Array) -> Array:
    above = 1 / (1 + np.exp(-margins))
    some, whole = above[:, 0], np.minimum(above[:, 0], above[:, 1])
    rows = np.clip(np.c_[1 - some, some - whole, whole], 1e-6, 1.0)
    return np.asarray(rows / rows.sum(axis=1, keepdims=True))


def _temper(margins: Array, labels: NDArray[np.int64]) -> float:
    """The factor on the margins that makes the cross-fitted probabilities most likely."""

    def loss(log_factor: float) -> float:
        rows = _probabilities(margins * np.exp(log_factor))
        return float(-np.log(rows[np.arange(len(labels)), labels]).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded").x))


def expect_shares(
    cases: Sequence[Case], matrix: csr_matrix, least: int, seed: int
) -> tuple[Array, Array, Array]:
    """(expected share, its spread, degrees of freedom) of each case with a share; NaN where comparables are
    thin.

    The expectation is a ridge model on the findings, fitted without the case; the spread is the robust one
    (median absolute deviation) of the category's residuals, so that strange shares don't widen it.
    """
    expected, spread, freedom = (np.full(len(cases), np.nan) for _ in range(3))
    shares = np.asarray([np.nan if case.share is None else case.share for case in cases])
    for members in _by_category(cases, 1):
        mine = members[np.isfinite(shares[members])]
        if len(mine) < least:
            continue
        guess = np.empty(len(mine))
        for train, test in KFold(FOLDS, shuffle=True, random_state=seed).split(mine):
            middle = float(np.median(shares[mine[train]]))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                model = Ridge(alpha=3.0, fit_intercept=False)
                model.fit(matrix[mine[train]], shares[mine[train]] - middle)
            guess[test] = middle + model.predict(matrix[mine[test]])
        residuals = shares[mine] - guess
        wide = 1.4826 * float(np.median(np.abs(residuals - np.median(residuals))))
        expected[mine], spread[mine], freedom[mine] = guess, max(wide, 0.02), len(mine) - 1
    return expected, spread, freedom
