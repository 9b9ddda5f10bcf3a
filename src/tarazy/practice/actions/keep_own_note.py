"""A judge's note on a case, written before the forecast is looked at."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tarazy.acts.desk.sealing import seal_words
from tarazy.people.refusals import Invalid
from tarazy.practice.beside.own_words import note_context
from tarazy.practice.messages import NOTHING_WRITTEN
from tarazy.practice.models import OwnNote

if TYPE_CHECKING:
    from tarazy.acts.desk.keys import Unlocked
    from tarazy.acts.desk.models import Draft

LONGEST = 5000


def keep_own_note(draft: Draft, words: str, unlocked: Unlocked, *, now: datetime) -> OwnNote:
    """Keep the note, sealed under the key of the draft; a later one takes its place. Raises `Invalid` for an empty one,
    `NotFound` for who isn't among the draft's readers."""
    said = words.strip()[:LONGEST]
    if not said:
        raise Invalid({"note": NOTHING_WRITTEN})
    sealed = seal_words(unlocked.key_of(draft), said, note_context(draft, unlocked.user_id))
    row, _ = OwnNote.objects.update_or_create(
        draft=draft, by_id=unlocked.user_id, defaults={"sealed": sealed, "at": now}
    )
    return row
