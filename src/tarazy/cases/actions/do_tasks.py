"""Tasks: made by hand, taken from a section's inbox, handed over, finished."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from tarazy.cases.models import Proceeding, Task
from tarazy.cases.refusals import AlreadyTaken
from tarazy.courts.models import Section
from tarazy.people.models import RoleGrant
from tarazy.people.permissions import OF_A_COURT, Permission, may, require
from tarazy.people.refusals import Invalid, NotFound, NotPermitted

if TYPE_CHECKING:
    from tarazy.people.models import User


def create_task(
    court_code: str,
    code: str,
    *,
    by: User,
    now: datetime,
    assignee: User | None = None,
    section: Section | None = None,
    proceeding: Proceeding | None = None,
    note: str = "",
    due: Date | None = None,
    priority: int = Task.Priority.NORMAL,
) -> Task:
    """A task for a colleague or a section of the same court. Returns it, saved.

    Raises `NotPermitted`, `NotFound` for a proceeding that `by` may not see, `Invalid` without an inbox in the court.
    """
    require(by, Permission.READ_COURT_CASES, court_code, now=now)
    if proceeding is not None and not Proceeding.objects.visible_to(by).filter(pk=proceeding.pk).exists():
        raise NotFound
    if assignee is None and section is None:
        raise Invalid({"assignee": ""})
    if assignee is not None and not works_in(assignee, court_code, now=now):
        raise Invalid({"assignee": assignee.short_name})
    if section is not None and section.court_id != court_code:
        raise Invalid({"section": section.name})
    return Task.objects.create(
        court_id=court_code,
        proceeding=proceeding,
        assignee=assignee,
        section=section,
        code=code,
        note=note,
        due=due,
        priority=priority,
        created_at=now,
        created_by=by,
    )


def take_task(task_id: int, *, by: User, now: datetime) -> Task:
    """A task of one's section comes to one's own inbox. Raises `NotFound`, `AlreadyTaken`."""
    with transaction.atomic():
        task = _locked(task_id, by)
        if task.assignee_id == by.pk:
            return task
        if task.assignee_id is not None:
            raise AlreadyTaken
        if task.section is None or not task.section.members.filter(pk=by.pk).exists():
            raise NotPermitted
        task.assignee = by
        task.save(update_fields=["assignee"])
    return task


def hand_over_task(task_id: int, to: User, *, by: User, now: datetime, note: str = "") -> Task:
    """One's own task (for the chair: any of the court) goes to a colleague of the court. Returns it, saved.

    Raises `NotFound`, `NotPermitted`, `Invalid` for somebody who doesn't work there.
    """
    with transaction.atomic():
        task = _locked(task_id, by)
        if task.assignee_id != by.pk and not may(by, Permission.APPROVE_PAPERS, task.court_id, now=now):
            raise NotPermitted
        if not works_in(to, task.court_id, now=now):
            raise Invalid({"to": to.short_name})
        task.assignee = to
        task.note = "\n".join(part for part in (task.note, note.strip()) if part)
        task.save(update_fields=["assignee", "note"])
    return task


def finish_task(task_id: int, *, by: User, now: datetime, note: str = "") -> Task:
    """The task is done; done twice is done once. Raises `NotFound`, `NotPermitted` for another's task."""
    with transaction.atomic():
        task = _locked(task_id, by)
        if task.done_at is not None:
            return task
        if task.assignee_id not in (None, by.pk):
            raise NotPermitted
        task.done_at, task.done_by = now, by
        task.note = "\n".join(part for part in (task.note, note.strip()) if part)
        task.save(update_fields=["done_at", "done_by", "note"])
    return task


def works_in(user: User, court_code: str, *, now: datetime) -> bool:
    """Whether the account is of the court's staff."""
    grants = RoleGrant.objects.filter(
        Q(until__isnull=True) | Q(until__gt=now), user=user, role__in=OF_A_COURT, court_code=court_code
    )
    return user.is_active and grants.filter(since__lte=now).exists()


def _locked(task_id: int, by: User) -> Task:
    """The task, locked, if it is one that `by` sees."""
    task = Task.objects.select_for_update(of=("self",)).filter(pk=task_id).first()
    if task is None or not Task.objects.visible_to(by).filter(pk=task_id).exists():
        raise NotFound
    return task
