"""A practice that was really built, of model acts that the bank has too; the desk as in its own tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tarazy.acts.actions.import_acts import import_acts
from tarazy.acts.models import Source, Visibility
from tarazy.jurimetrics.decision import Decision, Found, Stage
from tarazy.jurimetrics.practice import build_practice
from tarazy.jurimetrics.reading import read_text
from tarazy.modelcourt.court import ModelCourt
from tests.acts.desk.conftest import _demo  # noqa: F401 - autouse


def read(act: Any) -> Decision:
    decision = read_text(act.text, id=act.id)
    if not act.truth.category:
        return decision
    found = Found(value=act.truth.category, confidence=1.0, available_from=Stage.CLAIM)
    return decision.model_copy(update={"category": found})


@pytest.fixture(scope="session")
def model_bank() -> list[Decision]:
    return [read(act) for act in ModelCourt(seed=5, cases=70).acts()]


@pytest.fixture(scope="session")
def built(model_bank: list[Decision], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_practice(model_bank, tmp_path_factory.mktemp("beside") / "practice")


@pytest.fixture
def practice(built: Path, model_bank: list[Decision], settings: Any, tmp_path: Path, db: None) -> Path:
    settings.PRACTICE_DIR = built
    settings.ACTS_INDEX = tmp_path / "index"
    import_acts(model_bank, source=Source.MODEL, visibility=Visibility.PUBLIC)
    return built
