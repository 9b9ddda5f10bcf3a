"""`tarazy bench category`: how well the classifier tells a label from text fields, beside two baselines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from tarazy.jurimetrics.bench.judged import baselines, judge, read_labelled
from tarazy.jurimetrics.bench.tables import comparison
from tarazy.jurimetrics.learning import metrics
from tarazy.jurimetrics.learning.classifier import Progress


def run(
    train: str | Path,
    test: str | Path,
    text: Sequence[str],
    label: str,
    date: str | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Fit on `train`, measure on `test`.

    Returns `accuracy, macro_f1, coverage` (of the 90 % set), `set_size` (mean), `ece`, `train_rows,
    test_rows`, and `accuracy, macro_f1` of `baseline_tfidf_svm` and `baseline_majority`. `text` are the
    fields read, and only those; `date` puts the rows in order. Raises `ValueError` if a file lacks the
    fields, `OSError` if unreadable.
    """
    known = read_labelled(train, text, label, date)
    asked = read_labelled(test, text, label, date)
    judged = judge(known, asked, text, seed, progress)
    first = judged.probabilities.argmax(axis=1)
    return {
        "accuracy": metrics.accuracy(judged.truth, first),
        "macro_f1": metrics.macro_f1(judged.truth, first),
        "coverage": metrics.coverage(judged.truth, judged.sets),
        "set_size": metrics.mean_set_size(judged.sets),
        "ece": metrics.expected_calibration_error(judged.truth, judged.probabilities),
        "train_rows": len(known.labels),
        "test_rows": len(asked.labels),
        **baselines(known, asked, seed),
    }


def render(result: dict[str, Any], console: Console) -> None:
    """Print the figures as a table, the baselines beside them."""
    console.print(comparison("Category", result))
