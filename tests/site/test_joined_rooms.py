"""What the site tells one room of another that it may not know itself."""

from __future__ import annotations

import pytest

from tarazy.acts.actions.import_acts import import_acts
from tarazy.acts.models import Source, Visibility
from tarazy.cabinet.constructor.case_statistics import statistics_for
from tarazy.jurimetrics.decision import Decision
from tests.acts.factories import a_decision


@pytest.fixture(autouse=True)
def _own_index(tmp_path: object, settings: object) -> None:
    settings.ACTS_INDEX = tmp_path / "index"  # type: ignore[attr-defined,operator]


def alike(number: int) -> tuple[str, list[Decision]]:
    """A category and so many decided cases of first instance of it."""
    found: list[Decision] = []
    category = ""
    for seed in range(500):
        one = a_decision(seed)
        category = category or (one.category.value if one.category else "")
        same = one.category and one.category.value == category
        if same and one.outcome and one.instance and one.instance.value == "first" and len(found) < number:
            found.append(one)
    return category, found


@pytest.mark.django_db
@pytest.mark.parametrize(("cases", "shown"), [(19, False), (20, True)])
def test_the_constructor_shows_how_such_cases_ended_only_when_there_are_enough(
    cases: int, shown: bool
) -> None:
    category, decisions = alike(cases)
    assert len(decisions) == cases
    import_acts(decisions, source=Source.MODEL, visibility=Visibility.PUBLIC)
    found = statistics_for(category, "")
    assert (found is not None) == shown
    assert found is None or (found.n == cases and found.low <= found.granted <= found.high)
    assert statistics_for("no_such_category", "") is None


@pytest.mark.django_db
def test_closed_acts_are_not_counted_for_the_public() -> None:
    decisions = [a_decision(seed) for seed in range(60)]
    category = next(one.category.value for one in decisions if one.category)
    import_acts(decisions, source=Source.OWN, visibility=Visibility.CLOSED)
    assert statistics_for(category, "") is None
