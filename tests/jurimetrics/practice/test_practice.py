"""The practice of a small bank: built, opened, asked, and never left half built."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tarazy.jurimetrics.cli import app
from tarazy.jurimetrics.decision import Decision, Found, Outcome, Stage
from tarazy.jurimetrics.practice import ANSWERS, Practice, PracticeMissing, TraceAnswer, build_practice
from tarazy.jurimetrics.reading import read_text
from tarazy.modelcourt.court import ModelCourt
from tarazy.modelcourt.truth import ModelAct

CLAIM = (
    "В районный суд города Алматы. Истец: Сапарова Айгуль Маратовна. Ответчик: ТОО «Проба-Строй». "
    "Исковое заявление о взыскании заработной платы. Я работала у ответчика с 3 февраля по 31 июля 2025 года. "
    "Заработная плата за июнь и июль не выплачена, задолженность 842 600 тенге. "
    "Прошу взыскать с ответчика заработную плату в размере 842 600 тенге."
)


@pytest.fixture(scope="module")
def model_acts() -> list[ModelAct]:
    return list(ModelCourt(seed=5, cases=260).acts())


def read(act: ModelAct) -> Decision:
    decision = read_text(act.text, id=act.id)
    if not act.truth.category:
        return decision
    found = Found(value=act.truth.category, confidence=1.0, available_from=Stage.CLAIM)
    return decision.model_copy(update={"category": found})


@pytest.fixture(scope="module")
def bank(model_acts: list[ModelAct]) -> list[Decision]:
    return [read(act) for act in model_acts]


@pytest.fixture(scope="module")
def practice(bank: list[Decision], tmp_path_factory: pytest.TempPathFactory) -> Practice:
    return Practice.open(build_practice(bank, tmp_path_factory.mktemp("bank") / "practice"))


def test_an_act_gets_all_five_answers(practice: Practice, bank: list[Decision]) -> None:
    names = [answer.name for answer in practice.ask(bank[0])]
    assert sorted(names) == sorted(ANSWERS)


def test_a_claim_that_is_not_yet_decided_gets_its_category_and_like_cases(practice: Practice) -> None:
    given = {answer.name: answer.content for answer in practice.ask(read_text(CLAIM))}
    assert given["category"].category == "wages"
    assert given["analogues"]
    assert any(one.decision.category.value == "wages" for one in given["analogues"] if one.decision.category)


def test_an_act_under_review_is_traced_to_the_act_of_the_court_below(
    practice: Practice, model_acts: list[ModelAct]
) -> None:
    above = [act for act in model_acts if act.truth.reviewed and not act.truth.reviewed.noisy]
    assert above
    found = 0
    for act in above:
        asked = read(act).model_copy(update={"id": ""})
        answer = practice.trace(asked)
        assert isinstance(answer, TraceAnswer)
        found += act.truth.reviewed.act_id in answer.track.ids
    assert found >= 0.9 * len(above)


def test_a_forecast_of_a_finished_act_does_not_know_its_outcome(
    practice: Practice, bank: list[Decision]
) -> None:
    act = next(one for one in bank if one.outcome and one.claims and one.category)
    turned = act.model_copy(
        update={
            "outcome": Found(value=Outcome.RETURNED),
            "claims": tuple(
                one.model_copy(update={"value": one.value.model_copy(update={"outcome": Outcome.RETURNED})})
                for one in act.claims
            ),
        }
    )
    assert practice.forecast(act) == practice.forecast(turned)


def test_a_build_that_breaks_off_leaves_the_old_practice_as_it_was(
    practice: Practice, bank: list[Decision], tmp_path: Path
) -> None:
    folder = tmp_path / "practice"
    build_practice(bank[:60], folder)
    before = (folder / "card.json").read_bytes()

    def broken() -> Iterator[Decision]:
        yield from bank[:30]
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk"):
        build_practice(broken(), folder)
    assert (folder / "card.json").read_bytes() == before
    assert len(Practice.open(folder).index) == 60


def test_acts_with_one_id_are_refused_and_nothing_is_left(bank: list[Decision], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unique"):
        build_practice([*bank[:40], bank[0]], tmp_path / "practice")
    with pytest.raises(PracticeMissing):
        Practice.open(tmp_path / "practice")


def test_no_acts_make_no_practice(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no acts"):
        build_practice([], tmp_path / "practice")
    assert not (tmp_path / "practice").exists()


def test_ones_own_decisions_are_built_and_asked_from_the_terminal(
    model_acts: list[ModelAct], tmp_path: Path
) -> None:
    rows = tmp_path / "acts.jsonl"
    with rows.open("w", encoding="utf-8") as out:
        for act in model_acts[:80]:
            out.write(json.dumps({"id": act.id, "text": act.text}, ensure_ascii=False) + "\n")
        out.write('{"id": "empty", "text": ""}\n')
    claim = tmp_path / "claim.txt"
    claim.write_text(CLAIM, encoding="utf-8")
    folder = str(tmp_path / "practice")
    built = CliRunner().invoke(app, ["build", str(rows), "--practice", folder])
    assert built.exit_code == 0, built.output
    assert "left out" in built.stderr
    asked = CliRunner().invoke(app, ["ask", str(claim), "--practice", folder, "--json"])
    assert asked.exit_code == 0, asked.output
    given = json.loads(asked.stdout)
    assert sorted(given) == sorted(ANSWERS)
    assert given["category"]["top"][0][0] == "wages"
    for command in ("trace", "anomalies", "potential"):
        shown = CliRunner().invoke(app, [command, "--practice", folder, "--json"])
        assert isinstance(json.loads(shown.stdout)["rows"], list)
    assert "practice" in CliRunner().invoke(app, ["report", "--practice", folder]).stdout
