"""Emptying a database whose ledger refuses to be emptied.

Entries and checkpoints of the ledger can't be deleted: triggers of the database refuse it, and Django's `flush`, which
ends each transactional test, deletes everything. `flush_despite_the_ledger()` takes the triggers off around a flush
and puts them back; `tests/conftest.py` or a room's conftest calls it once, at import.
"""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.commands import flush as django_flush
from django.db import DEFAULT_DB_ALIAS, connections

from tarazy.ledger import guards


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
