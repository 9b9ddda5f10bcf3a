"""The key of a draft was changed: what stands beside it is sealed anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tarazy.acts.desk.sealing import NotOpened, seal_words, unseal_words
from tarazy.practice.beside.own_words import note_context, reason_context
from tarazy.practice.models import DraftDistinction, OwnNote

if TYPE_CHECKING:
    from tarazy.acts.desk.models import Draft


def seal_anew(draft: Draft, old: bytes, new: bytes) -> int:
    """Notes and reasons of the draft under its new key; how many. Called inside the transaction that changes the key.

    What the old key doesn't open is deleted: nobody could read it again.
    """
    rows: list[tuple[OwnNote | DraftDistinction, str]] = [
        (row, note_context(draft, row.by_id)) for row in OwnNote.objects.filter(draft=draft)
    ]
    rows += [
        (row, reason_context(draft, row.by_id, row.fingerprint))
        for row in DraftDistinction.objects.filter(draft=draft)
    ]
    done = 0
    for row, context in rows:
        try:
            words = unseal_words(old, bytes(row.sealed), context)
        except NotOpened:
            row.delete()
            continue
        row.sealed = seal_words(new, words, context)
        row.save(update_fields=["sealed"])
        done += 1
    return done
