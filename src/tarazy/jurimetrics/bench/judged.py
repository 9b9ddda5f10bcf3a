"""What the benches of category and outcome share: rows in, a fitted classifier, the figures of its answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tarazy.jurimetrics.bench.rows import read_rows
from tarazy.jurimetrics.learning import metrics
from tarazy.jurimetrics.learning.baselines import majority, tfidf_svm
from tarazy.jurimetrics.learning.classifier import Progress, TextClassifier
from tarazy.jurimetrics.learning.metrics import Bools, Floats, Ints
from tarazy.jurimetrics.learning.splits import time_order
from tarazy.jurimetrics.learning.terms import Document


@dataclass(frozen=True)
class Labelled:
    """Rows of one file: documents by field, labels; `ordered` by time where a date field is named."""

    documents: list[Document]
    labels: list[str]
    ordered: bool = False

    @property
    def texts(self) -> list[str]:
        """Each document's fields joined by a line end, as the plain baseline reads them."""
        return ["\n".join(document.values()) for document in self.documents]


@dataclass(frozen=True)
class Judged:
    """The answers of a fitted model on the rows of a test file."""

    model: TextClassifier
    truth: Ints
    probabilities: Floats
    sets: Bools


def read_labelled(path: str | Path, fields: Sequence[str], label: str, date: str | None) -> Labelled:
    """Rows of a JSON Lines file that have the label; an absent text field is empty.

    Raises `ValueError` if no row has the label, or none has any of the fields.
    """
    rows = [row for row in read_rows(path) if row.get(label) is not None]
    if not rows:
        raise ValueError(f"no row of {path} has {label}")
    if not any(row.get(field) for row in rows for field in fields):
        raise ValueError(f"no row of {path} has {' or '.join(fields)}")
    if date is not None:
        rows = [rows[at] for at in time_order([row.get(date) for row in rows])]
    documents: list[Document] = [{field: str(row.get(field) or "") for field in fields} for row in rows]
    return Labelled(documents, [str(row[label]) for row in rows], date is not None)


def judge(
    train: Labelled, test: Labelled, fields: Sequence[str], seed: int, progress: Progress | None
) -> Judged:
    """Fit to `train` and answer for `test`; nothing of `test` but its texts is looked at."""
    model = TextClassifier(fields, seed=seed).fit(
        train.documents, train.labels, ordered=train.ordered, progress=progress
    )
    probabilities = model.predict_proba(test.documents)
    return Judged(model, model.indices(test.labels), probabilities, model.sets(probabilities))


def baselines(train: Labelled, test: Labelled, seed: int) -> dict[str, dict[str, float]]:
    """Figures of the two baselines on the same rows."""
    found = {
        "baseline_tfidf_svm": tfidf_svm(train.texts, train.labels, test.texts, seed),
        "baseline_majority": majority(train.labels, len(test.labels)),
    }
    numbers = {label: at for at, label in enumerate(sorted({*train.labels, *test.labels}))}

    def figures(predicted: Sequence[str]) -> dict[str, float]:
        truth = np.array([numbers[label] for label in test.labels])
        answer = np.array([numbers[label] for label in predicted])
        return {"accuracy": metrics.accuracy(truth, answer), "macro_f1": metrics.macro_f1(truth, answer)}

    return {name: figures(predicted) for name, predicted in found.items()}
