"""Small words and measures of practice pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from tarazy.acts.templatetags.court_words import number
from tarazy.practice.claim_words import claim_name as name_of_claim

register = template.Library()

MEASURES = {
    "read": _("Reading of acts"),
    "category": _("Category"),
    "retrieval": _("Cases alike"),
    "outcome": _("Outcome of appeals"),
    "forecast": _("Forecast of claims"),
    "forecaster": _("Forecast of claims"),
    "categoriser": _("Category"),
    "trace": _("Links between instances"),
    "anomalies": _("Anomalies"),
    "crosslingual": _("Russian finds Kazakh and the other way round"),
    "speed": _("Speed"),
}
FIGURES = {
    "accuracy": _("accuracy"),
    "macro_f1": _("macro F1"),
    "ece": _("expected calibration error"),
    "brier": _("Brier score"),
    "log_loss": _("log loss"),
    "coverage": _("coverage of the set"),
    "coverage_90": _("coverage of the 90 % set"),
    "set_size": _("mean size of the set"),
    "abstained": _("share without an answer"),
    "precision": _("precision"),
    "recall": _("recall"),
    "f1": _("F1"),
    "map": _("mean average precision"),
    "mrr": _("mean reciprocal rank"),
    "baseline_majority": _("baseline: the commonest answer"),
    "baseline_tfidf_svm": _("baseline: words and a linear model"),
    "base_rate": _("base rate"),
    "base_rate_accuracy": _("base rate: accuracy"),
    "base_rate_brier": _("base rate: Brier score"),
    "base_rate_log_loss": _("base rate: log loss"),
    "recall_10": _("found among the first 10"),
    "recall_100": _("found among the first 100"),
    "ndcg_10": _("NDCG of the first 10"),
    "p_10": _("right among the first 10"),
    "queries": _("questions"),
}


@register.filter
def hundred(value: float | None) -> str:
    """A share in [0, 1] as a place on a drawing a hundred units wide."""
    return f"{min(1.0, max(0.0, value or 0.0)) * 100:.2f}"


@register.filter
def width_to(low: float | None, high: float | None) -> str:
    """The width from one share to another on a drawing a hundred units wide, at least half a unit."""
    return f"{max(0.5, (min(1.0, high or 0.0) - max(0.0, low or 0.0)) * 100):.2f}"


@register.filter
def claim_name(kind: str) -> str:
    """What is demanded, in words."""
    return name_of_claim(kind)


@register.filter
def figure(value: Any) -> str:
    """A measured figure as it is read: counts whole, shares with three digits; words as they are."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int) or abs(value) >= 1000:
        return number(value)
    return number(value, 1 if abs(value) >= 10 else 3)


@register.filter
def measure_name(name: str) -> str:
    """The name of a measurement."""
    return str(MEASURES.get(name, name))


@register.filter
def figure_name(name: str) -> str:
    """The name of a measured figure; one without words of its own stays as it is written in the bench."""
    return str(FIGURES.get(name, name))
