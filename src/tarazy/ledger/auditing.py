"""Recompute the whole ledger and say where what is kept differs from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from tarazy.ledger.actions.append import parts
from tarazy.ledger.merkle import grown, root_of
from tarazy.ledger.models import Checkpoint, Entry, Head
from tarazy.verify import (
    NO_HASH,
    Unreadable,
    canonical,
    chain_hash_of,
    leaf_hash,
    read_key,
    read_note,
    sha256,
)

_CHUNK = 2000


@dataclass(frozen=True)
class Difference:
    """Where the ledger isn't what it should be: a code, and the number of the entry or the size of the checkpoint."""

    stream: str
    what: str
    number: int

    def __str__(self) -> str:
        return f"{self.stream}/{self.number}: {self.what}"


def audit(stream: str | None = None) -> list[Difference]:
    """Every difference in a court's ledger, or in all of them; an empty list is good.

    Reads in one pass and locks nothing: entries that are added meanwhile are left for the next audit.
    """
    streams = {stream} if stream is not None else set()
    if stream is None:
        for model in (Head, Entry, Checkpoint):
            streams |= set(model.objects.values_list("stream", flat=True).distinct())
    return [difference for name in sorted(streams) for difference in _differences(name)]


def _differences(stream: str) -> Iterator[Difference]:
    head = Head.objects.filter(pk=stream).first() or Head(stream=stream, chain_hash=NO_HASH)
    signed = list(Checkpoint.objects.filter(stream=stream, size__lte=head.size).order_by("size", "pk"))
    size, chain_hash, frontier = 0, NO_HASH, list[bytes]()
    kept = Entry.objects.filter(stream=stream, number__lte=head.size).order_by("number")
    for entry in kept.iterator(chunk_size=_CHUNK):
        if entry.number != size + 1:
            yield Difference(stream, "gap", size + 1)
            yield from _beyond(stream)
            return  # everything after a gap would differ
        body_hash, chain_hash_kept = sha256(entry.body_text.encode()), bytes(entry.chain_hash)
        if body_hash != bytes(entry.body_hash) or not _is_canonical(entry.body_text):
            yield Difference(stream, "body", entry.number)
        # What follows is computed from what is kept, so that one changed entry isn't told a thousand times.
        whole = chain_hash_of(chain_hash, bytes(entry.body_hash), stream, entry.number, entry.kind, entry.at)
        if whole != chain_hash_kept:
            yield Difference(stream, "chain", entry.number)
        chain_hash = chain_hash_kept
        frontier, completed = grown(frontier, size, leaf_hash(chain_hash))
        if b"".join(completed) != bytes(entry.subtrees):
            yield Difference(stream, "tree", entry.number)
        size = entry.number
        while signed and signed[0].size == size:
            checkpoint = signed.pop(0)
            if fault := _fault(checkpoint, root_of(frontier)):
                yield Difference(stream, fault, size)
    if (size, chain_hash, frontier) != (head.size, bytes(head.chain_hash), parts(head.frontier)):
        yield Difference(stream, "head", head.size)
    yield from _beyond(stream)


def _beyond(stream: str) -> Iterator[Difference]:
    """What stands after the end of the ledger; its end is asked last, since others may be adding."""
    last = (
        Entry.objects.filter(stream=stream).order_by("-number").values_list("number", flat=True).first() or 0
    )
    signed = (
        Checkpoint.objects.filter(stream=stream).order_by("-size").values_list("size", flat=True).first() or 0
    )
    end = Head.objects.filter(pk=stream).values_list("size", flat=True).first() or 0
    if last > end:
        yield Difference(stream, "entry beyond the end", last)
    if signed > end:
        yield Difference(stream, "checkpoint beyond the end", signed)


def _is_canonical(text: str) -> bool:
    try:
        return canonical(json.loads(text)) == text.encode()
    except (Unreadable, ValueError):
        return False


def _fault(checkpoint: Checkpoint, root: bytes) -> str:
    """What is wrong with a checkpoint, given the root that it should have; "" when nothing is."""
    try:
        note, (name, key) = read_note(checkpoint.text), read_key(checkpoint.public_key)
    except Unreadable:
        return "checkpoint unreadable"
    if bytes(checkpoint.root) != root or note.root != root:
        return "checkpoint root"
    said = (note.stream, note.size, note.at)
    if said != (checkpoint.stream, checkpoint.size, checkpoint.at) or not note.signed_with(name, key):
        return "checkpoint signature"
    return ""
