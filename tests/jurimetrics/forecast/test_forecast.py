"""The forecast: blind to the decision, honest about what it doesn't know."""

from __future__ import annotations

from datetime import date as Date
from pathlib import Path

import numpy as np
import pytest

from tarazy.jurimetrics.decision import Decision, Found, Instance, Outcome, PartName, Stage
from tarazy.jurimetrics.forecast import Forecaster, NotEnoughCases, probe_leaks
from tarazy.jurimetrics.forecast.base_rates import BaseRates
from tarazy.jurimetrics.forecast.ends import MERITS, all_ends, procedural_shares
from tarazy.jurimetrics.forecast.forecaster import _parts
from tarazy.jurimetrics.forecast.known_before import Case, cases_of, told_before
from tarazy.jurimetrics.forecast.model import Model
from tarazy.jurimetrics.learning.model_directory import ModelRefused
from tarazy.jurimetrics.reading import read_text
from tarazy.modelcourt.court import ModelCourt
from tarazy.modelcourt.truth import ActTruth

SORTS = ("loan", "wages", "flooding", "bank_loan", "utilities_debt", "moral_harm")
ACT = """РЕШЕНИЕ
Именем Республики Казахстан
12 марта 2025 года № 7510-25-00-2/77 город Алматы
Районный суд города Алматы в составе судьи Пробного А.А. рассмотрел дело по иску Заявителева Е.Е. к ТОО «Проба»
о взыскании задолженности по договору займа,
УСТАНОВИЛ:
Истец обратился в суд с иском о взыскании долга 500 000 тенге. По расписке ответчик получил деньги и не вернул.
Ответчик иск не признал, сославшись на безденежность займа.
Суд считает требования обоснованными и подлежащими удовлетворению.
Суд приходит к следующему. Долг подтверждён распиской.
РЕШИЛ:
Взыскать с ТОО «Проба» в пользу Заявителева Е.Е. 500 000 тенге."""


@pytest.fixture(scope="module")
def court() -> list[tuple[Decision, ActTruth]]:
    rows = []
    for act in ModelCourt(seed=9, cases=2400).acts():
        if act.truth.instance is not Instance.FIRST or act.truth.category not in SORTS:
            continue
        found = Found(value=act.truth.category, confidence=1.0, available_from=Stage.CLAIM)
        rows.append((read_text(act.text, id=act.id).model_copy(update={"category": found}), act.truth))
    return rows


@pytest.fixture(scope="module")
def bank(court: list[tuple[Decision, ActTruth]]) -> list[Decision]:
    return [decision for decision, _ in court]


@pytest.fixture(scope="module")
def forecaster(bank: list[Decision]) -> Forecaster:
    return Forecaster.fit(bank)


def case(outcome: Outcome | None = Outcome.GRANTED, **more: object) -> Case:
    values = {
        "act_id": "a",
        "chain": "a",
        "date": Date(2025, 1, 1),
        "category": "loan",
        "claim": "debt",
        "features": {},
        "outcome": outcome,
        "share": None,
        "days": 40,
    }
    return Case(**{**values, **more})  # type: ignore[arg-type]


def test_another_decision_or_another_judge_moves_nothing(
    forecaster: Forecaster, bank: list[Decision]
) -> None:
    report = probe_leaks(forecaster, bank)
    assert report.acts > 100
    assert report.clean, report


def test_the_probe_sees_a_forecaster_that_reads_the_decision(
    forecaster: Forecaster, bank: list[Decision], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "tarazy.jurimetrics.forecast.known_before.told_before", lambda decision, stage=None: decision.text
    )
    assert not probe_leaks(forecaster, bank[:60]).clean


def test_what_the_court_says_and_who_is_named_is_not_told_before() -> None:
    told = told_before(read_text(ACT))
    assert "расписке" in told
    assert "безденежность" in told
    for hidden in ("обоснованными", "приходит", "Пробного", "Заявителева", "РЕШИЛ"):
        assert hidden not in told


def test_with_the_claim_alone_the_response_is_not_known() -> None:
    told = told_before(read_text(ACT), Stage.CLAIM)
    assert "расписке" in told
    assert "безденежность" not in told


def test_no_feature_names_a_judge_a_court_or_a_region(court: list[tuple[Decision, ActTruth]]) -> None:
    for decision, truth in court:
        words = {
            word.lower()[:6] for word in (*truth.judge.split(), *truth.region.split("_")) if len(word) > 5
        }
        names = {
            name.rsplit("w:", 1)[1] for one in cases_of(decision) for name in one.features if "w:" in name
        }
        known = {part for name in names for part in name.split()}
        spoken = decision.part(PartName.DESCRIPTION).lower()
        assert not {word for word in words if word not in spoken} & {part[:6] for part in known}


def test_chances_are_probabilities_in_falling_order_with_their_interval_around(
    forecaster: Forecaster, bank: list[Decision]
) -> None:
    answered = [claim for act in bank for claim in forecaster.predict(act) if not claim.abstained]
    assert answered
    for claim in answered:
        chances = [one.probability for one in claim.chances]
        assert sum(chances) == pytest.approx(1.0)
        assert chances == sorted(chances, reverse=True)
        assert all(0 <= one.low <= one.probability <= one.high <= 1 for one in claim.chances)
        assert claim.chances[0].outcome in claim.conformal_set
        assert claim.base_rate is not None
        assert claim.base_rate.n >= 1


def test_a_sort_of_claims_that_was_hardly_ever_met_gets_the_base_rate_only(
    forecaster: Forecaster, bank: list[Decision]
) -> None:
    act = next(one for one in bank if one.claims)
    rare = tuple(
        found.model_copy(update={"value": found.value.model_copy(update={"type": "emancipation"})})
        for found in act.claims
    )
    for claim in forecaster.predict(act.model_copy(update={"claims": rare})):
        if claim.type == "emancipation":
            assert claim.abstained
            assert claim.reason == "thin_support"
            assert not claim.chances
            assert claim.base_rate is not None


def test_a_text_without_claims_or_category_is_not_forecast(forecaster: Forecaster) -> None:
    (nothing,) = forecaster.predict(read_text("Просто письмо о погоде."))
    assert nothing.reason == "no_claims"
    assert all(one.reason == "no_category" for one in forecaster.predict(read_text(ACT)))


def test_a_saved_forecaster_answers_as_before(
    forecaster: Forecaster, bank: list[Decision], tmp_path: Path
) -> None:
    forecaster.save(tmp_path / "model")
    again = Forecaster.load(tmp_path / "model")
    for act in bank[:40]:
        before = [one.model_dump(exclude={"model"}) for one in forecaster.predict(act)]
        assert [one.model_dump(exclude={"model"}) for one in again.predict(act)] == before


def test_a_model_whose_file_was_changed_is_refused(forecaster: Forecaster, tmp_path: Path) -> None:
    forecaster.save(tmp_path / "model")
    file = tmp_path / "model" / "base_rates.json"
    file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(ModelRefused) as refused:
        Forecaster.load(tmp_path / "model")
    assert refused.value.code == "model_changed"


def test_a_model_of_another_shape_is_refused(forecaster: Forecaster, tmp_path: Path) -> None:
    model = forecaster.model
    other = Model(model.vocabulary, np.dstack([model.weights, model.weights]), model.temperature)
    Forecaster(other, forecaster.classes, forecaster.base, forecaster.conformal, forecaster.card).save(
        tmp_path / "model"
    )
    with pytest.raises(ModelRefused) as refused:
        Forecaster.load(tmp_path / "model")
    assert refused.value.code == "model_foreign"


def test_too_few_cases_make_no_forecaster(bank: list[Decision]) -> None:
    with pytest.raises(NotEnoughCases):
        Forecaster.fit(bank[:50])


def test_a_group_never_stands_in_a_later_part_too() -> None:
    groups = [place // 3 for place in range(100)]
    groups[0] = groups[70] = groups[95] = 500
    parts = _parts(list(range(100)), groups)
    seen: set[int] = set()
    for part in parts:
        own = {groups[place] for place in part}
        assert not own & seen
        seen |= own
    assert 70 not in parts[1]
    assert 95 not in parts[2]


def test_procedural_ends_have_the_share_of_such_claims_and_facts_do_not_move_them() -> None:
    past = [case(Outcome.GRANTED)] * 60 + [case(Outcome.RETURNED)] * 40
    base = BaseRates.of(past)
    (share,) = procedural_shares(base, [Outcome.RETURNED], "loan", "debt")
    assert share == pytest.approx(0.4)
    merits = np.array([[0.9, 0.1]])
    full = all_ends(merits, base, (Outcome.DENIED, Outcome.GRANTED, Outcome.RETURNED), [("loan", "debt")])
    assert full[0] == pytest.approx([0.9 * 0.6, 0.1 * 0.6, 0.4])
    assert set(MERITS) == {Outcome.GRANTED, Outcome.GRANTED_IN_PART, Outcome.DENIED}


def test_a_sort_never_met_borrows_the_overall_share() -> None:
    base = BaseRates.of([case(Outcome.GRANTED)] * 90 + [case(Outcome.DISCONTINUED)] * 10)
    (share,) = procedural_shares(base, [Outcome.DISCONTINUED], "adoption", "adoption")
    assert share == pytest.approx(0.1)


def test_the_expected_share_lies_between_nothing_and_the_whole() -> None:
    parts = [case(Outcome.GRANTED_IN_PART, share=n / 20) for n in range(1, 20)]
    base = BaseRates.of(parts + [case(Outcome.DENIED, share=0.0)] * 20)
    share = base.share(
        "loan", "debt", {Outcome.GRANTED_IN_PART: 0.5, Outcome.GRANTED: 0.25, Outcome.DENIED: 0.25}
    )
    assert share is not None
    assert share.expected == pytest.approx(0.25 + 0.5 * 0.5, abs=0.02)
    assert 0 <= share.low <= share.expected <= share.high <= 1


def test_cases_under_way_only_lengthen_the_durations() -> None:
    ended = [case(days=30, chain=str(n)) for n in range(30)]
    running = [case(None, days=300, chain=f"r{n}") for n in range(30)]
    alone, both = BaseRates.of(ended).days("loan", "debt"), BaseRates.of(ended + running).days("loan", "debt")
    assert alone is not None
    assert both is not None
    assert alone.median == 30
    assert both.high >= alone.high
    assert BaseRates.of(ended + running).support("loan", "debt") == 30
