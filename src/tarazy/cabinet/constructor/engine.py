"""Walking through a definition: which pages there are for these answers, what is wrong, what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from decimal import Decimal
from functools import cached_property
from typing import Any

from tarazy.law import load, mci

from .answers import Fault, Posted, Reading, chosen_option, read, typed
from .expressions import Known, holds
from .model import Check, Definition, Option, Question, QuestionType, Section, Stop

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Task:
    """A line of the task list: `state` is `done`, `begun`, `waiting`."""

    section: Section
    state: str
    first: Question


@dataclass
class Walk:
    """A person's way through a definition on a day. Answers to questions that aren't asked (any more) are left
    out of everything, but kept: they are there again when the way leads past them again."""

    definition: Definition
    answers: Answers
    today: Date
    _visible: list[Question] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        by_id = self.definition.questions_by_id()
        found: dict[str, Any] = {}
        known = Known(found, frozenset(by_id), self.today, self.index)
        for question in by_id.values():
            if holds(question.when, known):
                self._visible.append(question)
                if self.answers.get(question.id) is not None:
                    found[question.id] = typed(question, self.answers[question.id])
                    if found[question.id] is None:
                        del found[question.id]
        self.known = known

    @cached_property
    def index(self) -> Decimal:
        """The monthly calculation index of the day, in tenge."""
        return mci(load("kz"), self.today).value

    @property
    def typed(self) -> Answers:
        """The answers that count, as values to reckon with."""
        return self.known.answers

    def pages(self) -> list[Question]:
        """The questions of this way, in order, up to the first that stops it."""
        result = []
        for question in self._visible:
            result.append(question)
            if self.stop_at(question):
                break
        return result

    def options(self, question: Question) -> tuple[Option, ...]:
        """The options that can be chosen here."""
        return tuple(option for option in question.options if holds(option.when, self.known))

    def stop_at(self, question: Question) -> Stop | None:
        """What stops the way at this question, None if nothing does."""
        if question.id not in self.typed:
            return None
        return next((stop for stop in question.stop if holds(stop.when, self.known)), None)

    def stopped(self) -> Stop | None:
        """What stops this way, None if it goes through."""
        return next((stop for one in self.pages() if (stop := self.stop_at(one))), None)

    def complaints(self, question: Question) -> list[Check]:
        """The checks of a question that its answer fails; one that names something unknown waits."""
        if question.id not in self.typed:
            return []
        by_id = self.known.questions
        return [
            check
            for check in question.check
            if all(name in self.typed for name in check.require.names() & by_id)
            and not holds(check.require, self.known)
        ]

    def is_done(self, question: Question) -> bool:
        """Whether the question has an answer that passes, or was left out by right."""
        if question.id in self.typed:
            return not any(check.blocking for check in self.complaints(question)) and (
                question.type not in (QuestionType.CHOICE, QuestionType.YES_NO) or self._may_choose(question)
            )
        return not question.required and question.id in self.answers

    def _may_choose(self, question: Question) -> bool:
        value = self.typed[question.id]
        if question.type == QuestionType.YES_NO:
            return value in ("yes", "no")
        option = chosen_option(question, value)
        return option is not None and holds(option.when, self.known)

    def next_after(self, question: Question | None) -> Question | None:
        """The page after this one; of the first without an answer if `question` is None. None at the end."""
        pages = self.pages()
        if question is None:
            return next((one for one in pages if not self.is_done(one)), None)
        ids = [one.id for one in pages]
        place = ids.index(question.id) + 1 if question.id in ids else len(pages)
        return pages[place] if place < len(pages) else None

    def before(self, question: Question) -> Question | None:
        """The page before this one, None at the first."""
        ids = [one.id for one in self.pages()]
        place = ids.index(question.id) if question.id in ids else 0
        return self.pages()[place - 1] if place else None

    def undone(self) -> list[Question]:
        """The questions that still need an answer."""
        return [question for question in self.pages() if not self.is_done(question)]

    @property
    def complete(self) -> bool:
        """Whether the paper can be made: every page done, nothing stops the way."""
        return not self.stopped() and not self.undone()

    def warnings(self) -> list[tuple[Question, Check]]:
        """The checks that fail without holding anybody up."""
        return [(one, check) for one in self.pages() for check in self.complaints(one) if not check.blocking]

    def tasks(self) -> list[Task]:
        """The task list."""
        result = []
        pages = self.pages()
        for section in self.definition.sections:
            mine = [one for one in pages if one.section == section.id]
            if mine:
                done = [self.is_done(one) for one in mine]
                state = "done" if all(done) else "begun" if any(done) else "waiting"
                result.append(Task(section, state, mine[0] if all(done) else mine[done.index(False)]))
        return result

    def category(self) -> str:
        """The category of the matter: of the option chosen last that has one, else of the definition."""
        chosen = [
            option.category
            for one in self.pages()
            if (option := chosen_option(one, self.typed.get(one.id))) and option.category
        ]
        return chosen[-1] if chosen else self.definition.category


def answer(walk: Walk, question: Question, posted: Posted) -> tuple[Reading, Walk, list[Check]]:
    """What was answered, the way with that answer, and the checks that it fails."""
    reading = read(question, posted, walk.today)
    allowed = {option.id for option in walk.options(question)}
    closed = question.type == QuestionType.CHOICE and reading.value and reading.value not in allowed
    if closed and not reading.faults:
        reading.faults.append(Fault("unknown_option", "answer"))
    if reading.faults:
        return reading, walk, []
    after = Walk(walk.definition, {**walk.answers, question.id: reading.value}, walk.today)
    return reading, after, after.complaints(question)
