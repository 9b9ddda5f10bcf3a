"""Plausible answers of every kind that matters to a definition's conditions: by them the linter tries ways."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal
from typing import Any

from .expressions import Expression, Known, holds
from .model import Definition, Question, QuestionType

MOST_WAYS = 3000


def conditions(question: Question) -> list[Expression]:
    """Every condition written at a question."""
    found = [question.when, *(option.when for option in question.options)]
    found += [check.require for check in question.check] + [stop.when for stop in question.stop]
    return [one for one in found if one is not None]


def all_conditions(definition: Definition) -> list[tuple[str, Expression]]:
    """(place, condition) of the whole definition."""
    rows: list[tuple[str, Expression | None]] = []
    for question in definition.questions():
        rows.append((question.at, question.when))
        rows += [(option.at, option.when) for option in question.options]
        rows += [(check.at, check.require) for check in question.check]
        rows += [(stop.at, stop.when) for stop in question.stop]
    for demand in definition.demands:
        rows += [
            (demand.at, one) for one in (demand.when, demand.amount, demand.period_from, demand.period_until)
        ]
    rows += [(one.at, one.when) for one in definition.document.paragraphs]
    rows += [(one.at, one.when) for one in definition.attachments]
    rows += [(one.at, one.when) for one in definition.exemptions]
    hints = definition.advice
    rows += [
        (hints.at, one)
        for one in (
            hints.documents_prove, hints.child_rights, hints.exclusive, hints.claimants_choice,
            hints.juvenile, hints.pretrial, hints.limitation_from, hints.appeal_from,
        )
    ]  # fmt: skip
    return [(at, one) for at, one in rows if one is not None]


def samples(question: Question, definition: Definition, today: Date) -> list[Any]:
    """Values (as conditions see them) that try both sides of every comparison with this question."""
    literals = [
        (name, value)
        for _, condition in all_conditions(definition)
        for name, value in condition.comparisons()
        if name.split(".")[0] == question.id
    ]
    values = [value for name, value in literals if name == question.id]
    match question.type:
        case QuestionType.YES_NO:
            return ["yes", "no"]
        case QuestionType.CHOICE:
            return [option.id for option in question.options]
        case QuestionType.SEVERAL:
            ids = [option.id for option in question.options]
            return [*([one] for one in ids), ids]
        case QuestionType.DATE:
            near = [today - timedelta(days=days) for days in (0, 1, 40, 400, 2000, 5000)]
            near += [] if question.past else [today + timedelta(days=30)]
            dates = [one for one in values if isinstance(one, Date)]
            return near + [one + timedelta(days=days) for one in dates for days in (-1, 0, 1)]
        case QuestionType.MONEY | QuestionType.INTEGER:
            numbers = [one for one in values if isinstance(one, Decimal)]
            around = [one + step for one in numbers for step in (-1, 0, 1) if one + step >= 0]
            return [Decimal(1), Decimal(100), Decimal(90_000_000), *around]
        case QuestionType.PARTY:
            kinds = [kind.value for kind in question.kinds] or [
                "individual",
                "entrepreneur",
                "company",
                "state_body",
            ]
            return [{"kind": kind, "iin": f"{question.id}-{kind}", "name": "N"} for kind in kinds]
        case QuestionType.LIST:
            day = today - timedelta(days=60)
            item = {
                one.id: Decimal(5) if one.type in ("money", "integer") else day if one.type == "date"
                else {"birth_date": day, "name": "N"} if one.type == "child" else "N"
                for one in question.fields
            }  # fmt: skip
            return [[item], [item, item]]
        case QuestionType.EVIDENCE:
            return [{option.id: "promised" for option in question.options}]
        case QuestionType.ADDRESS | QuestionType.CONTACT:
            return [{"region": "almaty", "locality": "L", "street": "S", "phone": "1", "email": "e"}]
        case QuestionType.REPRESENTATIVE | QuestionType.CHILD:
            return [{"name": "N", "iin": "1", "birth_date": today - timedelta(days=4000), "phone": "1"}]
        case _:
            return [*(one for one in values if isinstance(one, str)), "7585-26-00-2/101"]


def ways(
    definition: Definition, names: frozenset[str], today: Date, mci: Decimal, *, limit: int = MOST_WAYS
) -> Iterator[Known]:
    """Ways through the definition that differ in the named answers and in those their pages depend on.

    All combinations where they are few, else `limit` of them drawn with a fixed seed. Pages whose condition
    fails stay unanswered, so what is yielded can really come about.
    """
    by_id = definition.questions_by_id()
    wanted = _with_conditions(names, by_id)
    order = [question for question in by_id.values() if question.id in wanted]
    choices = [
        samples(question, definition, today) + ([] if question.required else [None]) for question in order
    ]
    total = 1
    for one in choices:
        total *= max(1, len(one))
    drawn: Any
    if total <= limit:
        drawn = itertools.product(*choices)
    else:
        source = random.Random(20260101)
        drawn = (tuple(source.choice(one) for one in choices) for _ in range(limit))
    ids = frozenset(by_id)
    for values in drawn:
        found: dict[str, Any] = {}
        known = Known(found, ids, today, mci)
        for question, value in zip(order, values, strict=True):
            if value is not None and holds(question.when, known):
                found[question.id] = value
        yield known


def _with_conditions(names: frozenset[str], by_id: dict[str, Question]) -> set[str]:
    wanted, new = set(names & by_id.keys()), set(names & by_id.keys())
    while new:
        more: set[str] = set()
        for name in new:
            condition = by_id[name].when
            more |= (condition.names() & by_id.keys()) if condition else set()
        new = more - wanted
        wanted |= new
    return wanted
