"""What happened becomes a notice for each person and a delivery for each of their channels."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from tarazy.cabinet.models import ServiceOfDocument
from tarazy.cabinet.notices import addressees
from tarazy.cabinet.notices.models import Channel, Delivery, Happening, Notice, Subject
from tarazy.cabinet.notices.preferences import settings_of, ways
from tarazy.cabinet.notices.rules import FRESH, SMS_A_DAY, TOLD_AT_ALL, not_before
from tarazy.cabinet.notices.wording import told_events
from tarazy.cases.deadlines import law
from tarazy.cases.models import Case, Deadline, DocketEntry
from tarazy.law import calendar_of
from tarazy.people.models import User

log = logging.getLogger(__name__)
WORKING_DAYS_BEFORE = 3


def tell_happenings(now: datetime, most: int = 100) -> int:
    """Write the notices of what has happened; how many happenings. Each with its notices in one transaction.

    One that fails is logged without its data, left for the next round, and holds up no other.
    """
    told = 0
    for pk in list(Happening.objects.order_by("pk").values_list("pk", flat=True)[:most]):
        try:
            told += _tell_one(pk, now)
        except Exception as error:
            log.error("happening %s was not told: %s", pk, type(error).__name__)
    return told


def tell_deadlines(now: datetime, after: int = 0, most: int = 500) -> int:
    """Tell the parties of time limits that end within three working days, once for each last day.

    Looks at `most` limits with an id above `after`; returns the id of the last of them, 0 when all were looked at.
    """
    today = timezone.localdate(now)
    horizon = calendar_of(law()).add_working_days(today, WORKING_DAYS_BEFORE)
    known = Notice.objects.filter(
        subject=Subject.DEADLINE, code="deadline_near", subject_id=OuterRef("pk"), due=OuterRef("due")
    )
    near = Deadline.objects.filter(
        ~Q(whose=Deadline.For.COURT), ~Exists(known),
        state=Deadline.State.OPEN, paused_on__isnull=True, due__gte=today, due__lte=horizon, pk__gt=after,
    )  # fmt: skip
    last = seen = 0
    for deadline in near.select_related("proceeding__case").order_by("pk")[:most]:
        last, seen = deadline.pk, seen + 1
        with transaction.atomic():
            for user in addressees.of_deadline(deadline, now):
                write_notice(
                    user, Subject.DEADLINE, deadline.pk, "deadline_near", deadline.proceeding.case,
                    at=now, due=deadline, now=now,
                )  # fmt: skip
    return last if seen == most else 0


def write_notice(
    user: User,
    subject: str,
    subject_id: int,
    code: str,
    case: Case,
    *,
    at: datetime,
    now: datetime,
    due: Deadline | None = None,
) -> Notice | None:
    """The saved notice with its deliveries; None if this person was told already or it is too long ago."""
    if now - at > TOLD_AT_ALL:
        return None
    told = told_events()[code]
    notice, made = Notice.objects.get_or_create(
        user=user, subject=subject, subject_id=subject_id, code=code,
        day_number=due.due.toordinal() if due else 0,
        defaults={"kind": told.kind, "case": case, "urgent": told.urgent, "at": at, "due": due.due if due else None},
    )  # fmt: skip
    if not made:
        return None
    if now - at <= FRESH:
        own = settings_of(user)
        for channel in ways(own, told.kind):
            add_delivery(notice, channel, now=now, quiet=own.quiet, digest=own.digest)
    return notice


def add_delivery(
    notice: Notice, channel: str, *, now: datetime, quiet: bool = True, digest: bool = False
) -> Delivery:
    """A delivery of the notice by the channel, due when the person wants it; the one that is there already."""
    digest = digest and not notice.urgent
    if channel == Channel.SMS and not notice.urgent and _many_sms(notice.user_id, now):
        digest = True
    due_at = not_before(
        now, ZoneInfo(settings.TIME_ZONE), quiet=quiet, urgent=notice.urgent, digest=digest
    )  # fmt: skip
    delivery, _made = Delivery.objects.get_or_create(
        notice=notice, channel=channel, defaults={"due_at": due_at, "in_digest": digest}
    )
    return delivery


def _many_sms(user_id: int, now: datetime) -> bool:
    """More than a few short messages a day go together in one."""
    lately = Delivery.objects.filter(
        notice__user=user_id, channel=Channel.SMS, due_at__gt=now - timedelta(days=1)
    )
    return lately.count() >= int(getattr(settings, "NOTICE_SMS_A_DAY", SMS_A_DAY))


def _tell_one(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        row = Happening.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
        if row is None:
            return False
        if now - row.at <= TOLD_AT_ALL:
            if row.subject == Subject.DOCKET:
                _tell_entry(row.subject_id, now)
            elif row.subject == Subject.SERVICE:
                _tell_service(row.subject_id, now)
        row.delete()
    return True


def _tell_entry(pk: int, now: datetime) -> None:
    entry = DocketEntry.objects.select_related("case").filter(pk=pk).first()
    if entry is None:
        return
    for user in addressees.of_entry(entry, now):
        write_notice(user, Subject.DOCKET, entry.pk, entry.code, entry.case, at=entry.at, now=now)


def _tell_service(pk: int, now: datetime) -> None:
    service = ServiceOfDocument.objects.select_related("proceeding__case").filter(pk=pk).first()
    if service is None:
        return
    for user in addressees.of_service(service, now):
        write_notice(
            user, Subject.SERVICE, service.pk, "document_served", service.proceeding.case,
            at=service.sent_at, now=now,
        )  # fmt: skip
