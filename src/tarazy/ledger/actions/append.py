"""Add an entry to a court's ledger."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.transaction import TransactionManagementError

from tarazy.ledger.merkle import grown
from tarazy.ledger.models import Entry, Head
from tarazy.verify import NO_HASH, Unreadable, canonical, chain_hash_of, leaf_hash, sha256

_STREAM = re.compile(r"[0-9A-Za-z-]{1,16}")
_KIND = re.compile(r"[a-z][a-z0-9._-]{0,63}")


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
    head = _locked_head(stream)
    number = head.size + 1
    chain_hash = chain_hash_of(bytes(head.chain_hash), body_hash, stream, number, kind, at)
    frontier, completed = grown(parts(head.frontier), head.size, leaf_hash(chain_hash))
    entry = Entry(
        stream=stream,
        number=number,
        kind=kind,
        at=at,
        body_text=text.decode(),
        body_hash=body_hash,
        chain_hash=chain_hash,
        subtrees=b"".join(completed),
    )
    entry.save(force_insert=True)
    Head.objects.filter(pk=stream).update(size=number, chain_hash=chain_hash, frontier=b"".join(frontier))
    return entry


def parts(joined: bytes | memoryview) -> list[bytes]:
    """Hashes that are kept joined, apart."""
    raw = bytes(joined)
    return [raw[start : start + 32] for start in range(0, len(raw), 32)]


def _locked_head(stream: str) -> Head:
    """The end of the court's ledger, locked until the transaction ends; made if this is the court's first entry."""
    locked = Head.objects.select_for_update().filter(pk=stream)
    if head := locked.first():
        return head
    Head.objects.bulk_create([Head(stream=stream, chain_hash=NO_HASH)], ignore_conflicts=True)
    return locked.get()
