"""How changes reach the index when several processes share it, and what the worker does."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tarazy.acts.actions.set_visibility import set_visibility
from tarazy.acts.models import Act, Visibility
from tarazy.acts.searching import changes, schedule
from tarazy.acts.searching.engine import EngineBusy
from tarazy.acts.searching.models import IndexChange, Rebuilding
from tarazy.acts.searching.opening import engine_at, open_engine, search_url
from tarazy.acts.searching.question import Question
from tarazy.acts.searching.tantivy_engine import TantivyEngine
from tarazy.people.models import User

pytestmark = pytest.mark.django_db
PUBLIC = Question(seen_by=("visibility:public",))


def folder() -> Path:
    return Path(search_url().removeprefix("tantivy://"))


def test_while_a_worker_holds_the_index_others_leave_their_changes_to_it(
    bank: list[Act], staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = TantivyEngine(folder())
    with worker.writing(stay=True):
        pass
    reader = open_engine()
    with pytest.raises(EngineBusy), reader.writing():
        pass
    set_visibility(bank[0].act_id, Visibility.CLOSED, staff)
    assert IndexChange.objects.count() == 1
    assert reader.search(PUBLIC).total == 31
    with monkeypatch.context() as patched:
        patched.setattr(changes, "open_engine", lambda: worker)
        assert changes.apply_waiting(stay=True) == 1
    assert not IndexChange.objects.exists()
    time.sleep(0.3)
    assert reader.search(PUBLIC).total == 30, "a reader looks again within a fraction of a second"
    worker.close()
    set_visibility(bank[0].act_id, Visibility.PUBLIC, staff)
    assert reader.search(PUBLIC).total == 31


def test_a_bank_without_an_index_gets_one_from_the_worker(
    bank: list[Act], settings: Any, tmp_path: Path
) -> None:
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'another'}"
    assert open_engine().search(PUBLIC).total == 0
    schedule._begin()
    assert open_engine().search(PUBLIC).total == 31


def test_a_round_of_the_worker_survives_an_engine_that_is_away_or_broken(
    bank: list[Act], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    IndexChange.objects.create(row=bank[0].pk)
    with monkeypatch.context() as patched:
        patched.setattr(schedule, "apply_waiting", lambda **_: 1 / 0)
        assert schedule.round_once() == 0
    here = search_url()
    settings.SEARCH_URL = "opensearch://127.0.0.1:9/acts"
    assert schedule.round_once() == 0
    settings.SEARCH_URL = here
    assert schedule.round_once() == 1
    engine_at(here).close()


def test_changes_kept_for_a_rebuilding_that_died_are_let_go(bank: list[Act]) -> None:
    Rebuilding.objects.update_or_create(pk=1, defaults={"beat": timezone.now()})
    changes.note([bank[0].pk])
    changes.apply_waiting()
    assert IndexChange.objects.filter(applied=True).count() == 1, "the new index will want it"
    Rebuilding.objects.update(beat=timezone.now() - 2 * changes.DEAD_AFTER)
    changes.note([bank[1].pk])
    changes.apply_waiting()
    assert not IndexChange.objects.exists()


def test_many_changes_of_one_act_are_one_write_of_its_last_state(bank: list[Act]) -> None:
    Act.objects.filter(pk=bank[0].pk).update(visibility=Visibility.CLOSED)
    changes.note([bank[0].pk] * 7)
    assert changes.apply_waiting() == 7
    assert open_engine().search(PUBLIC).total == 30
