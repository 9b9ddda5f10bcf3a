"""A person says that the act, as it will be read, names nobody."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tarazy.acts.publication.actions.anonymise import TASK, locked, move
from tarazy.acts.publication.actions.publish import publish
from tarazy.acts.publication.gates import facts_of, is_publishable
from tarazy.acts.publication.models import Publication
from tarazy.acts.publication.refusals import ChangedMeanwhile, NotInThisState, NotLookedAt
from tarazy.cases import docket, tasks
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User


def confirm(publication_id: UUID, sha256: str, *, by: User, now: datetime) -> Publication:
    """Confirm the text with this hash, the one that was shown; it is published at once where every gate is open.

    Raises `NotFound`, `NotPermitted`, `NotInThisState`, `ChangedMeanwhile`, `NotLookedAt`. Norm: GPK 19.
    """
    if not Publication.objects.visible_to(by).filter(pk=publication_id).exists():
        raise NotFound
    with transaction.atomic():
        publication = locked(publication_id)
        require(by, Permission.CONFIRM_ANONYMISATION, publication.court_code or None, now=now)
        version = publication.draft
        if version is None or publication.state == Publication.State.WITHDRAWN:
            raise NotInThisState
        if version.sha256 != sha256:
            raise ChangedMeanwhile
        unseen = facts_of(publication, version).unseen
        if unseen:
            raise NotLookedAt(count=unseen)
        version.confirmed_by, version.confirmed_at = by, now
        version.save(update_fields=["confirmed_by", "confirmed_at"])
        if publication.state == Publication.State.ANONYMISED:
            move(publication, Publication.State.CONFIRMED, now)
        proceeding = publication.proceeding
        if proceeding is not None:
            tasks.finish(proceeding, (TASK,), by=by, at=now)
            docket.record(
                proceeding.case,
                "anonymisation_confirmed",
                by=by,
                at=now,
                proceeding=proceeding,
                params={"version": version.number},
                visibility="court",
            )
        if is_publishable(publication, version):
            publication = publish(publication.pk, by=by, now=now)
    return publication
