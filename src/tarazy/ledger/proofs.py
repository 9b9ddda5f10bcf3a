"""Proofs that an entry stands in the ledger and that the ledger only grew, and the files that carry them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils import timezone

from tarazy.ledger.actions.checkpoint import checkpoint
from tarazy.ledger.merkle import Node, consistency_ranges, inclusion_ranges, nodes_of, range_root
from tarazy.ledger.models import Checkpoint, Entry
from tarazy.verify import NO_HASH, stamp


class Missing(LookupError):
    """The ledger has fewer entries than the proof needs."""


def inclusion_proof(entry: Entry, size: int) -> list[bytes]:
    """The hashes that lead from the entry to the root over the first `size` entries (RFC 9162 §2.1.3.1).

    Raises ValueError when the entry isn't among them, Missing when the ledger has fewer.
    """
    return _roots(entry.stream, inclusion_ranges(entry.number - 1, size))


def consistency_proof(stream: str, old: int, new: int) -> list[bytes]:
    """The hashes that show that the first `new` entries begin with the first `old` (RFC 9162 §2.1.4.1).

    Raises ValueError unless 0 < old ≤ new, Missing when the ledger has fewer.
    """
    return _roots(stream, consistency_ranges(old, new))


def covering(entry: Entry) -> Checkpoint | None:
    """The first checkpoint that covers the entry, which says most about its time; None before there is one."""
    found: Checkpoint | None = (
        Checkpoint.objects.filter(stream=entry.stream, size__gte=entry.number).order_by("size", "pk").first()
    )
    return found


def proof_bundle(entry: Entry, *, at: datetime | None = None) -> dict[str, Any]:
    """All that `tarazy-verify proof` needs, as JSON. Signs a checkpoint (at `at`, else now) when none covers the entry."""
    signed = covering(entry) or checkpoint(entry.stream, at=at or timezone.now())
    return {
        "format": "tarazy-proof-1",
        "entry": {
            "stream": entry.stream,
            "number": entry.number,
            "kind": entry.kind,
            "at": stamp(entry.at),
            "body": entry.body,
            "body_hash": bytes(entry.body_hash).hex(),
            "previous_chain_hash": _chain_hash_before(entry).hex(),
            "chain_hash": bytes(entry.chain_hash).hex(),
        },
        "proof": {
            "index": entry.number - 1,
            "size": signed.size,
            "hashes": [step.hex() for step in inclusion_proof(entry, signed.size)],
        },
        "checkpoint": signed.text,
        "public_key": signed.public_key,
    }


def checkpoints_document(checkpoints: Sequence[Checkpoint]) -> dict[str, Any]:
    """All that `tarazy-verify checkpoints` needs: checkpoints of one court in their order, with what joins them."""
    return {
        "format": "tarazy-checkpoints-1",
        "public_keys": sorted({one.public_key for one in checkpoints}),
        "checkpoints": [one.text for one in checkpoints],
        "consistency": [
            {
                "old": earlier.size,
                "new": later.size,
                "hashes": [step.hex() for step in consistency_proof(later.stream, earlier.size, later.size)],
            }
            for earlier, later in pairwise(checkpoints)
        ],
    }


def _chain_hash_before(entry: Entry) -> bytes:
    if entry.number == 1:
        return NO_HASH
    found = Entry.objects.filter(stream=entry.stream, number=entry.number - 1).values_list(
        "chain_hash", flat=True
    )
    return bytes(found.get())


def _roots(stream: str, ranges: Iterable[tuple[int, int]]) -> list[bytes]:
    """The roots over the ranges of leaves, all their nodes read at once."""
    ranges = list(ranges)
    needed = {node for start, end in ranges for node in nodes_of(start, end)}
    numbers = {_number(node) for node in needed}
    kept = dict(Entry.objects.filter(stream=stream, number__in=numbers).values_list("number", "subtrees"))
    if len(kept) < len(numbers):
        raise Missing(stream)

    def read(node: Node) -> bytes:
        level = node[0]
        return bytes(kept[_number(node)])[32 * level : 32 * level + 32]

    return [range_root(start, end, read) for start, end in ranges]


def _number(node: Node) -> int:
    """The number of the entry with which the node stands."""
    level, index = node
    return (index + 1) << level
