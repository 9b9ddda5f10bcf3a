"""Add entries to courts' ledgers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.transaction import TransactionManagementError

from tarazy.ledger.merkle import grown
from tarazy.ledger.models import Entry
from tarazy.verify import NO_HASH, Unreadable, canonical, chain_hash_of, leaf_hash, sha256

_STREAM = re.compile(r"[0-9A-Za-z-]{1,16}")
_KIND = re.compile(r"[a-z][a-z0-9._-]{0,63}")

# Every filing and every draw passes here: written out, these statements take a third of the time they'd take else.
_HEADS = "SELECT stream, size, chain_hash, frontier FROM ledger_head WHERE stream IN (%s) ORDER BY stream"
_FIRST = (
    "INSERT INTO ledger_head (stream, size, chain_hash, frontier) VALUES (%s, 0, %s, %s) "
    "ON CONFLICT (stream) DO NOTHING"
)
_MOVE = (
    "INSERT INTO ledger_head (stream, size, chain_hash, frontier) VALUES {} ON CONFLICT (stream) DO UPDATE "
    "SET size = excluded.size, chain_hash = excluded.chain_hash, frontier = excluded.frontier"
)
_COLUMNS = ("id", "stream", "number", "kind", "at", "body_text", "body_hash", "chain_hash", "subtrees")
_INSERT = f"INSERT INTO ledger_entry ({', '.join(_COLUMNS[1:])}) VALUES {{}} RETURNING id, stream, number"
_ENTRY_ROW = f"({', '.join(['%s'] * (len(_COLUMNS) - 1))})"
_HEAD_ROW = "(%s, %s, %s, %s)"
_AT_ONCE = 500  # rows of a statement: SQLite takes 32,766 values


class Happened(NamedTuple):
    """What `append_many` adds: as the arguments of `append`."""

    stream: str
    kind: str
    body: Mapping[str, Any]
    at: datetime


class _End:
    """Where a court's ledger ends, as it grows."""

    def __init__(self, size: int, chain_hash: bytes, frontier: list[bytes]) -> None:
        self.size, self.chain_hash, self.frontier = size, chain_hash, frontier


def append(stream: str, kind: str, body: Mapping[str, Any], *, at: datetime) -> Entry:
    """Add what happened as the court's next entry and return it; it stands or falls with the caller's transaction.

    `body` may hold ids and SHA-256 hashes (strings, integers, booleans, null, lists, objects with ASCII keys), never
    personal data; a case is named by `ledger.blinded`. Until the transaction ends, others who add to the same court
    wait. Raises TransactionManagementError outside `transaction.atomic()`, ValueError for a body that has no canonical
    form, a malformed stream or kind, or a time without its zone.
    """
    return append_many((Happened(stream, kind, body, at),))[0]


def append_many(told: Sequence[Happened]) -> list[Entry]:
    """Add many entries, of any courts, as `append` would one after another; the same bytes in few statements.

    Entries come back in the order given, which is their order within each court. The ends of the courts' ledgers are
    locked in the order of their codes, so that two who add to many don't wait for each other in a ring. Raises what
    `append` raises, and then nothing was added.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError(
            "an entry of the ledger is added in the transaction of what it tells of"
        )
    texts = [_text(one) for one in told]
    if not texts:
        return []
    with connection.cursor() as cursor:
        ends = _locked_ends(cursor, sorted({one.stream for one in told}))
        rows = [_row(ends[one.stream], one, text) for one, text in zip(told, texts, strict=True)]
        keys: dict[tuple[str, int], int] = {}
        for start in range(0, len(rows), _AT_ONCE):
            part = rows[start : start + _AT_ONCE]
            cursor.execute(
                _INSERT.format(", ".join([_ENTRY_ROW] * len(part))),
                [
                    connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
                    for row in part
                    for value in row
                ],
            )
            keys |= {(stream, number): pk for pk, stream, number in cursor.fetchall()}
        moved = [
            value
            for stream, end in sorted(ends.items())
            for value in (stream, end.size, end.chain_hash, b"".join(end.frontier))
        ]
        cursor.execute(_MOVE.format(", ".join([_HEAD_ROW] * len(ends))), moved)
    return [Entry.from_db(connection.alias, _COLUMNS, (keys[row[0], row[1]], *row)) for row in rows]


def parts(joined: bytes | memoryview) -> list[bytes]:
    """Hashes that are kept joined, apart."""
    raw = bytes(joined)
    return [raw[start : start + 32] for start in range(0, len(raw), 32)]


def _text(one: Happened) -> bytes:
    if not _STREAM.fullmatch(one.stream) or not _KIND.fullmatch(one.kind):
        raise ValueError(f"not a stream and a kind: {one.stream!r}, {one.kind!r}")
    if not isinstance(one.body, Mapping):
        raise Unreadable("a body is an object")
    if one.at.tzinfo is None:
        raise ValueError("a time without its zone")
    return canonical(dict(one.body))


def _row(end: _End, one: Happened, text: bytes) -> tuple[Any, ...]:
    """The columns of the next entry after `id`; moves the end."""
    body_hash = sha256(text)
    number = end.size + 1
    chain_hash = chain_hash_of(end.chain_hash, body_hash, one.stream, number, one.kind, one.at)
    end.frontier, completed = grown(end.frontier, end.size, leaf_hash(chain_hash))
    end.size, end.chain_hash = number, chain_hash
    return (one.stream, number, one.kind, one.at, text.decode(), body_hash, chain_hash, b"".join(completed))


def _locked_ends(cursor: Any, streams: Sequence[str]) -> dict[str, _End]:
    """Where the courts' ledgers end, locked until the transaction ends; made for a court's first entry."""
    asked = _HEADS.replace("%s", ", ".join(["%s"] * len(streams)))
    asked += " FOR UPDATE" if connection.features.has_select_for_update else ""
    cursor.execute(asked, streams)
    found = cursor.fetchall()
    if len(found) < len(streams):
        for stream in sorted(set(streams) - {row[0] for row in found}):
            cursor.execute(_FIRST, (stream, NO_HASH, b""))
        cursor.execute(asked, streams)
        found = cursor.fetchall()
    return {row[0]: _End(int(row[1]), bytes(row[2]), parts(row[3])) for row in found}
