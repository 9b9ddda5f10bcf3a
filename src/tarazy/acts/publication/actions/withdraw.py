"""An act leaves the public: sealed afterwards, or by a person who says why. It may come back, confirmed anew."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tarazy.acts.models import Act
from tarazy.acts.publication.actions.anonymise import anonymise, locked, move
from tarazy.acts.publication.actions.gather import BANK_STREAM
from tarazy.acts.publication.models import Publication
from tarazy.acts.publication.refusals import NotInThisState
from tarazy.acts.searching import changes
from tarazy.cases import docket
from tarazy.cases.models import Seal
from tarazy.ledger import append
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import Invalid, NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

LEAST_REASON = 5


def withdraw(publication_id: UUID, why: str, *, by: User | None, now: datetime) -> Publication:
    """Take the act out of the bank and its index. Doing it twice changes nothing more.

    `by` is None for the system's own work (a seal). Raises `NotFound`, `NotPermitted`, `Invalid` without a reason.
    """
    if by is not None and not Publication.objects.visible_to(by).filter(pk=publication_id).exists():
        raise NotFound
    why = " ".join(why.split())[:300]
    if len(why) < LEAST_REASON:
        raise Invalid({"why": why})
    with transaction.atomic():
        publication = locked(publication_id)
        if by is not None:
            require(by, Permission.CONFIRM_ANONYMISATION, publication.court_code or None, now=now)
        was_public = publication.state == Publication.State.PUBLISHED
        rows = list(Act.objects.filter(act_id=publication.address).values_list("pk", flat=True))
        publication.act = None
        if publication.state != Publication.State.WITHDRAWN:
            publication.withdrawn_why = why
            move(publication, Publication.State.WITHDRAWN, now)
        Act.objects.filter(pk__in=rows).delete()
        changes.note(rows)
        publication.versions.filter(published_at__isnull=False, replaced_at__isnull=True).update(
            replaced_at=now
        )
        if was_public:
            append(
                publication.court_code or BANK_STREAM, "act.withdrawn", {"act": publication.address}, at=now
            )
            if publication.proceeding is not None:
                docket.record(
                    publication.proceeding.case,
                    "act_withdrawn",
                    by=by,
                    at=now,
                    proceeding=publication.proceeding,
                    params={"address": publication.address},
                )
        transaction.on_commit(changes.apply_soon)
    return publication


def bring_back(publication_id: UUID, *, by: User, now: datetime) -> Publication:
    """A withdrawn act is anonymised anew, to be confirmed again. Raises `NotFound`, `NotPermitted`, `NotInThisState`."""
    if not Publication.objects.visible_to(by).filter(pk=publication_id).exists():
        raise NotFound
    with transaction.atomic():
        publication = locked(publication_id)
        require(by, Permission.CONFIRM_ANONYMISATION, publication.court_code or None, now=now)
        if publication.state != Publication.State.WITHDRAWN:
            raise NotInThisState
        publication.versions.filter(published_at__isnull=True).delete()
        anonymise(publication.pk, now=now)
    publication.refresh_from_db()
    return publication


def let_go(seal: Seal) -> None:
    """The exit of the registry: what the seal closes is read nowhere any more. A seal on a party closes nothing here,
    because parties are named nowhere."""
    rows = Publication.objects.filter(proceeding__case_id=seal.case_id)
    if seal.party_id is not None:
        return
    if seal.document is not None:
        rows = rows.filter(signed__document_id=seal.document.document_id)
    for publication in rows.exclude(state=Publication.State.WITHDRAWN):
        withdraw(publication.pk, seal.norm or "GPK 19", by=None, now=timezone.now())
