"""A reader says that a published act names somebody; the court publishes it anew or answers that it doesn't."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tarazy.acts.models import Act
from tarazy.acts.publication.actions.anonymise import TASK, locked
from tarazy.acts.publication.actions.gather import gather_bank_act
from tarazy.acts.publication.models import Edit, LeakReport, Publication, Version
from tarazy.acts.publication.refusals import NotInThisState
from tarazy.cases import tasks
from tarazy.cases.models import Task
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import Invalid, NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

LONGEST_PASSAGE, LONGEST_WORDS = 500, 2000


def report_leak(address: str, passage: str, words: str, *, now: datetime) -> LeakReport:
    """Keep what a reader says of a public act and put it into the inbox; nobody has to say who they are.

    Raises `NotFound` for what isn't public, `Invalid` without a passage.
    """
    passage = " ".join(passage.split())[:LONGEST_PASSAGE]
    if not passage:
        raise Invalid({"passage": ""})
    act = Act.objects.visible_to(None).filter(act_id=address).first()
    if act is None:
        raise NotFound
    publication = gather_bank_act(act, now=now)
    with transaction.atomic():
        publication = locked(publication.pk)
        current = publication.current
        if publication.state != Publication.State.PUBLISHED or current is None:
            raise NotFound
        report = LeakReport.objects.create(
            publication=publication,
            number=current.number,
            passage=passage,
            words=words.strip()[:LONGEST_WORDS],
            at=now,
        )
        proceeding = publication.proceeding
        if proceeding is not None and not tasks.is_asked(proceeding, (TASK,)):
            tasks.ask(
                proceeding, TASK, to="assistant", by=None, at=now, priority=Task.Priority.URGENT,
                params={"publication": str(publication.pk)},
            )  # fmt: skip
    return report


def answer_no_leak(report_id: int, *, by: User, now: datetime) -> LeakReport:
    """The passage names nobody who must be withheld. Raises `NotFound`, `NotPermitted`, `NotInThisState`."""
    with transaction.atomic():
        report = LeakReport.objects.select_for_update().filter(pk=report_id).first()
        if report is None or not Publication.objects.visible_to(by).filter(pk=report.publication_id).exists():
            raise NotFound
        publication = report.publication
        require(by, Permission.CONFIRM_ANONYMISATION, publication.court_code or None, now=now)
        if report.answer != LeakReport.Answer.OPEN:
            raise NotInThisState
        report.answer, report.answered_by, report.answered_at = LeakReport.Answer.NO_LEAK, by, now
        report.save(update_fields=["answer", "answered_by", "answered_at"])
        waiting = publication.reports.filter(answer=LeakReport.Answer.OPEN).exists()
        if publication.proceeding is not None and not waiting and publication.draft is None:
            tasks.finish(publication.proceeding, (TASK,), by=by, at=now)
    return report


def begin_reissue(publication_id: UUID, *, by: User, now: datetime) -> Version:
    """A further version with the replacements of the one that is read now, to be changed and confirmed.

    Until it is confirmed the old one stays. Raises `NotFound`, `NotPermitted`, `NotInThisState`.
    """
    if not Publication.objects.visible_to(by).filter(pk=publication_id).exists():
        raise NotFound
    with transaction.atomic():
        publication = locked(publication_id)
        require(by, Permission.CONFIRM_ANONYMISATION, publication.court_code or None, now=now)
        current, draft = publication.current, publication.draft
        if publication.state != Publication.State.PUBLISHED or current is None:
            raise NotInThisState
        if draft is not None:
            return draft
        edits = list(current.edits.filter(removed_at__isnull=True))
        version = Version.objects.create(
            publication=publication,
            number=current.number + 1,
            # An act that came into the bank without a list of replacements is worked on as the public reads it.
            source=current.source if edits else current.text,
            text=current.text,
            sha256=current.sha256,
            made_at=now,
        )
        for one in edits:
            one.pk, one.version = None, version
        Edit.objects.bulk_create(edits)
    return version
