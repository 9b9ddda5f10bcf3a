"""`tarazy robot …`: lint, coverage, explain, try."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tarazy.robot.cli import app
from tarazy.robot.table import table_names
from tests.robot.rules.test_tables import TABLE

run = CliRunner()


def test_the_tables_of_the_house_pass() -> None:
    assert run.invoke(app, ["lint"]).exit_code == 0
    covered = run.invoke(app, ["coverage"])
    assert covered.exit_code == 0
    assert covered.stdout.count(" 0 untried") == len(table_names())


def test_a_table_of_ones_own_is_linted(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(TABLE, encoding="utf-8")
    assert run.invoke(app, ["lint", str(path)]).exit_code == 0
    path.write_text(TABLE.replace("{mci: 2}", "8650"), encoding="utf-8")
    slips = run.invoke(app, ["lint", str(path)])
    assert slips.exit_code == 1
    assert "small enough: literal_threshold: paid at_least 8650" in slips.stdout
    path.write_text("name: [", encoding="utf-8")
    assert run.invoke(app, ["lint", str(path)]).exit_code == 1


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_table_explains_itself(language: str) -> None:
    told = run.invoke(app, ["explain", "travel_ban", "--language", language])
    assert told.exit_code == 0
    assert "4b." in told.stdout and "33" in told.stdout


def test_facts_are_tried() -> None:
    told = run.invoke(app, ["try", "travel_ban", "--set", "balance='172999.99'"])
    assert "draft:sanction_refusal" in told.stdout and "Отказать в санкционировании" in told.stdout
    told = run.invoke(app, ["try", "travel_ban", "--doubt", "balance=stale", "--language", "kk"])
    assert "handed_over" in told.stdout and "stale" in told.stdout


def test_an_unknown_table_is_named() -> None:
    assert run.invoke(app, ["explain", "nothing"]).exit_code == 2
