"""Reading the ledger. All of it is public: it holds ids and hashes only."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery

from tarazy.ledger.models import Checkpoint, Entry, Head

LONGEST_DOCUMENT = 200


def latest_checkpoints() -> list[Checkpoint]:
    """The newest checkpoint of each court, by court."""
    newest = Checkpoint.objects.filter(stream=OuterRef("stream")).order_by("-size", "-pk").values("pk")[:1]
    ids = [pk for pk in Head.objects.annotate(newest=Subquery(newest)).values_list("newest", flat=True) if pk]
    return list(Checkpoint.objects.filter(pk__in=ids).order_by("stream"))


def checkpoints_of(
    stream: str, *, before: int | None = None, most: int | None = LONGEST_DOCUMENT
) -> list[Checkpoint]:
    """The court's newest checkpoints (of fewer than `before` entries) in their order, at most so many."""
    found = Checkpoint.objects.filter(stream=stream).order_by("-size", "-pk")
    if before is not None:
        found = found.filter(size__lt=before)
    return list(found[:most])[::-1]


def entry_at(stream: str, number: int) -> Entry | None:
    """The entry in that place, None when there is none."""
    if not 0 < number < 2**53:
        return None
    found: Entry | None = Entry.objects.filter(stream=stream, number=number).first()
    return found
