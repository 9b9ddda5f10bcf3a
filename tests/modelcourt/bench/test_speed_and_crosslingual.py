"""The benches of speed and of languages, on countries of a few dozen cases."""

from collections.abc import Sequence

import numpy as np
import pytest

from tarazy.jurimetrics.analogues.embedding import Vectors
from tarazy.modelcourt.bench import crosslingual, speed

ANSWERS = {"analogue_p50_ms", "analogue_p95_ms", "fulltext_p50_ms", "fulltext_p95_ms", "rss_mb"}
BUILT = {"acts", "build_seconds", "acts_per_s", "index_mb"}


class Blind:
    """Says the same of every text."""

    name = "blind"
    dimension = 8

    def passages(self, texts: Sequence[str]) -> Vectors:
        return np.ones((len(texts), self.dimension), dtype=np.float32)

    def query(self, text: str) -> Vectors:
        return np.ones(self.dimension, dtype=np.float32)


def test_speed_gives_every_figure_for_ours_and_for_the_other_engines() -> None:
    pytest.importorskip("bm25s")
    seen: list[str] = []
    result = speed.run(40, progress=lambda what, done, of: seen.append(what))
    assert BUILT | ANSWERS | {"text_mb", "bm25s", "sqlite_fts5"} == set(result)
    for engine in ("bm25s", "sqlite_fts5"):
        assert set(result[engine]) == BUILT | ANSWERS
    assert result["acts"] == 40
    assert 0 < result["analogue_p50_ms"] <= result["analogue_p95_ms"]
    assert {"index", "bm25s", "sqlite_fts5"} <= set(seen)


def test_languages_are_measured_in_both_directions_and_the_worse_one_counts() -> None:
    result = crosslingual.run(cases=120, queries=20, embedder=Blind())
    assert result["recall_10"] == min(result["ru_kk"], result["kk_ru"])
    assert 0 < result["recall_10"] <= 1
    assert result["acts"] > 50
    assert set(result["without_vectors"]) == {"recall_10", "ru_kk", "kk_ru", "queries"}


def test_the_same_seed_gives_the_same_figures() -> None:
    first, second = (crosslingual.run(cases=60, queries=10, seed=3, embedder=Blind()) for _ in range(2))
    assert first == second
