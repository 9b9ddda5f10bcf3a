"""The bench of anomalies measures what it says, and the rules hold on acts read from text."""

from __future__ import annotations

from rich.console import Console

from tarazy.jurimetrics.anomalies import AnomalyCard, AnomalyKind
from tarazy.modelcourt.bench import anomalies

SEEN_IN_ONE_ACT = (
    AnomalyKind.ARITHMETIC,
    AnomalyKind.IMPOSSIBLE_DATE,
    AnomalyKind.UNANSWERED_CLAIM,
    AnomalyKind.CONTRADICTION,
    AnomalyKind.NORM_NOT_IN_FORCE,
)


def test_figures_are_counted_by_kind_and_over_all() -> None:
    planted = {(AnomalyKind.ARITHMETIC, "a"), (AnomalyKind.ARITHMETIC, "b"), (AnomalyKind.CONTRADICTION, "c")}
    found = {(AnomalyKind.ARITHMETIC, "a"), (AnomalyKind.CONTRADICTION, "a")}
    figures = anomalies.score(planted, found)
    assert (figures["precision"], figures["recall"]) == (0.5, 0.3333)
    assert figures["by_kind"]["arithmetic"]["recall"] == 0.5
    assert figures["by_kind"]["contradiction"]["precision"] == 0.0
    assert figures["by_kind"]["impossible_date"]["precision"] is None


def test_two_cards_of_a_kind_on_an_act_count_once_and_drift_by_its_court() -> None:
    cards = [
        AnomalyCard(kind=AnomalyKind.ARITHMETIC, code="x", act_id="a"),
        AnomalyCard(kind=AnomalyKind.ARITHMETIC, code="y", act_id="a"),
        AnomalyCard(kind=AnomalyKind.COURT_DRIFT, code="grants_more", params={"key": "7510"}),
    ]
    assert anomalies.marks(cards) == {(AnomalyKind.ARITHMETIC, "a"), (AnomalyKind.COURT_DRIFT, "7510")}


def test_rules_find_what_was_planted_in_texts_and_hardly_anything_else() -> None:
    figures = anomalies.run(seed=22, cases=200, anomaly_share=0.5)
    for kind in SEEN_IN_ONE_ACT:
        row = figures["by_kind"][kind.value]
        assert row["planted"] > 3, kind
        assert (row["recall"] or 0) >= 0.75, kind
        assert (row["precision"] or 0) >= 0.9, kind


def test_sound_acts_raise_almost_no_cards() -> None:
    figures = anomalies.run(seed=23, cases=150, anomaly_share=0.0)
    assert figures["found"] <= 2


def test_the_table_is_printed() -> None:
    console = Console(record=True, width=100)
    anomalies.render(anomalies.run(seed=3, cases=30), console)
    assert "unanswered_claim" in console.export_text()
