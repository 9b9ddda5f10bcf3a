"""`tarazy bench outcome`: how well the classifier foretells an outcome on later rows, and how sure it is,
rightly.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

from tarazy.jurimetrics.bench.judged import baselines, judge, read_labelled
from tarazy.jurimetrics.bench.tables import comparison
from tarazy.jurimetrics.learning import metrics
from tarazy.jurimetrics.learning.classifier import Progress


def run(
    train: str | Path,
    test: str | Path,
    text: str,
    label: str,
    date: str,
    seed: int = 0,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Fit on `train`, measure on `test`.

    Returns `accuracy, macro_f1, brier, log_loss` (nats), `ece`, `coverage_90, set_size` of the 90 % sets,
    `abstained` (share of rows whose set rules nothing out; they still count in the other figures),
    `train_rows, test_rows`, and `accuracy, macro_f1` of the two baselines. Raises `ValueError` if a file
    lacks the fields, `OSError` if unreadable.
    """
    fields = tuple(text.split(","))
    known = read_labelled(train, fields, label, date)
    asked = read_labelled(test, fields, label, date)
    judged = judge(known, asked, fields, seed, progress)
    first = judged.probabilities.argmax(axis=1)
    return {
        "accuracy": metrics.accuracy(judged.truth, first),
        "macro_f1": metrics.macro_f1(judged.truth, first),
        "brier": metrics.brier(judged.truth, judged.probabilities),
        "log_loss": metrics.log_loss(judged.truth, judged.probabilities),
        "ece": metrics.expected_calibration_error(judged.truth, judged.probabilities),
        "coverage_90": metrics.coverage(judged.truth, judged.sets),
        "set_size": metrics.mean_set_size(judged.sets),
        "abstained": float(np.mean(judged.sets.all(axis=1))),
        "train_rows": len(known.labels),
        "test_rows": len(asked.labels),
        **baselines(known, asked, seed),
    }


def render(result: dict[str, Any], console: Console) -> None:
    """Print the figures as a table, the baselines beside them."""
    console.print(comparison("Outcome", result))
