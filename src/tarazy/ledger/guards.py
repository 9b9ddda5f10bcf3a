"""Triggers by which the database itself refuses to change or delete entries and checkpoints of the ledger."""

from __future__ import annotations

from typing import Any

TABLES = ("ledger_entry", "ledger_checkpoint")
REFUSAL = "the ledger is append-only"


def put(connection: Any) -> None:
    """Guard the ledger's tables. Does nothing on a database whose triggers we don't know."""
    _run(connection, _SETTING.get(connection.vendor, _nothing))


def lift(connection: Any) -> None:
    """Take the guards off. Only migrations and the emptying of a test's database do this."""
    _run(connection, _LIFTING.get(connection.vendor, _nothing))


def are_set(connection: Any) -> bool:
    """Whether the guards stand in this database."""
    asked = {
        "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger\\_%%' ESCAPE '\\'",
        "postgresql": "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'ledger\\_%%'",
    }.get(connection.vendor)
    if asked is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute(asked.replace("%%", "%"))
        return bool(cursor.fetchone()[0])


def _sqlite(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for verb in ("UPDATE", "DELETE")
    ] + [
        # INSERT OR REPLACE deletes without asking the DELETE trigger, so a place that is taken is refused first.
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR {_PLACE[table]}) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    ]


_PLACE = {
    "ledger_entry": "(stream = NEW.stream AND number = NEW.number)",
    "ledger_checkpoint": "(stream = NEW.stream AND size = NEW.size AND public_key = NEW.public_key)",
}


def _postgresql(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
    ]


def _nothing(table: str) -> list[str]:
    return []


def _sqlite_lift(table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for verb in ("update", "delete", "replace")]


def _postgresql_lift(table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}"]


_SETTING = {"sqlite": _sqlite, "postgresql": _postgresql}
_LIFTING = {"sqlite": _sqlite_lift, "postgresql": _postgresql_lift}


def _run(connection: Any, statements: Any) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
            )
        for table in TABLES:
            for statement in statements(table):
                cursor.execute(statement)
