"""Pages of practice analytics."""

from tarazy.practice.views.anomalies import anomalies, anomalies_csv, anomaly
from tarazy.practice.views.ask import answer, answer_distinction, answer_part, ask
from tarazy.practice.views.categories import categories, categories_csv, category, category_csv
from tarazy.practice.views.measures import measures, measures_csv

__all__ = [
    "anomalies",
    "anomalies_csv",
    "anomaly",
    "answer",
    "answer_distinction",
    "answer_part",
    "ask",
    "categories",
    "categories_csv",
    "category",
    "category_csv",
    "measures",
    "measures_csv",
]
