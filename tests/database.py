"""Databases of tests: a file of SQLite instead of memory, and emptying one whose ledger refuses to be emptied.

The tests' usual SQLite is one in memory that threads can't write at once. A test of what happens at once asks for the
fixture `sqlite_file` (a room's conftest imports it) or for `postgres` of `tests/postgres.py`; see there.

Entries and checkpoints of the ledger can't be deleted: triggers of the database refuse it, and Django's `flush`, which
ends each transactional test, deletes everything. `flush_despite_the_ledger()` takes the triggers off around a flush
and puts them back; `tests/conftest.py` or a room's conftest calls it once, at import.
"""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import environ
import pytest
from django.core.management import call_command
from django.core.management.commands import flush as django_flush
from django.db import DEFAULT_DB_ALIAS, connections

from tarazy.ledger import guards


@contextmanager
def connected_to(url: str) -> Iterator[str]:
    """Within it, Django's default connection leads to the database of the URL, for all threads."""
    before, settings = connections["default"], connections.settings["default"]
    given = environ.Env.db_url_config(url)
    options = (
        settings["OPTIONS"] if given["ENGINE"] == settings["ENGINE"] else OPTIONS.get(given["ENGINE"], {})
    )
    connections.settings["default"] = settings | {"OPTIONS": options} | given
    del connections["default"]
    try:
        yield url
    finally:
        connections["default"].close()
        connections.settings["default"] = settings
        connections["default"] = before


# As in the settings, for a run whose own database is of the other engine.
OPTIONS = {
    "django.db.backends.sqlite3": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
}


@functools.cache
def _migrated_file() -> Path:
    """A migrated SQLite database of this process, to be copied: the tests' own one, or a new one beside another engine."""
    path = Path(tempfile.mkdtemp(prefix="tarazy-sqlite-")) / "migrated.sqlite3"
    atexit.register(shutil.rmtree, path.parent, ignore_errors=True)
    own = connections["default"].settings_dict
    # Where no test of the run asks for `db`, Django makes none: the connection still leads to the installation's.
    if connections["default"].vendor == "sqlite" and own["NAME"] == own["TEST"]["NAME"]:
        with connections["default"].cursor() as cursor:
            cursor.execute("VACUUM INTO %s", (str(path),))
    else:
        with connected_to(f"sqlite:///{path}"):
            call_command("migrate", verbosity=0, interactive=False)
    return path


@pytest.fixture
def sqlite_file(tmp_path: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """While the test runs, Django's default connection is a migrated SQLite database in a file; its URL.

    Transactions commit, threads and processes write in turn. Don't mix it with `db` and `transactional_db`.
    """
    with django_db_blocker.unblock():
        path = tmp_path / "test.sqlite3"
        shutil.copy(_migrated_file(), path)
        with connected_to(f"sqlite:///{path}") as url:
            yield url


def flush(database: str = DEFAULT_DB_ALIAS) -> None:
    """Delete every row of every table, those of the ledger too; the ledger is guarded again afterwards."""
    flush_despite_the_ledger()
    call_command(
        "flush", verbosity=0, interactive=False, database=database, reset_sequences=False,
        allow_cascade=True, inhibit_post_migrate=False,
    )  # fmt: skip


def flush_despite_the_ledger() -> None:
    """From now on Django's command `flush` (and so TransactionTestCase) works on a guarded ledger too."""
    ordinary = django_flush.Command.handle
    if getattr(ordinary, "despite_the_ledger", False):
        return

    def handle(self: Any, **options: Any) -> Any:
        connection = connections[options["database"]]
        guarded = guards.are_set(connection)
        if guarded:
            guards.lift(connection)
        try:
            return ordinary(self, **options)
        finally:
            if guarded:
                guards.put(connection)

    handle.despite_the_ledger = True  # type: ignore[attr-defined]
    django_flush.Command.handle = handle  # type: ignore[method-assign]
