"""One step of a proceeding: looked up in the table, checked, made, told to the docket. Every stage changes here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from tarazy.cases import deadlines, docket, events, signals, tasks
from tarazy.cases.filing_data import DocumentRef
from tarazy.cases.models import DocketEntry, Party, Proceeding, Stage
from tarazy.cases.refusals import (
    NotPossibleNow,
    NotYours,
    OutcomeNotLawful,
    RemandAbolished,
)
from tarazy.cases.signing import must_be_signed
from tarazy.cases.standing import WORDS
from tarazy.cases.workflow import BEFORE, Table, Transition, table

if TYPE_CHECKING:
    from tarazy.people.models import User

CHALLENGES = ("open_appeal", "open_complaint", "open_cassation")


@dataclass
class Step:
    """What comes with an event: who, when, in which standing, with which values and documents."""

    event: str
    by: User | None
    at: datetime
    standing: Collection[str]
    params: dict[str, Any] = field(default_factory=dict)
    documents: Sequence[DocumentRef] = ()
    party: Party | None = None
    visibility: str = ""
    stream: str = ""  # the court that acts, where it isn't the proceeding's own


def begin(proceeding: Proceeding, step: Step) -> DocketEntry:
    """Start a new, saved proceeding: its first entry, limits and tasks."""
    row = table().initial(proceeding.kind)
    return _made([(proceeding, row, step, "")])[0]


def move(proceeding: Proceeding, step: Step) -> DocketEntry:
    """Make the step; the case must be locked and a transaction open.

    Raises `NotPossibleNow`, `NotYours`, `NeedsSignedPaper`, `OutcomeNotLawful` (`RemandAbolished`).
    """
    row, before = _stepped(proceeding, step)
    proceeding.save()
    return _made([(proceeding, row, step, before)])[0]


def move_many(steps: Sequence[tuple[Proceeding, Step]]) -> list[DocketEntry]:
    """As `move` for many proceedings, one step of each, in few statements; their entries in the same order.

    The proceedings must be as the database has them, their cases locked. Raises what `move` raises, before anything is
    written; then proceedings given may be changed in memory.
    """
    kept = [_columns(proceeding) for proceeding, _ in steps]
    made = []
    for proceeding, step in steps:
        row, before = _stepped(proceeding, step)
        made.append((proceeding, row, step, before))
    alike: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
    for (proceeding, _), old in zip(steps, kept, strict=True):
        changed = {name: value for name, value in _columns(proceeding).items() if value != old[name]}
        alike[tuple(sorted(changed.items()))].append(proceeding.pk)
    for changes, keys in alike.items():
        if changes:
            Proceeding.objects.filter(pk__in=keys).update(**dict(changes))
    return _made(made)


def _columns(proceeding: Proceeding) -> dict[str, Any]:
    return {one.attname: getattr(proceeding, one.attname) for one in Proceeding._meta.concrete_fields}


def _stepped(proceeding: Proceeding, step: Step) -> tuple[Transition, str]:
    """The row of the step, made in memory, and the stage before it."""
    row = allowed(proceeding, step.event, step.standing)
    if row.ruling:
        must_be_signed(step.documents, step.by, step.at)
    before = proceeding.stage
    _conclude(proceeding, row, step)
    _set_stage(proceeding, row, step.at)
    return row, before


def allowed(proceeding: Proceeding, event: str, standing: Collection[str]) -> Transition:
    """The row for this event now. Raises `NotPossibleNow` with what is possible, `NotYours` with who may."""
    rows, category = table(), proceeding.case.category
    row = rows.find(event, proceeding.kind, proceeding.stage, category, proceeding.outcome)
    if row is None or not waits_for_nothing(proceeding, row):
        raise _not_now(proceeding, event, rows)
    if not row.may & set(standing):
        who = ", ".join(str(WORDS[one]) for one in sorted(row.may))
        raise NotYours(event=_asked(event), who=who)
    return row


def possible(proceeding: Proceeding, standing: Collection[str]) -> list[Transition]:
    """The steps that somebody with this standing may make now."""
    rows = table().possible_for(
        standing, proceeding.kind, proceeding.stage, proceeding.case.category, proceeding.outcome
    )
    return [row for row in rows if waits_for_nothing(proceeding, row)]


def waits_for_nothing(proceeding: Proceeding, row: Transition) -> bool:
    """Whether no limit or challenge stands in the way of the step."""
    if row.once and proceeding.docket.filter(code=row.event).exists():
        return False
    if row.while_open and (deadlines.running(proceeding, row.while_open) or challenged(proceeding)):
        return False
    return not row.after or deadlines.has_run(proceeding, row.after)


def challenged(proceeding: Proceeding) -> bool:
    """Whether a complaint against it waits to be opened above, or is being heard there."""
    return (
        tasks.is_asked(proceeding, CHALLENGES)
        or proceeding.reviewed_by.filter(ended_at__isnull=True, decided_at__isnull=True).exists()
    )


def _made(made: Sequence[tuple[Proceeding, Transition, Step, str]]) -> list[DocketEntry]:
    """Limits, docket and tasks of steps whose proceedings are saved; with each the stage before."""
    for proceeding, row, step, _ in made:
        deadlines.follow(proceeding, row, at=step.at, category=proceeding.case.category)
    entries = docket.record_many(
        [
            docket.Event(
                proceeding.case,
                step.event,
                step.by,
                step.at,
                proceeding,
                step.params,
                step.documents,
                step.party,
                step.visibility or events.event(step.event).sees,
                step.stream,
            )
            for proceeding, _, step, _ in made
        ]
    )
    tasks.follow_many(
        [tasks.Followed(proceeding, step.event, step.by, step.at) for proceeding, _, step, _ in made]
    )
    for proceeding, _, step, before in made:
        transaction.on_commit(
            partial(
                signals.stage_changed.send_robust,
                Proceeding,
                proceeding=proceeding,
                event=step.event,
                before=before,
            )
        )
    return entries


def _conclude(proceeding: Proceeding, row: Transition, step: Step) -> None:
    if row.outcomes:
        lawful = table().outcomes[row.outcomes]
        chosen = step.params.get("outcome") or (lawful.lawful[0] if len(lawful.lawful) == 1 else "")
        day = timezone.localdate(step.at)
        if chosen not in lawful.on(day):
            if chosen in lawful.until:
                raise RemandAbolished(since=lawful.until[chosen].isoformat())
            raise OutcomeNotLawful(outcomes=", ".join(lawful.on(day)))
        proceeding.outcome = step.params["outcome"] = chosen
    if row.grounds:
        grounds = table().grounds[row.grounds]
        ground = step.params.get("ground", "")
        if ground not in grounds:
            raise OutcomeNotLawful(fields={"ground": ", ".join(grounds)}, outcomes=", ".join(sorted(grounds)))
        step.params["norm"] = grounds[ground].norm
        if row.outcomes:
            proceeding.outcome_ground = ground
    if row.fixed_ground:
        proceeding.outcome_ground = row.fixed_ground
    if row.clears_outcome:
        proceeding.outcome, proceeding.outcome_ground = "", ""
        proceeding.decided_at = proceeding.ended_at = None


def _set_stage(proceeding: Proceeding, row: Transition, at: datetime) -> None:
    before = proceeding.stage
    if row.target == BEFORE:
        proceeding.stage, proceeding.stage_before = proceeding.stage_before, ""
    else:
        proceeding.stage = row.target
        if row.remembers and not (before == Stage.ADJOURNED and proceeding.stage_before):
            proceeding.stage_before = before
    if proceeding.stage != before:
        proceeding.stage_since = at
    if row.sets:
        setattr(proceeding, row.sets, at)
    if row.new_kind:
        proceeding.kind = row.new_kind


def _not_now(proceeding: Proceeding, event: str, rows: Table) -> NotPossibleNow:
    here = [
        row.event
        for row in rows.possible(
            proceeding.kind, proceeding.stage, proceeding.case.category, proceeding.outcome
        )
        if waits_for_nothing(proceeding, row)
    ]
    codes = tuple(dict.fromkeys(here))
    return NotPossibleNow(
        event=_asked(event),
        stage=str(Stage(proceeding.stage).label),
        possible=", ".join(f"«{_asked(code)}»" for code in codes) or "–",
        codes=codes,
    )


def _asked(code: str) -> str:
    known = events.all_events().get(code)
    return known.asked() if known else code
