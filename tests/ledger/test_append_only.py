"""The database refuses to change or delete what the ledger holds, whoever asks and however."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from tarazy import ledger
from tarazy.ledger import guards
from tarazy.ledger.models import Checkpoint, Entry
from tests.database import flush
from tests.ledger.conftest import COURT, NOON, enter


def refused(attempt: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            attempt()
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


def sql(statement: str) -> Callable[[], None]:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


def saved() -> None:
    entry = Entry.objects.get(number=1)
    entry.kind = "other"
    entry.save()


def saved_in_bulk() -> None:
    entry = Entry.objects.get(number=1)
    entry.kind = "other"
    Entry.objects.bulk_update([entry], ["kind"])


def put_over() -> None:
    entry = Entry.objects.get(number=1)
    entry.pk, entry.kind = None, "other"
    Entry.objects.bulk_create(
        [entry], update_conflicts=True, unique_fields=["stream", "number"], update_fields=["kind"]
    )


ATTEMPTS: dict[str, Callable[[], object]] = {
    "save": saved,
    "update": lambda: Entry.objects.update(kind="other"),
    "bulk_update": saved_in_bulk,
    "bulk_create over": put_over,
    "delete one": lambda: Entry.objects.get(number=2).delete(),
    "delete all": lambda: Entry.objects.all().delete(),
    "raw delete": lambda: Entry.objects.all()._raw_delete("default"),
    "sql update": sql("UPDATE ledger_entry SET body_text = '{}' WHERE number = 1"),
    "sql delete": sql("DELETE FROM ledger_entry"),
    "checkpoint update": lambda: Checkpoint.objects.update(size=1),
    "checkpoint delete": lambda: Checkpoint.objects.all().delete(),
    "sql checkpoint": sql("DELETE FROM ledger_checkpoint"),
}
OF_SQLITE = {
    "replace": sql("INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry WHERE number = 1"),
    "replace the place": sql(
        "INSERT OR REPLACE INTO ledger_entry (stream, number, kind, at, body_text, body_hash, chain_hash, subtrees) "
        "SELECT stream, number, 'other', at, body_text, body_hash, chain_hash, subtrees FROM ledger_entry"
    ),
    "update or replace": sql("UPDATE OR REPLACE ledger_entry SET number = 1 WHERE number = 2"),
}
OF_POSTGRESQL = {
    "truncate": sql("TRUNCATE ledger_entry"),
    "truncate both": sql("TRUNCATE ledger_entry, ledger_checkpoint CASCADE"),
    "merge": sql(
        "MERGE INTO ledger_entry e USING ledger_head h ON e.stream = h.stream WHEN MATCHED THEN UPDATE SET kind = 'x'"
    ),
}


def test_every_way_of_changing_or_deleting_is_refused(engine: str) -> None:
    enter(3)
    ledger.checkpoint(COURT, at=NOON)
    before = list(Entry.objects.order_by("pk").values_list()), list(Checkpoint.objects.values_list())
    attempts = ATTEMPTS | (OF_SQLITE if engine == "sqlite" else OF_POSTGRESQL)
    assert [name for name, attempt in attempts.items() if not refused(attempt)] == []
    assert before == (
        list(Entry.objects.order_by("pk").values_list()),
        list(Checkpoint.objects.values_list()),
    )
    assert ledger.audit() == []


def test_a_test_can_empty_the_ledger_and_it_is_guarded_again(engine: str) -> None:
    enter(3)
    flush()
    assert not Entry.objects.exists()
    assert guards.are_set(connection)
    enter(1)
    with pytest.raises(DatabaseError, match="append-only"):
        Entry.objects.all().delete()
