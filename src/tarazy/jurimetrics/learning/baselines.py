"""What any model must beat: the commonest class, and a plain TF-IDF with a linear support vector machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC


def majority(labels: Sequence[str], count: int) -> list[str]:
    """The commonest of `labels`, `count` times; of equals the first met."""
    return [Counter(labels).most_common(1)[0][0]] * count


def tfidf_svm(texts: Sequence[str], labels: Sequence[str], others: Sequence[str], seed: int = 0) -> list[str]:
    """Labels of `others` by TF-IDF of one and two words (sublinear, at least two documents) and `LinearSVC`,
    C = 1.
    """
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2), LinearSVC(random_state=seed)
    )
    return [str(label) for label in model.fit(texts, labels).predict(others)]
