"""Alarms: raised once for what they are about, closed with what was found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tarazy.oversight.models import Alarm
from tarazy.oversight.refusals import ReasonNeeded
from tarazy.oversight.registry import measures
from tarazy.oversight.rules import answered_in_words
from tarazy.people.permissions import Permission, may
from tarazy.people.refusals import NotFound, NotPermitted

if TYPE_CHECKING:
    from tarazy.people.models import User


def raise_alarm(system: str, kind: str, subject: str, figures: Mapping[str, Any], *, now: datetime) -> Alarm:
    """The open alarm about this; a known one gets the new figures."""
    found, made = Alarm.objects.get_or_create(
        system=system,
        kind=kind,
        subject=subject[:120],
        closed_at=None,
        defaults={"figures": dict(figures), "raised_at": now},
    )
    if not made and found.figures != dict(figures):
        found.figures = dict(figures)
        found.save(update_fields=["figures"])
    return found


def settle_alarms(
    system: str, kind: str, *, now: datetime, by: User | None = None, finding: str = "", subject: str = ""
) -> int:
    """Close what no longer stands; how many."""
    rows = Alarm.objects.filter(system=system, kind=kind, closed_at__isnull=True)
    if subject:
        rows = rows.filter(subject=subject)
    return rows.update(closed_at=now, closed_by=by, finding=finding)


def close_alarm(alarm_id: int, *, finding: str, by: User, now: datetime) -> Alarm:
    """The closed alarm, with what was found. Raises `NotPermitted`, `NotFound`, `ReasonNeeded`."""
    if not (may(by, Permission.SWITCH_AI_SYSTEMS, now=now) or may(by, Permission.SEE_AI_USES, now=now)):
        raise NotPermitted
    least = int(measures()["objection"]["shortest_answer"])
    if not answered_in_words(finding, least):
        raise ReasonNeeded(least=least)
    with transaction.atomic():
        found = Alarm.objects.select_for_update().filter(pk=alarm_id, closed_at__isnull=True).first()
        if found is None:
            raise NotFound
        found.closed_at, found.closed_by, found.finding = now, by, finding.strip()
        found.save()
    return found
