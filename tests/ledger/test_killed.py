"""Killed at any moment, the ledger and the tables agree, and nothing that was said to be kept is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def killed(url: str, home: Path, times: int) -> dict[str, Any]:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.ledger.filing", str(times), "7"],
        env=os.environ | {"DATABASE_URL": url, "TARAZY_HOME": str(home)},
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    said: dict[str, Any] = json.loads(ended.stdout)
    return said


def test_two_hundred_kills_leave_ledger_and_tables_agreeing_on_sqlite(tmp_path: Path) -> None:
    said = killed(f"sqlite:///{tmp_path / 'killed.sqlite3'}", tmp_path, 200)
    assert said["faults"] == []
    assert said["kills"] == 200
    assert said["entries"] > 200 and said["inside"] > 50  # it was at work, and died while at it


def test_kills_leave_ledger_and_tables_agreeing_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    said = killed(postgres_url, tmp_path, 40)
    assert said["faults"] == []
    assert said["entries"] > 40 and said["inside"] > 10
