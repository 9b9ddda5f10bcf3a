"""When the demo's filling is made anew."""

from __future__ import annotations

import json
from datetime import date as Date
from pathlib import Path

import pytest

from tarazy.site import demo_filling


@pytest.fixture
def aside(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Databases that were set aside; there is one, and nobody worked in it."""
    found: list[Path] = []
    monkeypatch.setattr(demo_filling, "_there", lambda: True)
    monkeypatch.setattr(demo_filling, "own_work", lambda: False)
    monkeypatch.setattr(demo_filling, "set_aside", lambda home: bool(found.append(home)) or True)
    return found


def test_a_second_demo_of_the_same_week_sets_nothing_aside(aside: list[Path], tmp_path: Path) -> None:
    assert not demo_filling.renew(tmp_path, "300")
    assert not demo_filling.renew(tmp_path, "300")
    assert aside == []


def test_another_week_begins_anew(aside: list[Path], tmp_path: Path) -> None:
    demo_filling.renew(tmp_path, "300")
    record = tmp_path / "filling.json"
    record.write_text(json.dumps(json.loads(record.read_text()) | {"week": "2020-W01"}))
    assert demo_filling.renew(tmp_path, "300")
    assert not demo_filling.renew(tmp_path, "300")
    assert aside == [tmp_path]


def test_work_of_ones_own_is_kept(aside: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    demo_filling.renew(tmp_path, "300")
    monkeypatch.setattr(demo_filling, "own_work", lambda: True)
    assert not demo_filling.renew(tmp_path, "100")
    assert aside == []


def test_weeks_are_those_of_iso() -> None:
    assert demo_filling.week_of(Date(2027, 1, 1)) == "2026-W53"
