"""Workers that race for one draw, and workers killed at any moment, leave one draw, one seat and a whole ledger."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'court.sqlite3'}"
    return str(request.getfixturevalue("postgres"))  # migrated once for all rooms


def test_rivals_and_kills_leave_one_draw_of_each_case(database: str, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.allocation.rivals"],
        env=os.environ | {"DATABASE_URL": database, "TARAZY_HOME": str(tmp_path), "LOG_LEVEL": "ERROR"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    told = json.loads(ran.stdout)
    assert [sorted(ends) for ends in told["commits"]] == [[0, 1, 1, 1]] * 3, ran.stderr
    assert told["completed"] == [0] * 4 and told["finished"] == 0, ran.stderr
    assert told["killed"] >= 2
    assert told["drawn"] == told["seated"] == told["chosen"] == told["verified"] == 15
    assert told["others"] == 0 and told["seats"] == [1] and told["differences"] == 0
