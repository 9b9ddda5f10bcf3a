"""What tests of this room share: a reader who can sign in, databases in which several processes meet."""

from __future__ import annotations

import pytest

from tarazy.people.models import User
from tests.acts.following.factories import a_reader
from tests.database import sqlite_file  # noqa: F401
from tests.postgres import postgres, postgres_url  # noqa: F401


@pytest.fixture
def reader(db: None) -> User:
    """Somebody who follows the bank."""
    return a_reader()


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest) -> str:
    """A database in a file or of a server, in which transactions are kept and processes meet."""
    return str(request.getfixturevalue({"sqlite": "sqlite_file", "postgresql": "postgres"}[request.param]))
