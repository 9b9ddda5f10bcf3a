"""Fifty file and register at once, ten fail in the middle, others are killed: numbers, dockets and ledger agree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_numbers_dockets_and_ledger_agree_after_a_crowd_failures_and_kills(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Fifty at once get fifty numbers; of fifty more ten fail after their number was taken; thirty are killed."""
    url = f"sqlite:///{tmp_path / 'crowd.sqlite3'}"
    if engine == "postgresql":
        url = request.getfixturevalue("postgres_url")
    whole, failing, killed = ran(url, tmp_path, 10, 5, 10, 30)

    assert whole == {"filed": 50, "registered": 50, "failed": 0, "inside": 0, "faults": []}
    assert failing == {"filed": 50, "registered": 40, "failed": 10, "inside": 0, "faults": []}
    assert killed["faults"] == []
    assert killed["registered"] >= 30 and killed["inside"] > 5


def ran(url: str, home: Path, *words: object) -> list[dict[str, Any]]:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.cases.crowd", *map(str, words)],
        env=os.environ | {"DATABASE_URL": url, "TARAZY_HOME": str(home)},
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    said: list[dict[str, Any]] = json.loads(ended.stdout)
    return said
