"""The five answers of the practice, one after another, as plain values that can be kept with a question."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.utils import timezone

from tarazy.acts.analogy import kept
from tarazy.acts.practice_at_hand import practice_at_hand, practice_folder
from tarazy.jurimetrics.decision import Decision


class PracticeAbsent(Exception):
    """The practice hasn't been built on this installation."""


def answers_to(decision: Decision) -> Iterator[tuple[str, Any]]:
    """(name, content) as each answer is ready. Raises `PracticeAbsent`."""
    practice = practice_at_hand()
    if practice is None:
        raise PracticeAbsent(str(practice_folder()))
    for answer in practice.ask(decision, today=timezone.localdate()):
        yield answer.name, PLAIN[answer.name](answer.content)


def _models(content: Any) -> Any:
    return [one.model_dump(mode="json") for one in content]


PLAIN: dict[str, Callable[[Any], Any]] = {
    "category": lambda content: content.model_dump(mode="json"),
    "analogues": kept,
    "trace": lambda content: content.model_dump(mode="json"),
    "anomalies": _models,
    "forecast": _models,
}
