"""Inboxes: what a step of a proceeding asks of whom, by `data/tasks.yaml`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date as Date
from datetime import datetime
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from tarazy.cases.models import Assignment, Deadline, Proceeding, StaffAssignment, Task
from tarazy.courts.queries import holders_of, registry_section
from tarazy.people.permissions import Role

if TYPE_CHECKING:
    from tarazy.people.models import User


@cache
def steps() -> dict[str, dict[str, Any]]:
    """The table, by event."""
    text = resources.files("tarazy.cases").joinpath("data/tasks.yaml").read_text(encoding="utf-8")
    read: dict[str, dict[str, Any]] = yaml.safe_load(text)["steps"]
    return read


def follow(proceeding: Proceeding, event: str, *, by: User | None, at: datetime) -> None:
    """End the tasks that the step did and make those that it asks for."""
    step = steps().get(event, {})
    finish(proceeding, step.get("done", ()), by=by, at=at)
    for new in step.get("new", ()):
        if proceeding.kind not in new.get("in", (proceeding.kind,)):
            continue
        if "stands" in new and proceeding.outcome not in new["stands"]:
            continue
        urgent = Task.Priority.URGENT if new.get("urgent") else Task.Priority.NORMAL
        due = _due(proceeding, new["limit"]) if "limit" in new else None
        ask(proceeding, new["code"], to=new["to"], by=by, at=at, due=due, priority=urgent)


def ask(
    proceeding: Proceeding,
    code: str,
    *,
    to: str,
    by: User | None,
    at: datetime,
    due: Date | None = None,
    params: dict[str, Any] | None = None,
    priority: int = Task.Priority.NORMAL,
) -> list[Task]:
    """A task in the inbox of the `judge`, the `assistant`, the `registry` or each `chair`; the saved tasks.

    Where the judge has no account, or there is no assistant, the registry gets it: no task is lost.
    """
    common = {
        "court_id": proceeding.court_id, "proceeding": proceeding, "code": code, "params": params or {},
        "priority": priority, "created_at": at, "created_by": by, "due": due,
    }  # fmt: skip
    people = _people(proceeding, to, at)
    if people:
        return [Task.objects.create(assignee_id=person, **common) for person in people]
    return [Task.objects.create(section=registry_section(proceeding.court_id), **common)]


def finish(proceeding: Proceeding, codes: Collection[str], *, by: User | None, at: datetime) -> None:
    """The open tasks of these codes are done."""
    if codes:
        Task.objects.filter(proceeding=proceeding, code__in=codes, done_at__isnull=True).update(
            done_at=at, done_by=by
        )


def is_asked(proceeding: Proceeding, codes: Collection[str]) -> bool:
    """Whether a task of these codes is open."""
    return Task.objects.filter(proceeding=proceeding, code__in=codes, done_at__isnull=True).exists()


def _people(proceeding: Proceeding, to: str, at: datetime) -> list[int]:
    if to == "judge":
        found = Assignment.objects.filter(
            proceeding=proceeding,
            until__isnull=True,
            seat=Assignment.Seat.PRESIDING,
            judge__user__isnull=False,
        )
        return list(found.values_list("judge__user_id", flat=True))
    if to == "assistant":
        found_staff = StaffAssignment.objects.filter(
            proceeding=proceeding, until__isnull=True, task=StaffAssignment.Task.ASSISTANT
        )
        return list(found_staff.values_list("user_id", flat=True).distinct())
    if to == "chair":
        return holders_of(Role.COURT_CHAIR, proceeding.court_id, now=at)
    return []


def _due(proceeding: Proceeding, limit: str) -> Date | None:
    rows = Deadline.objects.filter(proceeding=proceeding, limit=limit, state=Deadline.State.OPEN)
    return rows.order_by("due").values_list("due", flat=True).first()
