"""The tables that are filled, their columns in the order in which rows are written, their indexes put off meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps

# Table by table: (model, columns). `tests/site/test_load.py` holds that none is missing.
COLUMNS: dict[str, tuple[str, ...]] = {
    "cases.Case": (
        "id", "uuid", "number", "court_id", "kind", "category", "language", "origin", "filed_at", "filed_by_id",
        "registered_at", "closed_at", "price", "currency", "claim_data", "filing_key", "fingerprint",
        "extraterritorial", "sealed", "salt", "docket_size", "is_model",
    ),
    "cases.Proceeding": (
        "id", "case_id", "uuid", "number", "court_id", "instance", "kind", "stage", "stage_since", "stage_before",
        "filed_at", "registered_at", "accepted_at", "decided_at", "ended_at", "outcome", "outcome_ground",
        "reviews_id",
    ),
    "cases.Party": (
        "id", "case_id", "uuid", "role", "side", "kind", "user_id", "organisation_id", "name", "iin", "bin",
        "birth_date", "address", "phone", "email", "language", "sealed", "joined_at", "access_since", "left_at",
    ),
    "cases.Claim": (
        "id", "case_id", "party_id", "number", "demand", "text", "amount", "currency", "is_counterclaim",
        "filed_at", "withdrawn_at", "outcome", "awarded",
    ),
    "documents.Document": (
        "id", "file_id", "sha256", "size", "name", "media_type", "pages", "language", "kind", "owner_id", "holder",
        "origin", "parent_id", "status", "refused_code", "virus", "scan_attempts", "created", "sealed_at",
        "purged_at",
    ),
    "ledger.Entry": (
        "stream", "number", "kind", "at", "body_text", "body_hash", "chain_hash", "subtrees",
    ),
    "cases.DocketEntry": (
        "id", "case_id", "proceeding_id", "number", "code", "at", "by_id", "party_id", "params", "visibility",
        "ledger_stream", "ledger_number",
    ),
    "cases.CaseDocument": (
        "case_id", "entry_id", "document_id", "kind", "title", "filed_by_id", "page_from", "sealed",
    ),
    "cases.Deadline": (
        "proceeding_id", "limit", "whose", "party_id", "starts", "due", "steps", "norm", "unverified", "state",
        "settled_at", "paused_on", "told", "warned_at", "escalated_at",
    ),
    "cases.Task": (
        "uuid", "court_id", "proceeding_id", "section_id", "assignee_id", "code", "params", "note", "priority",
        "created_at", "created_by_id", "due", "done_at", "done_by_id",
    ),
    "cases.Assignment": (
        "proceeding_id", "judge_id", "seat", "since", "until", "reference", "ended_reason", "complexity",
    ),
    "cases.CaseTerm": ("case_id", "court_code", "term", "audience"),
    "cases.PublicCard": (
        "proceeding_id", "case_id", "number", "key", "court_id", "instance", "kind", "category", "stage",
        "stage_since", "filed_at", "decided_at", "outcome", "judge_id", "parties",
    ),
}  # fmt: skip


def table_of(label: str) -> str:
    """The table of a model."""
    return str(apps.get_model(label)._meta.db_table)


def missing_columns() -> dict[str, set[str]]:
    """Columns of the models (beside numbers that the database gives) that `COLUMNS` lacks or invents; empty is right."""
    wrong = {}
    for label, named in COLUMNS.items():
        real = {str(one.column) for one in apps.get_model(label)._meta.concrete_fields}
        if differ := (real ^ set(named)) - {"id"}:
            wrong[label] = differ
    return wrong


@contextmanager
def without_indexes(connection: Any) -> Iterator[None]:
    """The tables without indexes and foreign keys while the block runs; afterwards all are made and every row checked.

    `connection` is psycopg's, in autocommit. What is left off is written down in a table of the database first, so
    that a filling which was broken off finds it again.
    """
    tables = [table_of(label) for label in COLUMNS]
    connection.execute(
        "CREATE TABLE IF NOT EXISTS load_put_off (place serial, drop text, make text PRIMARY KEY)"
    )
    constraints = connection.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype FROM pg_constraint "
        "WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'u') ORDER BY contype DESC",
        (tables,),
    ).fetchall()
    indexes = connection.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = "
        "ANY(%s::regclass[]) AND NOT indisprimary AND NOT EXISTS "
        "(SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype = 'u')",
        (tables,),
    ).fetchall()
    # A key that others refer to stays: proceedings, cases and documents are referred to by their primary keys only.
    put_off = [
        (
            f'ALTER TABLE {table} DROP CONSTRAINT "{name}"',
            f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {made}',
        )
        for table, name, made, _ in reversed(constraints)
    ]
    put_off += [(f"DROP INDEX {name}", made) for name, made in indexes]
    for drop, make in put_off:
        connection.execute(
            "INSERT INTO load_put_off (drop, make) VALUES (%s, %s) ON CONFLICT DO NOTHING", (drop, make)
        )
        connection.execute(drop)
    try:
        yield
    finally:
        connection.execute("SET maintenance_work_mem = '768MB'")
        connection.execute("SET max_parallel_maintenance_workers = 2")
        rows = connection.execute(
            "SELECT make FROM load_put_off ORDER BY make LIKE '%%FOREIGN KEY%%', place"
        ).fetchall()
        for (make,) in rows:
            connection.execute(make)
            connection.execute("DELETE FROM load_put_off WHERE make = %s", (make,))
        connection.execute("DROP TABLE load_put_off")
