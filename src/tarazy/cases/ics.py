"""Calendars for programs (RFC 5545): one's time limits and tasks, without a word of sealed cases.

The address is a secret: whoever has it reads the calendar, and its owner can replace it at any time. What is in it
goes through programs and servers of others, so it names a case by its number only, never a person.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from tarazy.cases.models import CalendarFeed, Deadline, Task
from tarazy.cases.naming import limit_name, norm_words
from tarazy.cases.own_work import own_limits
from tarazy.cases.tasks_told import task_words

if TYPE_CHECKING:
    from tarazy.people.models import User

PAST_DAYS = 30
MOST_EVENTS = 500


def new_address(user: User, *, now: datetime) -> str:
    """A secret for the address of the user's calendar; the one before stops working. It is shown only now."""
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        user=user, defaults={"secret_sha256": _hash(secret), "made_at": now}
    )
    return secret


def revoke_address(user: User) -> None:
    """No address gives the user's calendar any more."""
    CalendarFeed.objects.filter(user=user).delete()


def owner_of(secret: str) -> User | None:
    """Whose calendar the secret opens; `None` for one that is wrong, replaced or of a closed account."""
    found = CalendarFeed.objects.filter(secret_sha256=_hash(secret)).select_related("user").first()
    return found.user if found and found.user.is_active else None


def calendar(user: User, *, now: datetime, host: str) -> bytes:
    """The calendar in the language that is active: open time limits and tasks with a day."""
    made = Calendar()
    made.add("prodid", "-//Tarazy//court calendar//")
    made.add("version", "2.0")
    made.add("x-wr-calname", _("Court: time limits and tasks"))
    made.add("refresh-interval;value=duration", "PT6H")
    since = (now - timedelta(days=PAST_DAYS)).date()
    limits = (
        own_limits(user, now=now)
        .filter(state=Deadline.State.OPEN, due__gte=since)
        .select_related("proceeding__case")
        .order_by("due", "id")[:MOST_EVENTS]
    )
    for row in limits:
        made.add_component(_limit(row, now, host))
    tasks = (
        Task.objects.visible_to(user)
        .filter(assignee=user, done_at__isnull=True, due__gte=since)
        .select_related("proceeding__case")
        .order_by("due", "id")[:MOST_EVENTS]
    )
    for task in tasks:
        made.add_component(_task(task, now, host))
    return bytes(made.to_ical())


def _limit(row: Deadline, now: datetime, host: str) -> Event:
    case = row.proceeding.case
    event = _event(f"limit-{row.pk}@{host}", row.due, now)
    if case.sealed:
        event.add("summary", _("A time limit in a closed case"))
        event.add("class", "CONFIDENTIAL")
        return event
    number = row.proceeding.number or case.number
    event.add("summary", f"{number}: {limit_name(row.limit)}" if number else limit_name(row.limit))
    if row.norm:
        event.add("description", norm_words(row.norm))
    return event


def _task(task: Task, now: datetime, host: str) -> Event:
    event = _event(f"task-{task.uuid}@{host}", task.due, now)
    case = task.proceeding.case if task.proceeding else None
    if case is not None and case.sealed:
        event.add("summary", _("A task in a closed case"))
        event.add("class", "CONFIDENTIAL")
        return event
    number = (task.proceeding.number or case.number) if task.proceeding and case else None
    event.add("summary", f"{number}: {task_words(task.code)}" if number else task_words(task.code))
    return event


def _event(uid: str, on: object, now: datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now)
    event.add("dtstart", on)
    event.add("transp", "TRANSPARENT")
    return event


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
