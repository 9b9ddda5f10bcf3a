"""Names of measurements, of their figures and columns, and what a model learnt from, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tarazy.acts.templatetags.court_words import number
from tarazy.practice.models import KIND_NAMES

MEASURES = {
    "read": _("Reading of acts"),
    "category": _("Category"),
    "retrieval": _("Cases alike"),
    "outcome": _("Outcome of appeals"),
    "forecast": _("Forecast of claims"),
    "forecaster": _("Forecast of claims: the model of this installation"),
    "categoriser": _("Category: the model of this installation"),
    "trace": _("Links between instances"),
    "anomalies": _("Anomalies"),
    "crosslingual": _("Russian finds Kazakh and the other way round"),
    "speed": _("Speed"),
}
CARDS = {
    "TrainedCategoriser": _("Model that tells the category"),
    "trained-categoriser": _("Model that tells the category"),
    "Forecaster": _("Model that foretells claims"),
}
COLUMNS = {
    "bm25": _("BM25"),
    "bm25s": _("BM25 (bm25s)"),
    "tfidf": _("TF-IDF"),
    "fts5": _("SQLite FTS5"),
    "baseline_majority": _("the commonest answer"),
    "baseline_tfidf_svm": _("TF-IDF and a linear SVM"),
    "without_vectors": _("without vectors"),
    "noisy": _("references with mistakes"),
    "clean": _("references without mistakes"),
    "by_kind": _("Kind"),
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
    "base_rate": _("base rate"),
    "base_rate_accuracy": _("base rate: accuracy"),
    "base_rate_brier": _("base rate: Brier score"),
    "base_rate_log_loss": _("base rate: log loss"),
    "claim_accuracy": _("by the claim alone, before any response: accuracy"),
    "claim_log_loss": _("by the claim alone, before any response: log loss"),
    "recall_10": _("found among the first 10"),
    "recall_100": _("found among the first 100"),
    "ndcg_10": _("NDCG of the first 10"),
    "p_10": _("right among the first 10"),
    "queries": _("questions"),
    "train_rows": _("acts to learn from"),
    "test_rows": _("acts to be tested on"),
    "acts": _("acts"),
    "cases": _("cases"),
    "seed": _("seed of chance"),
    "rows": _("acts read"),
    "unreadable": _("acts that could not be read"),
    "kind": _("kind of act"),
    "instance": _("instance"),
    "court": _("court"),
    "date": _("date of the act"),
    "case_numbers": _("case numbers"),
    "lower_court": _("court below"),
    "lower_date": _("date of the act below"),
    "category": _("category"),
    "outcome_first_instance": _("outcome at first instance"),
    "outcome_this_act": _("outcome by this act"),
    "norms": _("norms"),
    "amounts": _("amounts"),
    "persons": _("people"),
    "references": _("references to acts below"),
    "noisy_references": _("references with mistakes"),
    "queue": _("links left to a person"),
    "planted": _("planted"),
    "found": _("found"),
    "right": _("right"),
    "ru_kk": _("a question in Russian, acts in Kazakh: found among the first 10"),
    "kk_ru": _("a question in Kazakh, acts in Russian: found among the first 10"),
    "seconds_read": _("reading, s"),
    "seconds_link": _("linking, s"),
    "seconds_detect": _("detection, s"),
    "build_seconds": _("building, s"),
    "acts_per_s": _("acts a second"),
    "index_mb": _("index, MB"),
    "rss_mb": _("memory, MB"),
    "text_mb": _("texts, MB"),
    "analogue_p50_ms": _("cases alike, median, ms"),
    "analogue_p95_ms": _("cases alike, 95 of 100 within, ms"),
    "fulltext_p50_ms": _("search by words, median, ms"),
    "fulltext_p95_ms": _("search by words, 95 of 100 within, ms"),
}


def learnt_from(kind: str, rows: int) -> str:
    """What a model of this kind learnt from, with how much of it; "" for a kind without words of its own."""
    if kind in ("TrainedCategoriser", "trained-categoriser"):
        words = ngettext("%(count)s labelled act", "%(count)s labelled acts", rows)
    elif kind == "Forecaster":
        words = ngettext(
            "%(count)s claim of first-instance acts, from what was known before the decision",
            "%(count)s claims of first-instance acts, from what was known before the decision",
            rows,
        )
    else:
        return ""
    return words % {"count": number(rows)}


def named(name: str) -> str:
    """The name of a figure or of a kind of anomaly; one without words of its own stays as the bench writes it."""
    return str(FIGURES.get(name) or KIND_NAMES.get(name) or name)
