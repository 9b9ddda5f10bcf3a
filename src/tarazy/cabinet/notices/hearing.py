"""What is heard from cases and from service, written down in the transaction in which it happens.

Only a row that something is to be told: whom and in what words is found out later, by the worker, so that no act of
the court waits for it or fails by it. A rolled-back act leaves no row, a kept one always does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models.signals import post_save

from tarazy.cabinet.models import ServiceOfDocument
from tarazy.cabinet.notices.models import Happening, Subject
from tarazy.cabinet.notices.wording import told_events
from tarazy.cases.models import DocketEntry
from tarazy.cases.models.docket import DocketVisibility
from tarazy.cases.signals import docket_written


def hear_docket(sender: object, entries: Sequence[DocketEntry], **more: Any) -> None:
    """Entries that parties see, of a code that is told."""
    told = [
        Happening(subject=Subject.DOCKET, subject_id=one.pk, at=one.at)
        for one in entries
        if one.code in told_events() and one.visibility != DocketVisibility.COURT
    ]
    if told:
        Happening.objects.bulk_create(told)


def hear_service(sender: object, instance: ServiceOfDocument, created: bool, **more: Any) -> None:
    """A document sent in the cabinet."""
    if created and instance.way == ServiceOfDocument.Way.CABINET:
        Happening.objects.create(subject=Subject.SERVICE, subject_id=instance.pk, at=instance.sent_at)


def connect() -> None:
    """Hear from now on."""
    docket_written.connect(hear_docket, dispatch_uid="notices.docket")
    post_save.connect(hear_service, sender=ServiceOfDocument, dispatch_uid="notices.service")
