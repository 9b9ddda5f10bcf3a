"""Pages of practice analytics."""

from tarazy.practice.views.anomalies import anomalies, anomalies_csv, anomaly
from tarazy.practice.views.ask import answer, answer_distinction, answer_part, ask
from tarazy.practice.views.beside import beside, beside_distinction, beside_note
from tarazy.practice.views.categories import categories, categories_csv, category, category_csv
from tarazy.practice.views.measures import measures, measures_csv
from tarazy.practice.views.uniformity import uniformity, uniformity_csv

__all__ = [
    "anomalies",
    "anomalies_csv",
    "anomaly",
    "answer",
    "answer_distinction",
    "answer_part",
    "ask",
    "beside",
    "beside_distinction",
    "beside_note",
    "categories",
    "categories_csv",
    "category",
    "category_csv",
    "measures",
    "measures_csv",
    "uniformity",
    "uniformity_csv",
]
