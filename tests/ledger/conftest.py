"""What tests of the ledger share: both engines, entries, a key."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tarazy import ledger
from tarazy.ledger.models import Entry
from tests.database import flush_despite_the_ledger, sqlite_file  # noqa: F401 - a fixture
from tests.postgres import postgres, postgres_url  # noqa: F401 - fixtures

flush_despite_the_ledger()

NOON = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
COURT = "7101"


@pytest.fixture(autouse=True)
def _own_key(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key of this test's own, and a name that doesn't hang on where the tests run."""
    settings.TARAZY_HOME = tmp_path
    settings.LEDGER_NAME = "sot.example"
    for name in ("LEDGER_KEY", "LEDGER_NAME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn, empty, with transactions that commit."""
    request.getfixturevalue("postgres" if request.param == "postgresql" else "sqlite_file")
    return request.param


def enter(count: int = 1, stream: str = COURT, kind: str = "case.filed") -> list[Entry]:
    """That many further entries of the court, all in one transaction."""
    with transaction.atomic():
        return [ledger.append(stream, kind, {"case": f"{one:064x}"}, at=NOON) for one in range(count)]
