"""The ledger for programs: signed checkpoints, proofs that an entry stands in it, proofs that it only grew."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Schema
from ninja.errors import HttpError

from tarazy.ledger import proofs, queries
from tarazy.ledger.models import Checkpoint

router = Router(tags=["ledger"])

Stream = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,16}$", description="The court's code.")]
AskedStream = Annotated[str, Query(pattern=r"^[0-9A-Za-z-]{1,16}$", description="The court's code.")]
Size = Annotated[int, Query(ge=1, le=2**53 - 1)]


class CheckpointAnswer(Schema):
    """How a court's ledger stood. `text` is the signed note, `public_key` the key in one line."""

    stream: str
    size: int
    root: str
    at: datetime
    public_key: str
    text: str


class CheckpointsDocument(Schema):
    """What `tarazy-verify checkpoints` reads: checkpoints in their order, and what joins each to the next."""

    format: str
    public_keys: list[str]
    checkpoints: list[str]
    consistency: list[dict[str, Any]]


class ProofBundle(Schema):
    """What `tarazy-verify proof` reads: an entry, the way to the root, the signed checkpoint, the key."""

    format: str
    entry: dict[str, Any]
    proof: dict[str, Any]
    checkpoint: str
    public_key: str


class Consistency(Schema):
    """The hashes, in hex, that show that the ledger of `new` entries begins with the one of `old`."""

    stream: str
    old: int
    new: int
    hashes: list[str]


@router.get("ledger/checkpoints", response=list[CheckpointAnswer])
def latest_checkpoints(request: HttpRequest) -> list[dict[str, Any]]:
    """The newest signed checkpoint of each court."""
    return [_answer(one) for one in queries.latest_checkpoints()]


@router.get("ledger/checkpoints/{stream}", response=CheckpointsDocument)
def checkpoints_of_a_court(
    request: HttpRequest, stream: Stream, before: Annotated[int | None, Query(ge=1, le=2**53 - 1)] = None
) -> dict[str, Any]:
    """The court's newest 200 checkpoints (of fewer than `before` entries), with the proofs that join them."""
    found = queries.checkpoints_of(stream, before=before)
    if not found:
        raise Http404
    return proofs.checkpoints_document(found)


@router.get("ledger/entries/{stream}/{number}/proof", response=ProofBundle)
def entry_proof(
    request: HttpRequest, stream: Stream, number: Annotated[int, Path(ge=1, le=2**53 - 1)]
) -> dict[str, Any]:
    """An entry with the proof that it stands in the ledger; 409 while no checkpoint covers it yet."""
    entry = queries.entry_at(stream, number)
    if entry is None:
        raise Http404
    if proofs.covering(entry) is None:
        raise HttpError(409, "No signed checkpoint covers this entry yet; ask again after the next one.")
    return proofs.proof_bundle(entry)


@router.get("ledger/consistency", response=Consistency)
def consistency(request: HttpRequest, stream: AskedStream, old: Size, new: Size) -> dict[str, Any]:
    """The proof that the court's ledger of `new` entries begins with the one of `old`."""
    if old > new:
        raise HttpError(422, "old is at most new")
    try:
        path = proofs.consistency_proof(stream, old, new) if old < new else []
    except proofs.Missing:
        raise Http404 from None
    if old == new and queries.entry_at(stream, new) is None:
        raise Http404
    return {"stream": stream, "old": old, "new": new, "hashes": [step.hex() for step in path]}


def _answer(one: Checkpoint) -> dict[str, Any]:
    return {
        "stream": one.stream,
        "size": one.size,
        "root": bytes(one.root).hex(),
        "at": one.at,
        "public_key": one.public_key,
        "text": one.text,
    }
