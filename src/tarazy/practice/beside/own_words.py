"""What a judge writes beside a draft: a note before the forecast, reasons of distinctions. Read with an open desk only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tarazy.acts.desk.sealing import NotOpened, unseal_words
from tarazy.practice.models import DraftDistinction, OwnNote

if TYPE_CHECKING:
    from tarazy.acts.desk.keys import Unlocked
    from tarazy.acts.desk.models import Draft


@dataclass(frozen=True)
class Distinction:
    """A judge's answer with its words."""

    fingerprint: str
    reason: str
    shared: bool
    kind: str
    category: str


def note_context(draft: Draft, user_id: int) -> str:
    """What a sealed note is bound to."""
    return f"own note {draft.pk} {user_id}"


def reason_context(draft: Draft, user_id: int, fingerprint: str) -> str:
    """What a sealed reason is bound to."""
    return f"distinction {draft.pk} {user_id} {fingerprint}"


def own_note(draft: Draft, unlocked: Unlocked) -> str:
    """The reader's note on the draft, "" if there is none."""
    row = OwnNote.objects.filter(draft=draft, by_id=unlocked.user_id).first()
    if row is None:
        return ""
    try:
        return unseal_words(unlocked.key_of(draft), bytes(row.sealed), note_context(draft, unlocked.user_id))
    except NotOpened:
        return ""  # sealed under a key that was changed since: the note is lost, and a new one can be written


def distinctions(draft: Draft, unlocked: Unlocked) -> dict[str, Distinction]:
    """The reader's own answers in this draft by what they answer."""
    key, found = unlocked.key_of(draft), {}
    for row in DraftDistinction.objects.filter(draft=draft, by_id=unlocked.user_id):
        context = reason_context(draft, unlocked.user_id, row.fingerprint)
        try:
            words = unseal_words(key, bytes(row.sealed), context)
        except NotOpened:
            continue
        found[row.fingerprint] = Distinction(row.fingerprint, words, row.shared, row.kind, row.category)
    return found
