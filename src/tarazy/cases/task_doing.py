"""Tasks change hands: taken from a section's inbox, handed over, done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tarazy.cases.models import Task
from tarazy.cases.refusals import AlreadyTaken
from tarazy.cases.views.colleagues import colleagues
from tarazy.people.refusals import NotFound, NotPermitted

if TYPE_CHECKING:
    from tarazy.people.models import User


def take(task: Task, by: User, *, now: datetime) -> Task:
    """The task comes into the own inbox. Raises `NotFound`, `AlreadyTaken`."""
    with transaction.atomic():
        one = _locked(task, by)
        if one.assignee_id is not None and one.assignee_id != by.pk:
            raise AlreadyTaken
        one.assignee = by
        one.save(update_fields=["assignee"])
    return one


def hand_over(task: Task, by: User, to: User, *, note: str, now: datetime) -> Task:
    """The task goes to a colleague of the same court. Raises `NotFound`, `NotPermitted`."""
    if to.pk not in {person.pk for person in colleagues(task.court_id, now=now)}:
        raise NotPermitted
    with transaction.atomic():
        one = _locked(task, by)
        one.assignee = to
        one.note = "\n".join(part for part in (one.note, note.strip()) if part)
        one.save(update_fields=["assignee", "note"])
    return one


def finish(task: Task, by: User, *, now: datetime) -> Task:
    """The task is done. Raises `NotFound`, `NotPermitted` for a task in somebody else's hands."""
    with transaction.atomic():
        one = _locked(task, by)
        if one.assignee_id != by.pk:
            raise NotPermitted
        one.done_at, one.done_by = now, by
        one.save(update_fields=["done_at", "done_by"])
    return one


def _locked(task: Task, by: User) -> Task:
    one = Task.objects.select_for_update().filter(pk=task.pk, done_at__isnull=True).first()
    if one is None or not Task.objects.visible_to(by).filter(pk=task.pk).exists():
        raise NotFound
    return one
