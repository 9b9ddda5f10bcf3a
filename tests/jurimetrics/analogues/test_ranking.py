"""Fusion, the learned ranker, passages against passages, and the measures against figures by hand."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.jurimetrics.analogues import Ranker, fit_ranker
from tarazy.jurimetrics.analogues.citing import citing_contexts
from tarazy.jurimetrics.analogues.fusion import reciprocal_rank_fusion, relative, weighted
from tarazy.jurimetrics.analogues.precedents import FEATURES, PrecedentFinder, learn_weights, learned
from tarazy.jurimetrics.analogues.ranker import Judged
from tarazy.jurimetrics.analogues.termspace import TermSpace, windows
from tarazy.jurimetrics.bench import retrieval


def test_fused_ranks_are_sums_of_reciprocals() -> None:
    fused = reciprocal_rank_fusion([["a", "b"], ["b"]], constant=60)
    assert fused == {"a": pytest.approx(1 / 61), "b": pytest.approx(1 / 62 + 1 / 61)}


def test_scores_become_shares_of_the_greatest() -> None:
    assert relative({1: 4.0, 2: 1.0, 3: -1.0}) == {1: 1.0, 2: 0.25, 3: 0.0}
    assert relative({}) == {}
    assert relative({1: 0.0}) == {}


@given(
    st.dictionaries(st.sampled_from(["text", "concepts"]), st.floats(0, 1), min_size=1),
    st.floats(0.01, 5),
)
def test_a_weighted_mean_stays_between_its_components(components: dict[str, float], scale: float) -> None:
    weights = {"text": 0.5 * scale, "concepts": 0.3 * scale, "vector": 0.2 * scale}
    low, high = min(components.values()), max(components.values())
    assert low - 1e-9 <= weighted(components, weights) <= high + 1e-9


def test_a_component_that_could_not_be_had_does_not_count_against_an_act() -> None:
    weights = {"text": 0.5, "concepts": 0.5}
    assert weighted({"concepts": 0.8}, weights) == pytest.approx(0.8)


def judged(signal: int, rng: np.random.Generator) -> Judged:
    """Twelve queries of twenty candidates whose component `signal` tells the two analogues."""
    components = rng.random((240, 3))
    relevant = np.tile(np.arange(20) < 2, 12)
    components[relevant, signal] += 0.9
    return Judged(("text", "concepts", "vector"), components, relevant, np.repeat(np.arange(12), 20))


def test_the_learned_ranker_puts_weight_on_what_tells_analogues() -> None:
    ranker = fit_ranker(judged(2, np.random.default_rng(0)))
    assert ranker.made["kept"] == "learned"
    assert ranker.weights["vector"] > 0.7
    assert min(ranker.weights.values()) >= 0
    assert ranker.made["map_cross_validated"] > ranker.made["map_default"]


def test_a_ranker_that_learned_nothing_is_not_kept() -> None:
    rng = np.random.default_rng(1)
    noise = Judged(
        ("text", "concepts", "vector"), rng.random((100, 3)), rng.random(100) < 0.1, np.repeat(range(10), 10)
    )
    made = fit_ranker(noise).made
    assert made["kept"] == "default" or made["map_cross_validated"] > made["map_default"]


def test_a_ranker_needs_judgements() -> None:
    with pytest.raises(ValueError, match="five queries"):
        fit_ranker(Judged(("text",), np.zeros((4, 1)), np.array([True, False] * 2), np.array([0, 0, 1, 1])))


def test_a_ranker_is_read_as_it_was_written(tmp_path: Path) -> None:
    ranker = Ranker({"text": 0.6, "concepts": 0.4}, {"from": "a test"})
    ranker.save(tmp_path / "ranker.json")
    assert Ranker.load(tmp_path / "ranker.json") == ranker


def test_the_places_around_references_are_found_once() -> None:
    text = (
        "Начало. "
        + "а" * 50
        + " In [?CITATION?]; [?CITATION?], it was held. "
        + "б" * 400
        + " [?CITATION?] end"
    )
    found = citing_contexts(text, "en", before=10, after=30)
    assert len(found) == 2
    assert all("[?CITATION?]" in context for context in found)
    assert citing_contexts("no reference at all", "en", 10, 10) == []


def test_pairs_are_terms_that_follow_one_another() -> None:
    space = TermSpace([["a", "b", "c"], ["a", "b", "d"]], fewest=2)
    assert space.width == 3  # a, b and the pair a b stand in two texts, the rest in one
    assert space.matrix(space.rows).sum() == 6
    assert space.matrix([space.read(["b", "a", "x"])]).sum() == 2


def test_windows_cover_the_whole_text_and_half_overlap() -> None:
    row = np.arange(50).reshape(2, 25)
    pieces = windows(row, 10)
    assert {int(value) for piece in pieces for value in piece[0]} == set(range(25))
    assert all(piece.shape[1] <= 10 for piece in pieces)
    assert windows(row, 40)[0] is row


CASES = [
    "The tenant withheld rent because the roof leaked; the landlord refused repair of the damaged ceiling.",
    "The employee was dismissed without notice after reporting unsafe scaffolding to an inspector.",
    "The bank charged compound interest on the overdraft; the agreement allowed simple interest only.",
    "The carrier lost the cargo of frozen fish when the refrigeration unit failed during the sea voyage.",
]


def corpus() -> list[str]:
    filler = "The court heard the parties and read the papers before it. The appeal was argued at length. "
    return [filler * 8 + case + " " + filler * 8 for case in CASES] + [filler * 20, ""]


def test_the_act_whose_words_stand_around_a_reference_comes_first() -> None:
    query = (
        "The court heard the parties and read the papers before it. " * 30
        + "As held in [?CITATION?], when the refrigeration unit failed during the sea voyage, one pays. "
        + "The appeal was argued at length. " * 30
    )
    assert int(np.argmax(PrecedentFinder(corpus()).scores(query))) == 3


def test_a_query_without_references_is_matched_by_all_its_passages() -> None:
    query = "Rent was withheld since the roof leaked and the landlord refused repair of a damaged ceiling."
    assert int(np.argmax(PrecedentFinder(corpus()).scores(query))) == 0


def test_an_empty_query_and_an_empty_act_break_nothing() -> None:
    assert np.isfinite(PrecedentFinder(corpus()).scores("")).all()


def test_the_shipped_weights_say_where_they_are_from() -> None:
    card = learned()
    assert set(card["weights"]) == set(FEATURES)
    assert card["cross_validated"]["map"] > 0.5
    assert card["weights"]["length"] < 0 < card["weights"]["whole"]


def test_weights_are_learned_from_judgements() -> None:
    rng = np.random.default_rng(0)
    features = [rng.normal(size=(30, len(FEATURES))) for _ in range(10)]
    relevant = [row[:, 1] > 1.0 for row in features]
    weights = learn_weights(features, relevant)
    assert max(weights, key=lambda name: weights[name]) == FEATURES[1]


def test_measures_agree_with_figures_worked_out_by_hand() -> None:
    ranking = ["x", "a", "y", "b", *[f"n{n}" for n in range(120)], "c"]
    found = retrieval.measures(ranking, {"a": 1, "b": 1, "c": 1, "x": 0})
    assert found["map"] == pytest.approx((1 / 2 + 2 / 4 + 3 / 125) / 3)
    assert found["mrr"] == 0.5
    assert found["p_10"] == 0.2
    assert found["recall_100"] == pytest.approx(2 / 3)
    gain = 1 / math.log2(3) + 1 / math.log2(5)
    assert found["ndcg_10"] == pytest.approx(gain / (1 + 1 / math.log2(3) + 1 / math.log2(4)))


def test_graded_judgements_count_by_their_grade() -> None:
    found = retrieval.measures(["a", "b"], {"a": 1, "b": 3})
    assert found["ndcg_10"] == pytest.approx((1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3)))
    assert found["map"] == 1.0


def bench_files(folder: Path) -> tuple[Path, Path, Path]:
    documents = [{"id": f"d{n}", "text": text} for n, text in enumerate(corpus())]
    asked = [
        {"id": "q1", "text": "As in [?CITATION?] the tenant withheld rent because the roof leaked."},
        {"id": "q2", "text": "Compound interest was charged on an overdraft, see [?CITATION?]."},
        {"id": "unjudged", "text": "Nothing."},
    ]
    for name, rows in (("corpus", documents), ("queries", asked)):
        (folder / name).write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    (folder / "qrels").write_text("q1 0 d0 1\nq2 0 d2 1\nq2 0 d1 0\n", encoding="utf-8")
    return folder / "corpus", folder / "queries", folder / "qrels"


def test_the_bench_gives_every_figure_for_ours_and_for_both_baselines(tmp_path: Path) -> None:
    result = retrieval.run(*bench_files(tmp_path))
    names = {"map", "mrr", "ndcg_10", "p_10", "recall_100", "queries", "seconds_index", "ms_per_query"}
    assert set(result) == names | {"bm25", "tfidf"}
    assert set(result["bm25"]) == set(result["tfidf"]) == names
    assert result["queries"] == 2
    assert result["map"] == 1.0


def test_the_order_of_the_files_changes_no_figure(tmp_path: Path) -> None:
    paths = bench_files(tmp_path)
    before = retrieval.run(*paths)
    for path in paths[:2]:
        path.write_text("\n".join(reversed(path.read_text().splitlines())), encoding="utf-8")
    after = retrieval.run(*paths)
    figures = ("map", "mrr", "ndcg_10", "p_10", "recall_100")
    assert {name: before[name] for name in figures} == {name: after[name] for name in figures}


def test_a_broken_judgement_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "qrels").write_text("q 0 d 1\nq 0 d\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        retrieval.read_qrels(tmp_path / "qrels")
