"""Time limits of a proceeding: started and ended by its steps, counted by `law`, shifted by pauses and extensions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date as Date
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from tarazy.cases.models import Deadline, Party, Proceeding
from tarazy.cases.workflow import Start, Transition
from tarazy.law import Jurisdiction, Step, Unit, calendar_of, deadline, load, time_limit

PAUSE_NORM = "GPK 272-273"


def law() -> Jurisdiction:
    """The pack of the country whose court this is."""
    return load("kz")


def follow(proceeding: Proceeding, row: Transition, *, at: datetime, category: str) -> None:
    """Start, settle, replace, extend, pause and resume what the step does to the limits of the proceeding."""
    settle(proceeding, row.settles, at=at)
    cancel(proceeding, row.cancels, at=at)
    for old, new in row.replaces.items():
        replace(proceeding, old, new, at=at)
    if row.extends:
        extend(proceeding, row.extends["limit"], row.extends["by"])
    if row.pauses:
        pause(proceeding, timezone.localdate(at))
    if row.resumes:
        resume(proceeding, timezone.localdate(at))
    start_all(proceeding, row.starts, on=timezone.localdate(at), category=category)


def start_all(proceeding: Proceeding, starts: Iterable[Start], *, on: Date, category: str) -> None:
    """Start those of the limits that run for such a proceeding."""
    rows = [
        counted(proceeding, one.limit, on, whose=one.whose)
        for one in starts
        if one.runs_for(proceeding.kind, category, proceeding.outcome)
    ]
    if rows:
        Deadline.objects.bulk_create(rows)


def counted(
    proceeding: Proceeding, limit: str, on: Date, *, whose: str = "court", party: Party | None = None
) -> Deadline:
    """An unsaved deadline of `limit` for an event of that day. Raises `law.UnknownLimit`, `law.NoCalendar`."""
    found = deadline(law(), limit, on)
    return Deadline(
        proceeding=proceeding,
        limit=limit,
        whose=whose,
        party=party,
        starts=on,
        due=found.date,
        steps=[written(step) for step in found.steps],
        norm=found.norm or "",
        unverified=found.unverified,
    )


def start(
    proceeding: Proceeding, limit: str, *, on: Date, whose: str = "court", party: Party | None = None
) -> Deadline:
    """Start a limit; one that already runs for the same party is counted anew from `on` (a new starting event)."""
    running = _open(proceeding, (limit,)).filter(party=party).first()
    fresh = counted(proceeding, limit, on, whose=whose, party=party)
    if running is not None:
        again = Step(code="counted_anew", params={"of": running.due.isoformat(), "event": on.isoformat()})
        fresh.pk, fresh.steps = running.pk, [*fresh.steps, written(again)]
    fresh.save()
    return fresh


def settle(proceeding: Proceeding, limits: Collection[str], *, at: datetime) -> None:
    """What was to be done is done: in time, or too late."""
    if not limits:
        return
    day = timezone.localdate(at)
    running = _open(proceeding, limits)
    running.filter(due__lt=day, paused_on__isnull=True).update(state=Deadline.State.MISSED, settled_at=at)
    running.update(state=Deadline.State.MET, settled_at=at)


def cancel(proceeding: Proceeding, limits: Collection[str], *, at: datetime) -> None:
    """The limits no longer run."""
    if limits:
        _open(proceeding, limits).update(state=Deadline.State.CANCELLED, settled_at=at)


def replace(proceeding: Proceeding, old: str, new: str, *, at: datetime) -> None:
    """Another limit runs in the place of one, from the same starting day."""
    for running in _open(proceeding, (old,)):
        fresh = counted(proceeding, new, running.starts, whose=running.whose, party=running.party)
        fresh.steps.append(written(Step(code="replaces", params={"limit": old}, norm=fresh.norm)))
        fresh.save()
    cancel(proceeding, (old,), at=at)


def extend(proceeding: Proceeding, limit: str, by: str) -> None:
    """Lengthen a running limit by the term `by`, counted from its last day."""
    more = time_limit(law(), by)
    for running in _open(proceeding, (limit,)):
        found = deadline(law(), by, running.due)
        said = Step(
            code="extended", params={"of": running.due.isoformat(), "date": found.date.isoformat(), "by": by},
            norm=more.norm, unverified=more.unverified,
        )  # fmt: skip
        _shift(running, found.date, said)


def move_to(running: Deadline, due: Date, *, norm: str) -> None:
    """Set another last day by a ruling of the court, moved to a working day; the step names the norm."""
    day = calendar_of(law()).next_working_day(due)
    said = {"of": running.due.isoformat(), "date": day.isoformat()}
    _shift(running, day, Step(code="extended", params=said, norm=norm))


def pause(proceeding: Proceeding, on: Date) -> None:
    """While a proceeding is suspended no limit of it runs. Norm: GPK 272–273."""
    for running in _open(proceeding).filter(paused_on__isnull=True):
        running.paused_on = on
        running.steps.append(written(_step("paused", date=on.isoformat())))
        running.save(update_fields=["paused_on", "steps"])


def resume(proceeding: Proceeding, on: Date) -> None:
    """What was left on the day of suspension is left on the day of resumption. Norm: GPK 272–276."""
    for running in _open(proceeding).filter(paused_on__isnull=False):
        due = after_pause(running.limit, running.paused_on, running.due, on)
        said = _step("resumed", of=running.due.isoformat(), on=on.isoformat(), date=due.isoformat())
        running.paused_on = None
        _shift(running, due, said)


def after_pause(limit: str, paused: Date, due: Date, resumed: Date) -> Date:
    """The last day of a limit after a pause: working days left are working days, others are calendar days."""
    calendar = calendar_of(law())
    if due < paused:  # it had passed before: a pause heals nothing
        return due
    if time_limit(law(), limit).unit in (Unit.WORKING_DAYS, Unit.SAME_DAY):
        return calendar.add_working_days(resumed, calendar.working_days_between(paused, due))
    return calendar.next_working_day(resumed + timedelta(days=(due - paused).days))


def running(proceeding: Proceeding, limits: Collection[str]) -> bool:
    """Whether one of the limits runs."""
    return bool(limits) and _open(proceeding, limits).exists()


def has_run(proceeding: Proceeding, limits: Collection[str]) -> bool:
    """Whether one of the limits was started and has ended, not by being called off."""
    ended = (Deadline.State.MET, Deadline.State.MISSED)
    return Deadline.objects.filter(proceeding=proceeding, limit__in=limits, state__in=ended).exists()


def written(step: Step) -> dict[str, Any]:
    """A step as rows keep it."""
    kept: dict[str, Any] = step.model_dump(mode="json")
    return kept


def _open(proceeding: Proceeding, limits: Collection[str] | None = None) -> Any:
    rows = Deadline.objects.filter(proceeding=proceeding, state=Deadline.State.OPEN)
    return rows if limits is None else rows.filter(limit__in=limits)


def _shift(row: Deadline, due: Date, step: Step) -> None:
    row.steps.append(written(step))
    row.due, row.told, row.warned_at, row.escalated_at = due, 0, None, None
    row.unverified = row.unverified or step.unverified
    row.save(update_fields=["due", "steps", "told", "warned_at", "escalated_at", "unverified", "paused_on"])


def _step(code: str, **params: str) -> Step:
    return Step(code=code, params=dict(params), norm=PAUSE_NORM, unverified=True)
