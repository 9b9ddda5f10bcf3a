"""Names of measured figures on the cards of systems, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NAMES = {
    "accuracy": _("accuracy"),
    "macro_f1": _("macro F1"),
    "ece": _("expected calibration error"),
    "brier": _("Brier score"),
    "log_loss": _("log loss"),
    "coverage_90": _("coverage of the 90 % set"),
    "set_size": _("mean size of the set"),
    "abstained": _("share without an answer"),
    "precision": _("precision"),
    "recall": _("recall"),
    "f1": _("F1"),
    "map": _("mean average precision"),
    "mrr": _("mean reciprocal rank"),
    "base_rate": _("base rate"),
    "recall_10": _("found among the first 10"),
    "recall_100": _("found among the first 100"),
    "ndcg_10": _("NDCG of the first 10"),
    "p_10": _("right among the first 10"),
    "train_rows": _("acts to learn from"),
    "test_rows": _("acts to be tested on"),
    "acts": _("acts"),
    "cases": _("cases"),
    "rows": _("acts read"),
    "unreadable": _("acts that could not be read"),
    "acts_per_s": _("acts a second"),
}


def figure_name(name: str) -> str:
    """The name of a figure; one without words of its own stays as the bench writes it."""
    return str(NAMES.get(name, name))
