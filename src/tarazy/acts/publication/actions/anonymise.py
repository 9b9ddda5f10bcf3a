"""Names, numbers and addresses of an act are found and replaced; a person looks at it afterwards."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tarazy.acts.publication.models import Edit, Publication, Version
from tarazy.acts.publication.refusals import NotInThisState
from tarazy.acts.publication.rules import MOVES, text_hash
from tarazy.acts.publication.sources import known_people, officials_of, words_of
from tarazy.cases import tasks
from tarazy.jurimetrics.anonymise import anonymise as replaced

TASK = "confirm_anonymisation"


def anonymise(publication_id: UUID, *, now: datetime) -> Version:
    """The act's text with every person's name, number and address replaced, as a version to be confirmed.

    A task goes to the judge's assistant or, without one, to the registry. Raises `NotInThisState`.
    """
    with transaction.atomic():
        publication = locked(publication_id)
        if "anonymised" not in MOVES[publication.state] or publication.signed is None:
            raise NotInThisState
        source = words_of(publication.signed)
        done = replaced(
            source,
            publication.language,
            known_people(publication),
            officials=officials_of(publication.signed),
        )
        last = publication.versions.order_by("number").last()
        version = Version.objects.create(
            publication=publication,
            number=last.number + 1 if last else 1,
            source=source,
            text=done.text,
            sha256=text_hash(done.text),
            made_at=now,
        )
        Edit.objects.bulk_create(
            Edit(
                version=version,
                start=one.start,
                end=one.end,
                before=source[one.start : one.end],
                after=one.mask,
                kind=one.kind.value,
                role=one.role,
                person=one.person,
                confidence=one.confidence,
                source=one.source.value,
                at=now,
            )
            for one in done.replacements
        )
        move(publication, Publication.State.ANONYMISED, now)
        if publication.proceeding is not None and not tasks.is_asked(publication.proceeding, (TASK,)):
            tasks.ask(
                publication.proceeding,
                TASK,
                to="assistant",
                by=None,
                at=now,
                params={"publication": str(publication.pk)},
            )
    return version


def locked(publication_id: UUID) -> Publication:
    """The publication, locked until the transaction ends. Raises `Publication.DoesNotExist`."""
    return Publication.objects.select_for_update(of=("self",)).get(pk=publication_id)


def move(publication: Publication, state: str, now: datetime) -> None:
    """Let it stand at `state`. Raises `NotInThisState` where the table of moves has no such move."""
    if state != publication.state and state not in MOVES[publication.state]:
        raise NotInThisState
    publication.state = state
    publication.changed_at = now
    publication.save(update_fields=["state", "changed_at", "in_force_at", "withdrawn_why", "act"])
