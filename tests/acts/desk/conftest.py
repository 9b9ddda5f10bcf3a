"""The desk's tests run in a demo, on SQLite or PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tarazy.acts.desk import sealing
from tests.database import flush_despite_the_ledger, sqlite_file  # noqa: F401
from tests.postgres import postgres, postgres_url  # noqa: F401

flush_despite_the_ledger()


@pytest.fixture(autouse=True)
def _demo(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TARAZY_DEMO = True
    settings.TARAZY_HOME = tmp_path
    settings.STORAGE_URL = ""
    monkeypatch.setattr(sealing, "COSTS", {1: (1, 8, 1)})  # guesses cost nothing here
