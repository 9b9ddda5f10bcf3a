"""A person adds, changes or takes back a replacement, or says that they have looked at it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tarazy.acts.publication.actions.anonymise import locked, move
from tarazy.acts.publication.models import Edit, Publication, Version
from tarazy.acts.publication.refusals import NoSuchWords, NotInThisState
from tarazy.acts.publication.rules import EditText, masked, occurrences, text_hash
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import Invalid, NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

LONGEST = 200


def mask_words(publication_id: UUID, words: str, after: str, *, by: User, now: datetime) -> list[Edit]:
    """Replace these words wherever they stand by `after`; the saved edits.

    What they overlap is taken back. Raises `NotFound`, `NotPermitted`, `NotInThisState`, `NoSuchWords`, `Invalid`.
    """
    after = _label(after)
    with transaction.atomic():
        version = _draft(publication_id, by, now)
        places = occurrences(version.source, words)
        if not places:
            raise NoSuchWords
        made = [_put(version, start, end, after, "person", by, now) for start, end in places]
        _rewrite(version)
    return made


def change_edit(publication_id: UUID, edit_id: int, after: str, *, by: User, now: datetime) -> list[Edit]:
    """Another replacement for the same words; for a person, for each place of the text that means the person.

    Raises `NotFound`, `NotPermitted`, `NotInThisState`, `Invalid`.
    """
    after = _label(after)
    with transaction.atomic():
        version = _draft(publication_id, by, now)
        edit = _edit(version, edit_id)
        made = []
        for one in version.edits.filter(removed_at__isnull=True, start=edit.start, end=edit.end):
            made.append(_put(version, one.start, one.end, after, one.kind, by, now, instead_of=one))
        _rewrite(version)
    return made


def remove_edit(publication_id: UUID, edit_id: int, *, by: User, now: datetime) -> None:
    """The words stay as they are for the public. Raises `NotFound`, `NotPermitted`, `NotInThisState`."""
    with transaction.atomic():
        version = _draft(publication_id, by, now)
        edit = _edit(version, edit_id)
        edit.removed_by, edit.removed_at = by, now
        edit.save(update_fields=["removed_by", "removed_at"])
        _rewrite(version)


def restore_edit(publication_id: UUID, edit_id: int, *, by: User, now: datetime) -> Edit:
    """A replacement that was taken back stands again, now by this person. Raises as `remove_edit`."""
    with transaction.atomic():
        version = _draft(publication_id, by, now)
        gone = version.edits.filter(pk=edit_id, removed_at__isnull=False).first()
        if gone is None:
            raise NotFound
        made = _put(version, gone.start, gone.end, gone.after, gone.kind, by, now, instead_of=gone)
        _rewrite(version)
    return made


def look_at(publication_id: UUID, edit_ids: Collection[int] | None, *, by: User, now: datetime) -> int:
    """Note that the person has looked at these replacements (None: at all of them); how many were noted."""
    with transaction.atomic():
        version = _draft(publication_id, by, now)
        rows = version.edits.filter(seen_at__isnull=True)
        if edit_ids is not None:
            rows = rows.filter(pk__in=list(edit_ids))
        return rows.update(seen_by=by, seen_at=now)


def _label(after: str) -> str:
    after = " ".join(after.split())
    if not after or len(after) > LONGEST:
        raise Invalid({"after": after[:40]})
    return after


def _draft(publication_id: UUID, by: User, now: datetime) -> Version:
    """The version being prepared, its publication locked; a confirmed one has to be confirmed again."""
    if not Publication.objects.visible_to(by).filter(pk=publication_id).exists():
        raise NotFound
    publication = locked(publication_id)
    require(by, Permission.CONFIRM_ANONYMISATION, publication.court_code or None, now=now)
    version = publication.draft
    if version is None or publication.state == Publication.State.WITHDRAWN:
        raise NotInThisState
    if version.confirmed_at is not None:
        version.confirmed_at = version.confirmed_by = None
        version.save(update_fields=["confirmed_at", "confirmed_by"])
        if publication.state == Publication.State.CONFIRMED:
            move(publication, Publication.State.ANONYMISED, now)
    return version


def _edit(version: Version, edit_id: int) -> Edit:
    edit = version.edits.filter(pk=edit_id, removed_at__isnull=True).first()
    if edit is None:
        raise NotFound
    return edit


def _put(
    version: Version,
    start: int,
    end: int,
    after: str,
    kind: str,
    by: User,
    now: datetime,
    *,
    instead_of: Edit | None = None,
) -> Edit:
    over = version.edits.filter(removed_at__isnull=True, start__lt=end, end__gt=start)
    for one in over.filter(start__lt=start) | over.filter(end__gt=end):
        start, end = min(start, one.start), max(end, one.end)  # nothing of what was covered shows again
    over.update(removed_by=by, removed_at=now)
    return Edit.objects.create(
        version=version,
        start=start,
        end=end,
        before=version.source[start:end],
        after=after,
        kind=kind,
        source="hand",
        by=by,
        at=now,
        instead_of=instead_of,
        seen_by=by,
        seen_at=now,
    )


def _rewrite(version: Version) -> None:
    rows = version.edits.filter(removed_at__isnull=True)
    edits = [
        EditText(one.start, one.end, one.after, one.kind, one.role, one.person, one.confidence, one.source)
        for one in rows
    ]
    version.text = masked(version.source, edits).text
    version.sha256 = text_hash(version.text)
    version.save(update_fields=["text", "sha256"])
