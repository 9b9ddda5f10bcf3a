"""Inboxes: what a step of a proceeding asks of whom, by `data/tasks.yaml`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date as Date
from datetime import datetime
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from django.db.models import QuerySet

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
    follow_many([Followed(proceeding, event, by, at)])


class Followed(NamedTuple):
    """A step that was made: as the arguments of `follow`."""

    proceeding: Proceeding
    event: str
    by: User | None
    at: datetime


def follow_many(made: Sequence[Followed]) -> list[Task]:
    """As `follow` for steps of many proceedings, one of each, in few statements. Returns the saved new tasks."""
    done: dict[tuple[tuple[str, ...], datetime, Any], list[int]] = defaultdict(list)
    asked: list[tuple[Followed, dict[str, Any]]] = []
    for one in made:
        step = steps().get(one.event, {})
        if step.get("done"):
            done[tuple(step["done"]), one.at, one.by].append(one.proceeding.pk)
        asked += [(one, new) for new in step.get("new", ()) if _is_for(one.proceeding, new)]
    for (codes, at, by), keys in done.items():
        _open(keys, codes).update(done_at=at, done_by=by)
    if not asked:
        return []
    judges = _judges([one.proceeding.pk for one, new in asked if new["to"] == "judge"])
    dues = _dues([(one.proceeding.pk, new["limit"]) for one, new in asked if "limit" in new])
    fresh: list[Task] = []
    for one, new in asked:
        people = (
            judges.get(one.proceeding.pk, [])
            if new["to"] == "judge"
            else _people(one.proceeding, new["to"], one.at)
        )
        fresh += _tasks(
            one.proceeding,
            new["code"],
            people,
            by=one.by,
            at=one.at,
            due=dues.get((one.proceeding.pk, new.get("limit", ""))),
            priority=Task.Priority.URGENT if new.get("urgent") else Task.Priority.NORMAL,
        )
    return Task.objects.bulk_create(fresh)


def _is_for(proceeding: Proceeding, new: Mapping[str, Any]) -> bool:
    return proceeding.kind in new.get("in", (proceeding.kind,)) and proceeding.outcome in new.get(
        "stands", (proceeding.outcome,)
    )


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
    people = _people(proceeding, to, at)
    return Task.objects.bulk_create(
        _tasks(proceeding, code, people, by=by, at=at, due=due, params=params, priority=priority)
    )


def _tasks(
    proceeding: Proceeding,
    code: str,
    people: Collection[int],
    *,
    by: User | None,
    at: datetime,
    due: Date | None,
    params: dict[str, Any] | None = None,
    priority: int = Task.Priority.NORMAL,
) -> list[Task]:
    """Unsaved tasks: one for each of the people, or for the registry where there is nobody."""
    common: dict[str, Any] = {
        "court_id": proceeding.court_id, "proceeding": proceeding, "code": code, "params": params or {},
        "priority": priority, "created_at": at, "created_by": by, "due": due,
    }  # fmt: skip
    if people:
        return [Task(assignee_id=person, **common) for person in people]
    return [Task(section=registry_section(proceeding.court_id), **common)]


def finish(proceeding: Proceeding, codes: Collection[str], *, by: User | None, at: datetime) -> None:
    """The open tasks of these codes are done."""
    if codes:
        _open([proceeding.pk], codes).update(done_at=at, done_by=by)


def is_asked(proceeding: Proceeding, codes: Collection[str]) -> bool:
    """Whether a task of these codes is open."""
    return bool(_open([proceeding.pk], codes).exists())


def _open(proceedings: Collection[int], codes: Collection[str]) -> QuerySet[Task]:
    return Task.objects.filter(proceeding__in=proceedings, code__in=codes, done_at__isnull=True)


def _people(proceeding: Proceeding, to: str, at: datetime) -> list[int]:
    if to == "judge":
        return _judges([proceeding.pk]).get(proceeding.pk, [])
    if to == "assistant":
        found_staff = StaffAssignment.objects.filter(
            proceeding=proceeding, until__isnull=True, task=StaffAssignment.Task.ASSISTANT
        )
        return list(found_staff.values_list("user_id", flat=True).distinct())
    if to == "chair":
        return holders_of(Role.COURT_CHAIR, proceeding.court_id, now=at)
    return []


def _judges(proceedings: Collection[int]) -> dict[int, list[int]]:
    """The account of who presides in each, where there is one."""
    found: dict[int, list[int]] = {}
    if proceedings:
        rows = Assignment.objects.filter(
            proceeding__in=proceedings,
            until__isnull=True,
            seat=Assignment.Seat.PRESIDING,
            judge__user__isnull=False,
        )
        for proceeding, user in rows.values_list("proceeding", "judge__user_id"):
            found.setdefault(proceeding, []).append(user)
    return found


def _dues(wanted: Collection[tuple[int, str]]) -> dict[tuple[int, str], Date]:
    """The nearest last day of each running limit of a proceeding."""
    if not wanted:
        return {}
    rows = Deadline.objects.filter(
        proceeding__in={key for key, _ in wanted},
        limit__in={limit for _, limit in wanted},
        state=Deadline.State.OPEN,
    )
    found: dict[tuple[int, str], Date] = {}
    for key, limit, due in rows.order_by("-due").values_list("proceeding", "limit", "due"):
        found[key, limit] = due
    return found
