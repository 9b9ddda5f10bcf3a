"""Proofs that an entry stands in the ledger and that the ledger only grew, and the files that carry them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
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
    return proof_bundles([entry], at=at)[0]


def proof_bundles(entries: Sequence[Entry], *, at: datetime | None = None) -> list[dict[str, Any]]:
    """As `proof_bundle` for many entries, in their order; what a court's ledger keeps is read once for all of its own.

    Checkpoints are signed in the order of the courts' codes.
    """
    by_stream: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_stream[entry.stream].append(entry)
    found = {
        (stream, entry.number): bundle
        for stream in sorted(by_stream)
        for entry, bundle in zip(by_stream[stream], _bundles(stream, by_stream[stream], at), strict=True)
    }
    return [found[entry.stream, entry.number] for entry in entries]


def _bundles(stream: str, entries: Sequence[Entry], at: datetime | None) -> list[dict[str, Any]]:
    signed = _covering_all(stream, entries, at)
    ranges = [inclusion_ranges(entry.number - 1, signed[entry.number].size) for entry in entries]
    nodes = {node for one in ranges for start, end in one for node in nodes_of(start, end)}
    before = {entry.number - 1 for entry in entries if entry.number > 1}
    kept, chains = _read(stream, nodes, before)
    return [
        {
            "format": "tarazy-proof-1",
            "entry": {
                "stream": stream,
                "number": entry.number,
                "kind": entry.kind,
                "at": stamp(entry.at),
                "body": entry.body,
                "body_hash": bytes(entry.body_hash).hex(),
                "previous_chain_hash": chains[entry.number - 1].hex(),
                "chain_hash": bytes(entry.chain_hash).hex(),
            },
            "proof": {
                "index": entry.number - 1,
                "size": signed[entry.number].size,
                "hashes": [range_root(start, end, kept.__getitem__).hex() for start, end in own],
            },
            "checkpoint": signed[entry.number].text,
            "public_key": signed[entry.number].public_key,
        }
        for entry, own in zip(entries, ranges, strict=True)
    ]


def _covering_all(stream: str, entries: Sequence[Entry], at: datetime | None) -> dict[int, Checkpoint]:
    """For the number of each entry the first checkpoint that covers it; one is signed where none covers the last."""
    numbers = {entry.number for entry in entries}
    last = covering(max(entries, key=lambda entry: entry.number)) or checkpoint(
        stream, at=at or timezone.now()
    )
    if len(numbers) == 1:
        return dict.fromkeys(numbers, last)
    earlier = Checkpoint.objects.filter(stream=stream, size__gte=min(numbers), size__lt=last.size)
    there = [*earlier.order_by("size", "pk"), last]
    sizes = [one.size for one in there]
    return {number: there[bisect_left(sizes, number)] for number in numbers}


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


def _roots(stream: str, ranges: Iterable[tuple[int, int]]) -> list[bytes]:
    """The roots over the ranges of leaves, all their nodes read at once."""
    ranges = list(ranges)
    kept, _ = _read(stream, {node for start, end in ranges for node in nodes_of(start, end)}, ())
    return [range_root(start, end, kept.__getitem__) for start, end in ranges]


def _read(
    stream: str, nodes: Collection[Node], chained: Collection[int]
) -> tuple[dict[Node, bytes], dict[int, bytes]]:
    """Nodes of a court's tree, and the chain hashes of entries by their numbers, in one question.

    Raises Missing when the ledger has fewer entries.
    """
    numbers = {_number(node) for node in nodes} | set(chained)
    rows = {
        number: (bytes(subtrees), bytes(chain_hash))
        for number, subtrees, chain_hash in Entry.objects.filter(
            stream=stream, number__in=numbers
        ).values_list("number", "subtrees", "chain_hash")
    }
    if len(rows) < len(numbers):
        raise Missing(stream)
    hashes = {node: rows[_number(node)][0][32 * node[0] : 32 * node[0] + 32] for node in nodes}
    return hashes, {0: NO_HASH} | {number: rows[number][1] for number in chained}


def _number(node: Node) -> int:
    """The number of the entry with which the node stands."""
    level, index = node
    return (index + 1) << level
