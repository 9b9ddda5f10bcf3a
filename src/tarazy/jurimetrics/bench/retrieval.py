"""`tarazy bench retrieval`: how well the acts that a query leans on are found, beside BM25 and TF-IDF."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from rich.console import Console

from tarazy.jurimetrics.analogues.precedents import PrecedentFinder
from tarazy.jurimetrics.analysis import analyser_for
from tarazy.jurimetrics.bench.rows import read_rows
from tarazy.jurimetrics.bench.tables import comparison

#: Called with how many queries are done, and of how many.
Progress = Callable[[int, int], None]
Scores = npt.NDArray[np.float64]
_K1, _B = 1.2, 0.75


def read_qrels(path: str | Path) -> dict[str, dict[str, int]]:
    """TREC judgements (`query 0 document relevance`) by query. Raises `ValueError` with the number of a bad
    line.
    """
    found: dict[str, dict[str, int]] = {}
    for number, line in enumerate(Path(path).read_text(encoding="utf-8-sig").splitlines(), start=1):
        fields = line.split()
        if not fields:
            continue
        try:
            query, _, document, relevance = fields
            found.setdefault(query, {})[document] = int(relevance)
        except ValueError as error:
            raise ValueError(f"line {number} of {path} is not a judgement") from error
    return found


def measures(ranking: list[str], judged: dict[str, int]) -> dict[str, float]:
    """Average precision, reciprocal rank, nDCG at 10, precision at 10 and recall at 100 of one ranking.

    As trec_eval has them: average precision is over all relevant documents, found or not; the gain of nDCG is
    the judged relevance.
    """
    relevant = {document for document, relevance in judged.items() if relevance > 0}
    ranks = [rank for rank, document in enumerate(ranking, start=1) if document in relevant]
    gains = [max(judged.get(document, 0), 0) for document in ranking[:10]]
    ideal = sorted((value for value in judged.values() if value > 0), reverse=True)[:10]
    most = sum(gain / np.log2(place + 2) for place, gain in enumerate(ideal))
    return {
        "map": sum(found / rank for found, rank in enumerate(ranks, start=1)) / len(relevant)
        if relevant
        else 0.0,
        "mrr": 1.0 / ranks[0] if ranks else 0.0,
        "ndcg_10": float(sum(gain / np.log2(place + 2) for place, gain in enumerate(gains)) / most)
        if most
        else 0.0,
        "p_10": sum(rank <= 10 for rank in ranks) / 10,
        "recall_100": sum(rank <= 100 for rank in ranks) / len(relevant) if relevant else 0.0,
    }


class Okapi:
    """BM25 over stems (Robertson and Zaragoza 2009), k1 = 1.2, b = 0.75: the plain baseline."""

    def __init__(self, corpus: list[list[str]]) -> None:
        self._columns: dict[str, int] = {}
        counts = self._counts(corpus, grow=True)
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        frequency = np.bincount(counts.indices, minlength=counts.shape[1])
        idf = np.log(1 + (len(corpus) - frequency + 0.5) / (frequency + 0.5))
        row = np.repeat(np.arange(len(corpus)), np.diff(counts.indptr))
        norm = _K1 * (1 - _B + _B * lengths[row] / max(lengths.mean(), 1e-9))
        counts.data = counts.data * (_K1 + 1) / (counts.data + norm) * idf[counts.indices]
        self._weighted = counts.T.tocsr()

    def _counts(self, texts: list[list[str]], *, grow: bool) -> sp.csr_matrix:
        columns, bounds = [], [0]
        for text in texts:
            for term in text:
                column = (
                    self._columns.setdefault(term, len(self._columns)) if grow else self._columns.get(term)
                )
                if column is not None:
                    columns.append(column)
            bounds.append(len(columns))
        found = sp.csr_matrix(
            (np.ones(len(columns)), columns, bounds), shape=(len(texts), len(self._columns))
        )
        found.sum_duplicates()
        return found

    def scores(self, query: list[str]) -> Scores:
        """A score for each document."""
        found = (self._counts([query], grow=False) @ self._weighted).toarray().ravel()
        return np.asarray(found, np.float64)


def run(
    corpus: str | Path, queries: str | Path, qrels: str | Path, progress: Progress | None = None
) -> dict[str, Any]:
    """Rank the whole `corpus` for each query that has a judgement.

    Returns `map, mrr, ndcg_10, p_10, recall_100` (means over queries), `queries` (how many), `seconds_index`,
    `ms_per_query`, and the same under `bm25` and `tfidf` (terms and pairs, sublinear, cosine) on the same
    texts. Nothing is learned from these judgements: the weights are those of the program. Raises `ValueError`
    if a file lacks what it must have or no query is judged, `OSError` if one can't be read.
    """
    ids, texts = _texts(corpus)
    judged = read_qrels(qrels)
    asked = [(query, text) for query, text in zip(*_texts(queries), strict=True) if query in judged]
    if not asked or not ids:
        raise ValueError("no query has a judgement, or the corpus is empty")
    started = time.perf_counter()
    finder = PrecedentFinder(texts)
    indexed = time.perf_counter() - started
    started = time.perf_counter()
    analyser = analyser_for(finder.language)
    okapi = Okapi([analyser.tokens(text) for text in texts])
    okapi_indexed = time.perf_counter() - started
    ways: dict[str, tuple[float, Callable[[str], Scores]]] = {
        "": (indexed, finder.scores),
        "bm25": (okapi_indexed, lambda text: okapi.scores(analyser.tokens(text))),
        "tfidf": (indexed, finder.whole_text_scores),
    }
    order = np.array(ids)
    figures: dict[str, list[dict[str, float]]] = {name: [] for name in ways}
    spent = dict.fromkeys(ways, 0.0)
    for done, (query, text) in enumerate(asked, start=1):
        for name, (_, scores) in ways.items():
            started = time.perf_counter()
            # Equal scores go by id, never by the order of the file.
            best = np.lexsort((order, -scores(text)))
            spent[name] += time.perf_counter() - started
            ranking = [found for found in order[best].tolist() if found != query]
            figures[name].append(measures(ranking, judged[query]))
        if progress:
            progress(done, len(asked))
    summed = {
        name: {
            **{key: float(np.mean([row[key] for row in rows])) for key in rows[0]},
            "queries": len(rows),
            "seconds_index": ways[name][0],
            "ms_per_query": 1000 * spent[name] / len(rows),
        }
        for name, rows in figures.items()
    }
    return {**summed[""], "bm25": summed["bm25"], "tfidf": summed["tfidf"]}


def _texts(path: str | Path) -> tuple[list[str], list[str]]:
    ids, texts = [], []
    for row in read_rows(path):
        if not isinstance(row.get("id"), str | int) or not isinstance(row.get("text"), str):
            raise ValueError(f"a row of {path} has no id or no text")
        ids.append(str(row["id"]))
        texts.append(row["text"])
    return ids, texts


def render(result: dict[str, Any], console: Console) -> None:
    """Print the figures as a table, the baselines beside them."""
    console.print(comparison("Retrieval", result))
