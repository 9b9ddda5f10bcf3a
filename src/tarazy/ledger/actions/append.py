"""Add an entry to a court's ledger."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.transaction import TransactionManagementError

from tarazy.ledger.merkle import grown
from tarazy.ledger.models import Entry
from tarazy.verify import NO_HASH, Unreadable, canonical, chain_hash_of, leaf_hash, sha256

_STREAM = re.compile(r"[0-9A-Za-z-]{1,16}")
_KIND = re.compile(r"[a-z][a-z0-9._-]{0,63}")

# Every filing and every draw passes here: written out, these statements take a third of the time they'd take else.
_HEAD = "SELECT size, chain_hash, frontier FROM ledger_head WHERE stream = %s"
_FIRST = (
    "INSERT INTO ledger_head (stream, size, chain_hash, frontier) VALUES (%s, 0, %s, %s) "
    "ON CONFLICT (stream) DO NOTHING"
)
_MOVE = "UPDATE ledger_head SET size = %s, chain_hash = %s, frontier = %s WHERE stream = %s"
_COLUMNS = ("id", "stream", "number", "kind", "at", "body_text", "body_hash", "chain_hash", "subtrees")
_INSERT = (
    f"INSERT INTO ledger_entry ({', '.join(_COLUMNS[1:])}) "
    f"VALUES ({', '.join(['%s'] * (len(_COLUMNS) - 1))}) RETURNING id"
)


def append(stream: str, kind: str, body: Mapping[str, Any], *, at: datetime) -> Entry:
    """Add what happened as the court's next entry and return it; it stands or falls with the caller's transaction.

    `body` may hold ids and SHA-256 hashes (strings, integers, booleans, null, lists, objects with ASCII keys), never
    personal data; a case is named by `ledger.blinded`. Until the transaction ends, others who add to the same court
    wait. Raises TransactionManagementError outside `transaction.atomic()`, ValueError for a body that has no canonical
    form, a malformed stream or kind, or a time without its zone.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError(
            "an entry of the ledger is added in the transaction of what it tells of"
        )
    if not _STREAM.fullmatch(stream) or not _KIND.fullmatch(kind):
        raise ValueError(f"not a stream and a kind: {stream!r}, {kind!r}")
    if not isinstance(body, Mapping):
        raise Unreadable("a body is an object")
    text = canonical(dict(body))
    body_hash = sha256(text)
    with connection.cursor() as cursor:
        size, previous, frontier = _locked_head(cursor, stream)
        number = size + 1
        chain_hash = chain_hash_of(previous, body_hash, stream, number, kind, at)
        new_frontier, completed = grown(parts(frontier), size, leaf_hash(chain_hash))
        subtrees = b"".join(completed)
        moment = connection.ops.adapt_datetimefield_value(at)
        row = (stream, number, kind, moment, text.decode(), body_hash, chain_hash, subtrees)
        cursor.execute(_INSERT, row)
        pk = cursor.fetchone()[0]
        cursor.execute(_MOVE, (number, chain_hash, b"".join(new_frontier), stream))
    added: Entry = Entry.from_db(connection.alias, _COLUMNS, (pk, *row[:3], at, *row[4:]))
    return added


def parts(joined: bytes | memoryview) -> list[bytes]:
    """Hashes that are kept joined, apart."""
    raw = bytes(joined)
    return [raw[start : start + 32] for start in range(0, len(raw), 32)]


def _locked_head(cursor: Any, stream: str) -> tuple[int, bytes, bytes]:
    """Where the court's ledger ends, locked until the transaction ends; made if this is the court's first entry."""
    asked = _HEAD + (" FOR UPDATE" if connection.features.has_select_for_update else "")
    cursor.execute(asked, (stream,))
    head = cursor.fetchone()
    if head is None:
        cursor.execute(_FIRST, (stream, NO_HASH, b""))
        cursor.execute(asked, (stream,))
        head = cursor.fetchone()
    return int(head[0]), bytes(head[1]), bytes(head[2])
