"""A small bank of acts for the room's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tarazy.acts.actions.import_acts import import_acts
from tarazy.acts.models import Act, Source, Visibility
from tarazy.jurimetrics.decision import Instance, Review
from tarazy.people.models import User
from tarazy.people.permissions import Role
from tarazy.site.translations import compile_all
from tests.acts.factories import a_decision
from tests.people.factories import with_role


@pytest.fixture(autouse=True, scope="session")
def _words() -> None:
    """The catalogues as they stand, compiled."""
    compile_all()


@pytest.fixture(autouse=True)
def _own_index(tmp_path: Path, settings: object) -> None:
    settings.ACTS_INDEX = tmp_path / "index"  # type: ignore[attr-defined]
    settings.PRACTICE_DIR = tmp_path / "practice"  # type: ignore[attr-defined]


@pytest.fixture
def staff(db: None) -> User:
    """One who may read closed acts."""
    return with_role(Role.JUDGE, "7510")


@pytest.fixture
def bank(db: None) -> list[Act]:
    """Thirty public acts in three languages, the first of them reviewed on appeal."""
    decisions = [a_decision(seed, language=("ru", "kk", "en")[seed % 3]) for seed in range(30)]
    decisions.append(a_decision(0, instance=Instance.APPEAL, review=Review.UPHELD))
    import_acts(decisions, source=Source.MODEL, visibility=Visibility.PUBLIC)
    return list(Act.objects.order_by("pk"))


@pytest.fixture
def hidden(bank: list[Act]) -> Act:
    """A closed act among them."""
    decision = a_decision(777).model_copy(update={"id": "hidden-777"})
    text = decision.text.replace("расчётные листки", "расчётные листки сокровенности")
    import_acts(
        [
            a_decision(777).model_copy(
                update={"id": "hidden-777", "text": text, "parts": {}, "norms": decision.norms}
            )
        ],
        source=Source.OWN,
        visibility=Visibility.CLOSED,
    )
    return Act.objects.get(act_id="hidden-777")
