"""What comparable cases lead one to expect of a case: probabilities of its outcome, and the share awarded.

The outcome is expected by ordered logistic models of what the court found: each term counts once for every
case and once for the cases of its category (Daume 2007, "Frustratingly easy domain adaptation"), so that a
small category
borrows from the others; so do counts of findings made and findings refused. Models are fitted on the other
folds: no case helps to expect its own outcome. Clauses that conclude, order or speak of costs are left out,
for they would only
repeat the outcome. Judges, courts and parties' names are never features.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import KFold

from tarazy.jurimetrics.analysis.analyser import analyser_for
from tarazy.jurimetrics.anomalies.rules.answers import sums_by_type
from tarazy.jurimetrics.anomalies.rules.words import clauses, words_of
from tarazy.jurimetrics.decision import Decision, Instance, Kind, Outcome, PartName, Span

OUTCOMES = (Outcome.DENIED, Outcome.GRANTED_IN_PART, Outcome.GRANTED)
PLACE = {outcome: place for place, outcome in enumerate(OUTCOMES)}
FOLDS = 5
STRENGTH = 2.0
TERMS, CROSSED = 2**15, 2**18
CONCLUDING = ("will_grant", "will_deny", "costs", "in_part")
SHARES, POOLED = 12, 20
HEAVY = 30  # most degrees of freedom granted to residuals: their tails are never quite normal
DIGITS = re.compile(r"\d+")

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """One judgment of first instance on the merits: how it ended (place in `OUTCOMES`) and the share of its
    main sum.

    `share` is None unless a sum was asked and less than it awarded. `terms` are those of the findings, `made`
    and `refused` how many of them say that something was, or was not, shown.
    """

    id: str
    category: str
    claim: str
    outcome: int
    share: float | None
    terms: str
    made: int
    refused: int
    spans: tuple[Span, ...]


def cases_of(decisions: Iterable[Decision]) -> list[Case]:
    """The cases that can be compared: judgments of first instance with a category and an outcome on the
    merits.
    """
    found = []
    for decision in decisions:
        first = decision.instance is None or decision.instance.value is Instance.FIRST
        judged = decision.kind is None or decision.kind.value is Kind.JUDGMENT
        if not first or not judged or decision.category is None or decision.outcome is None:
            continue
        if decision.outcome.value not in PLACE:
            continue
        claim, share, span = main_share(decision)
        terms, made, refused = findings_of(decision)
        spans = tuple(one for one in (span, decision.outcome.span) if one)
        found.append(
            Case(
                id=decision.id,
                category=decision.category.value,
                claim=claim,
                outcome=PLACE[decision.outcome.value],
                share=share,
                terms=terms,
                made=made,
                refused=refused,
                spans=spans,
            )
        )
    return found


def main_share(decision: Decision) -> tuple[str, float | None, Span | None]:
    """(type of the main claim, awarded share of its sum if below 1, where the award stands).

    The main claim is the first sum asked; its award is the sum of the operative part that is named for the
    same type. The claims as read stand in where the sentences that ask name no sum.
    """
    words = words_of(decision.language)
    main = decision.claims[0].value if decision.claims else None
    if words is None:
        return (main.type if main else "", None, None)
    for clause in clauses(decision, PartName.DESCRIPTION):
        if not words["asks"].search(clause.words) or words["answers"].search(clause.words):
            continue
        for kind, asked in sums_by_type(decision, clause):
            if not kind or not asked.value.amount:
                continue
            for order in clauses(decision, PartName.OPERATIVE):
                if not words["grants"].search(order.words) or words["costs"].search(order.words):
                    continue
                for named, awarded in sums_by_type(decision, order):
                    if named == kind and 0 < awarded.value.amount < asked.value.amount:
                        return kind, float(awarded.value.amount / asked.value.amount), awarded.span
            return kind, None, None
    if main and main.amount and main.awarded and 0 < main.awarded.amount < main.amount.amount:
        return main.type, float(main.awarded.amount / main.amount.amount), main.outcome_span
    return (main.type if main else "", None, None)


def findings_of(decision: Decision) -> tuple[str, int, int]:
    """(terms of the findings, findings made, findings refused), without conclusions, costs and figures."""
    words = words_of(decision.language)
    kept: list[str] = []
    refused = 0
    telling = True
    for clause in clauses(decision, PartName.REASONING):
        if words:
            concludes = any(words[name].search(clause.words) for name in CONCLUDING)
            continues = clause.words.startswith(
                ";"
            )  # the tail of a conclusion says no more than the conclusion
            telling = not concludes and (telling or not continues)
            if not telling or words["law_speaks"].search(clause.words):
                continue
            refused += bool(words["refused"].search(clause.words))
        kept.append(clause.words)
    terms = analyser_for(decision.language).tokens(DIGITS.sub(" ", " . ".join(kept)))
    return " ".join(terms), len(kept) - refused, refused


def findings(cases: Sequence[Case]) -> csr_matrix:
    """(cases, 2^15) weights of the terms of the findings, rows of unit length."""
    vectorizer = HashingVectorizer(
        n_features=TERMS, lowercase=False, token_pattern=r"\S+", alternate_sign=False, binary=True, norm=None
    )
    counted = vectorizer.transform([case.terms for case in cases])
    return csr_matrix(TfidfTransformer(sublinear_tf=True).fit_transform(counted))


def expect_outcomes(cases: Sequence[Case], matrix: csr_matrix, least: int, seed: int) -> Array:
    """(cases, 3) probabilities of `OUTCOMES`, each row from models that have not seen the case.

    Two logistic models (anything granted; everything granted), tempered together to be calibrated. Rows of
    categories with fewer than `least` cases are NaN.
    """
    expected = np.full((len(cases), 3), np.nan)
    groups = _by_category(cases, least)
    if not groups:
        return expected
    known = np.sort(np.concatenate(groups))
    labels = np.asarray([cases[index].outcome for index in known])
    features = _features([cases[index] for index in known], matrix[known])
    margins = np.column_stack([_cross_fitted(features, labels >= edge, seed) for edge in (1, 2)])
    expected[known] = _probabilities(margins * _temper(margins, labels))
    return expected


def _features(cases: Sequence[Case], matrix: csr_matrix) -> csr_matrix:
    """Terms, terms within their category, the category, and counts of findings made and refused."""
    names = sorted({case.category for case in cases})
    codes = np.asarray([names.index(case.category) for case in cases])
    rows = np.arange(len(cases))
    cells = matrix.tocoo()
    crossed = (cells.col.astype(np.int64) * 1_000_003 + codes[cells.row] * 7_919) % CROSSED
    within = csr_matrix((cells.data, (cells.row, crossed)), shape=(len(cases), CROSSED))
    category = csr_matrix((np.ones(len(cases)), (rows, codes)), shape=(len(cases), len(names)))
    counts = np.asarray([[case.refused / 3, case.made / 3] for case in cases])
    return _shared_columns(csr_matrix(hstack([matrix, within, category, csr_matrix(counts)])))


def _by_category(cases: Sequence[Case], least: int) -> list[NDArray[np.int64]]:
    groups: dict[str, list[int]] = {}
    for index, case in enumerate(cases):
        groups.setdefault(case.category, []).append(index)
    return [np.asarray(members) for members in groups.values() if len(members) >= least]


def _shared_columns(matrix: csr_matrix) -> csr_matrix:
    """The columns that at least two rows share: a term of one case helps to expect no other."""
    return csr_matrix(matrix[:, np.flatnonzero(matrix.getnnz(axis=0) > 1)])


def _cross_fitted(matrix: csr_matrix, positive: NDArray[np.bool_], seed: int) -> Array:
    margins = np.empty(len(positive))
    for train, test in KFold(FOLDS, shuffle=True, random_state=seed).split(matrix):
        share = (positive[train].sum() + 0.5) / (len(train) + 1)
        if positive[train].all() or not positive[train].any():
            margins[test] = np.log(share / (1 - share))
            continue
        model = LogisticRegression(C=STRENGTH, max_iter=60, tol=1e-3)
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


def expect_shares(cases: Sequence[Case], matrix: csr_matrix, seed: int) -> tuple[Array, Array, Array]:
    """(expected share, its spread, degrees of freedom) of each case with a share; NaN where comparables are
    thin.

    The expectation is a ridge model on the findings, fitted without the case, where it is nearer on the whole
    than the median of the category, else that median. The spread of a category is robust, so that strange
    shares don't
    widen it, and drawn towards that of all categories as if `POOLED` cases more had that one.
    """
    shares = np.asarray([np.nan if case.share is None else case.share for case in cases])
    expected, spread, freedom = (np.full(len(cases), np.nan) for _ in range(3))
    groups = [
        mine
        for members in _by_category(cases, 1)
        if len(mine := members[np.isfinite(shares[members])]) >= SHARES
    ]
    if not groups:
        return expected, spread, freedom
    for mine in groups:
        expected[mine] = _expected_share(_shared_columns(matrix[mine]), shares[mine], seed)
    every = np.concatenate(groups)
    common = _spread(shares[every] - expected[every])
    for mine in groups:
        own = _spread(shares[mine] - expected[mine])
        spread[mine] = max(np.sqrt((len(mine) * own**2 + POOLED * common**2) / (len(mine) + POOLED)), 0.02)
        freedom[mine] = min(len(mine) + POOLED - 1, HEAVY)
    return expected, spread, freedom


def _expected_share(matrix: csr_matrix, shares: Array, seed: int) -> Array:
    plain, guess = np.empty(len(shares)), np.empty(len(shares))
    for train, test in KFold(FOLDS, shuffle=True, random_state=seed).split(shares):
        plain[test] = middle = float(np.median(shares[train]))
        near = np.clip(shares[train] - middle, *(_spread(shares[train]) * np.array([-3, 3])))
        model = Ridge(alpha=3.0, solver="lsqr").fit(matrix[train], near)
        guess[test] = middle + model.predict(matrix[test])
    return guess if _spread(shares - guess) <= 0.95 * _spread(shares - plain) else plain


def _spread(values: Array) -> float:
    """The standard deviation with values beyond three robust ones (median absolute deviation) drawn in to
    there.
    """
    middle = float(np.median(values))
    robust = 1.4826 * float(np.median(np.abs(values - middle)))
    drawn_in = np.clip(values, middle - 3 * robust, middle + 3 * robust) if robust else values
    return max(robust, float(np.std(drawn_in)))
