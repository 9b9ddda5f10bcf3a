"""Deciding a material by a rule table: every condition in turn, and a draft only where no doubt is left.

GPK 133-2 (1-1): drafts of court documents may be prepared by the court's information system; the judge decides and
signs. Nothing here signs, sends or asks: facts go in, a finding comes out, the same for the same facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime
from typing import Any

from tarazy.robot.conditions import State, Verdict
from tarazy.robot.deciding import Known, Reading, local_day, read_datum, weigh
from tarazy.robot.facts import Datum, Facts
from tarazy.robot.table import Condition, Norm, Table
from tarazy.robot.words import reason_words, said

HANDED_OVER = "handed_over"
DRAFT = "draft:"
_ACT_OF = {"refuse": "refuse", "return": "return"}


@dataclass(frozen=True)
class Step:
    """One condition as it was found. `words` are the condition in kk, ru and en; `told` what was reckoned for it."""

    condition: str
    number: str
    norms: tuple[Norm, ...]
    data: tuple[Datum, ...]
    state: State
    words: Mapping[str, str]
    unverified: bool = False
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reason:
    """Why a material is handed over: a code, the condition or datum it is about, and words for people."""

    code: str
    condition: str = ""
    datum: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    until: Date | None = None


@dataclass(frozen=True)
class Finding:
    """What the table says of the facts: `result` is `draft:<act code>` or `handed_over`.

    `grounds` are the rows that a refusal or return stands on; `alerts` rows that are unmet and stop nothing (the
    clock); `warnings` rows that the draft stands on and whose norm wasn't read in its text.
    """

    table: str
    version: str
    at: datetime
    result: str
    trace: tuple[Step, ...]
    reasons: tuple[Reason, ...] = ()
    grounds: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def act(self) -> str:
        """The code of the act to draft; empty where the material is handed over."""
        return self.result.removeprefix(DRAFT) if self.result.startswith(DRAFT) else ""

    def step(self, condition: str) -> Step | None:
        """The step of a condition."""
        return next((one for one in self.trace if one.condition == condition), None)


def decide(table: Table, facts: Facts, at: datetime) -> Finding:
    """What the table says of these facts at this moment; total, and the same for the same arguments.

    A draft needs every datum of the table that the case calls for, each undoubted, told by a source that may tell it
    and fresh, and no fact beside them. Then unmet rows that the law ties a refusal or a return to give that draft, no
    unmet row gives the draft that grants, and everything else is handed over with its reasons.
    """
    day = local_day(at)
    known = Known(table, {row.name: read_datum(row, facts.get(row.name), at) for row in table.data}, day)
    reasons = [*_doubts_of_data(table, facts, known), *_facts_beside(table, facts)]
    if not table.covers(day):
        reasons.append(Reason("table_not_in_force", words=reason_words("table_not_in_force", table)))
    trace, states = _walk(table, facts, known)
    grounds: dict[str, list[str]] = {}
    alerts: list[str] = []
    for step in trace:
        row = table.condition(step.condition)
        assert row is not None  # the walk goes over the table's rows
        if step.state is State.DOUBTFUL:
            if not any(one.datum in row.names for one in reasons):
                code = str(step.told.get("doubt", "doubtful"))
                reasons.append(Reason(code, row.id, words=reason_words(code, table, condition=row)))
        elif step.state is State.UNMET:
            _follow(table, row, step, states, grounds, alerts, reasons)
    if len(grounds) > 1:
        reasons.append(Reason("several_consequences", words=reason_words("several_consequences", table)))
    result = HANDED_OVER
    if not reasons:
        which = next(iter(grounds), "grant")
        result = DRAFT + table.acts[which].code  # type: ignore[index]
    return Finding(
        table=table.name,
        version=table.version,
        at=at,
        result=result,
        trace=trace,
        reasons=tuple(reasons),
        grounds=tuple(one for rows in grounds.values() for one in rows),
        alerts=tuple(alerts),
        warnings=tuple(one.condition for one in trace if one.unverified and one.state is State.MET),
    )


def _doubts_of_data(table: Table, facts: Facts, known: Known) -> list[Reason]:
    """A reason for every datum that is needed and not sure, or told with a doubt though nobody needs it."""
    found: list[Reason] = []
    for row in table.data:
        reading = known.readings[row.name]
        if not reading.doubt:
            continue
        needed = not row.optional and (row.when is None or weigh(row.when, known).state is not State.UNMET)
        if needed or reading.doubt != "missing":
            words = reason_words(reading.doubt, table, datum=row)
            found.append(Reason(reading.doubt, datum=row.name, words=words))
    return found


def _facts_beside(table: Table, facts: Facts) -> list[Reason]:
    """What was told and the table doesn't know of: a dispute, a plea, anything."""
    return [
        Reason("not_covered", datum=name, words=reason_words("not_covered", table, name=str(name)))
        for name in sorted(facts, key=str)
        if table.datum(name) is None
    ]


def _walk(table: Table, facts: Facts, known: Known) -> tuple[tuple[Step, ...], dict[str, State]]:
    """Every row in turn."""
    states: dict[str, State] = {}
    steps: list[Step] = []
    for row in table.conditions:
        verdict = _reached(row, known, states)
        if verdict is None:
            verdict = weigh(row.test, known)
        told = dict(verdict.told)
        if verdict.doubts:
            told["doubt"] = verdict.doubts[0][1]
        states[row.id] = verdict.state
        data = tuple(facts[name] for name in row.names if isinstance(facts.get(name), Datum))
        steps.append(
            Step(row.id, row.number, row.norms, data, verdict.state, said(row, told), row.unverified, told)
        )
    return tuple(steps), states


def _reached(row: Condition, known: Known, states: Mapping[str, State]) -> Verdict | None:
    """None if the row is to be asked; else that it isn't reached, or that it's doubtful whether it is."""
    if row.instead_of and states.get(row.instead_of) is not State.UNMET:
        doubtful = states.get(row.instead_of) is State.DOUBTFUL
        return Verdict(State.DOUBTFUL if doubtful else State.NOT_REACHED)
    if row.since or row.until:
        day = known.of(row.in_force_by) if row.in_force_by else Reading(known.today)
        if day.doubt:
            return Verdict(State.DOUBTFUL, ((row.in_force_by, day.doubt),))
        if not isinstance(day.value, Date) or not row.covers(day.value):
            return Verdict(State.NOT_REACHED)
    if row.when is not None:
        asked = weigh(row.when, known)
        if asked.state is State.DOUBTFUL:
            return asked
        if asked.state is State.UNMET:
            return Verdict(State.NOT_REACHED)
    return None


def _follow(
    table: Table,
    row: Condition,
    step: Step,
    states: Mapping[str, State],
    grounds: dict[str, list[str]],
    alerts: list[str],
    reasons: list[Reason],
) -> None:
    """What an unmet row leads to."""
    if row.if_unmet == "next":
        return  # the row that stands instead of it decides
    if row.if_unmet == "alert":
        alerts.append(row.id)
        return
    which = _ACT_OF.get(row.if_unmet)
    if which is None or which not in table.acts:
        code = "wait" if row.if_unmet == "wait" else row.reason
        until = step.told.get("last_day") if row.if_unmet == "wait" else None
        reasons.append(Reason(code, row.id, words=reason_words(code, table, condition=row), until=until))
    elif row.unverified:
        words = reason_words("unverified_rule", table, condition=row)
        reasons.append(Reason("unverified_rule", row.id, words=words))
    else:
        grounds.setdefault(which, []).append(row.id)
