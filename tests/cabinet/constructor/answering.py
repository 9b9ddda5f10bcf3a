"""People who answer: forms filled in at random, as a browser sends them, right or wrong."""

from __future__ import annotations

import random
from datetime import date as Date
from datetime import timedelta
from typing import Any

from tarazy.cabinet.constructor.engine import Walk, answer
from tarazy.cabinet.constructor.model import Definition, ItemField, Question
from tarazy.law import Sex, bin_for, iin_for

TODAY = Date(2026, 11, 23)
REGIONS = ("almaty", "astana", "karaganda", "shymkent")
NAMES = ("Нұрланова", "Ахметов", "Сәрсенбаева", "Петров", "Қайратұлы")
TEXTS = (
    "Шарт бойынша ақша төленбеді.",
    "Деньги не выплачены до сих пор.",
    "A line\nand another & <b>one</b>",
)


def some_iin(source: random.Random) -> str:
    """A valid IIN of a grown-up."""
    while True:
        born = Date(source.randint(1950, 2000), source.randint(1, 12), source.randint(1, 28))
        if iin := iin_for(born, source.choice([Sex.MALE, Sex.FEMALE]), source.randint(0, 9999)):
            return iin


def some_bin(source: random.Random) -> str:
    """A valid BIN."""
    while True:
        if found := bin_for(
            Date(source.randint(2000, 2020), source.randint(1, 12), 1), source.randint(0, 99999)
        ):
            return found


def form_for(question: Question | ItemField, source: random.Random, prefix: str = "answer") -> dict[str, Any]:
    """A form for a question, filled in the right way."""
    match question.type:
        case "text":
            return {prefix: source.choice(NAMES)}
        case "long_text":
            return {prefix: source.choice(TEXTS)}
        case "date":
            return _date(TODAY - timedelta(days=source.choice([0, 1, 3, 9, 20, 45, 200, 500, 1500])), prefix)
        case "money":
            return {prefix: source.choice(["1", "250 000", "1250000,50", "99 999 999"])}
        case "integer":
            return {prefix: str(source.randint(0, 40))}
        case "yes_no":
            return {prefix: source.choice(["yes", "no"])}
        case "choice":
            return {prefix: source.choice([option.id for option in question.options])}
        case "several":
            ids = [option.id for option in question.options]
            return {prefix: source.sample(ids, source.randint(1, len(ids)))}
        case "party":
            kinds = [kind.value for kind in getattr(question, "kinds", ())] or ["individual", "company"]
            return _party(source.choice(kinds), source, prefix)
        case "representative":
            return _person(source, prefix) | {
                f"{prefix}-authority": "advocate",
                f"{prefix}-phone": "+7 701 111 22 33",
            }
        case "address" | "contact":
            return {
                f"{prefix}-region": source.choice(REGIONS), f"{prefix}-locality": "Алматы",
                f"{prefix}-street": "Абай к., 1", f"{prefix}-phone": "8 (701) 111-22-33",
                f"{prefix}-email": "a@example.kz",
            }  # fmt: skip
        case "child":
            born = TODAY - timedelta(days=source.randint(30, 6000))
            person = {f"{prefix}-family_name": source.choice(NAMES), f"{prefix}-given_name": "Айша"}
            return person | _date(born, f"{prefix}-birth_date")
        case "list":
            count = source.randint(1, 3)
            form = {f"{prefix}-count": str(count)}
            for number in range(count):
                for one in question.fields:
                    form |= form_for(one, source, f"{prefix}-{number}-{one.id}")
            return form
        case "evidence":
            return {
                f"{prefix}-{o.id}": source.choice(["promised", "requested", "absent"])
                for o in question.options
            }
        case "court":
            return {prefix: source.choice(["7585", ""])}
        case "case":
            return {prefix: "7585-26-00-2/101"}
    raise AssertionError(question.type)


def _date(day: Date, prefix: str) -> dict[str, str]:
    return {f"{prefix}-day": str(day.day), f"{prefix}-month": str(day.month), f"{prefix}-year": str(day.year)}


def _person(source: random.Random, prefix: str) -> dict[str, str]:
    return {
        f"{prefix}-family_name": source.choice(NAMES),
        f"{prefix}-given_name": "Дана",
        f"{prefix}-patronymic": source.choice(["", "Ерланқызы"]),
        f"{prefix}-iin": some_iin(source),
    }


def _party(kind: str, source: random.Random, prefix: str) -> dict[str, str]:
    form = {f"{prefix}-kind": kind}
    if kind in ("individual", "entrepreneur"):
        return form | _person(source, prefix)
    return form | {f"{prefix}-organisation": "«Алтын дән» ЖШС", f"{prefix}-bin": some_bin(source)}


def walk_to_the_end(
    definition: Definition,
    source: random.Random,
    *,
    language: str = "",
    fixed: dict[str, dict[str, Any]] | None = None,
) -> tuple[Walk, list[str]]:
    """A walk in which every page has been answered, and the pages in order.

    Where earlier answers leave none (a contract made today can't be overdue), the person begins again; fails
    where no way at all leads to the end.
    """
    stuck = ""
    for _ in range(8):
        walk, seen, stuck = _one_walk(definition, source, language, fixed or {})
        if not stuck:
            return walk, seen
    raise AssertionError(f"nothing leads on from {definition.id}.{stuck}")


def _one_walk(
    definition: Definition, source: random.Random, language: str, fixed: dict[str, dict[str, Any]]
) -> tuple[Walk, list[str], str]:
    walk, seen = Walk(definition, {}, TODAY), []
    while (question := walk.next_after(None)) is not None:
        for _ in range(40):
            form = fixed.get(question.id) or form_for(question, source)
            if question.id == "paper_language" and language:
                form = {"answer": language}
            reading, after, failed = answer(walk, question, form)
            if not reading.faults and not any(c.blocking for c in failed) and not after.stop_at(question):
                break
        else:
            return walk, seen, question.id
        walk = after
        assert question.id not in seen, f"asked again: {question.id}"
        seen.append(question.id)
    return walk, seen, ""
