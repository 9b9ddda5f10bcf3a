"""Papers that people file from a case: in which order, by which questions, within which term."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from tarazy.cases import events
from tarazy.cases.models import Case, Deadline, Proceeding
from tarazy.cases.papers import Paper, papers, possible_papers
from tarazy.cases.visibility import own_parties

if TYPE_CHECKING:
    from tarazy.people.models import User


@dataclass(frozen=True)
class Offer:
    """A paper that can be filed now: its words, the constructor's definition if it has one, the running term."""

    paper: Paper
    definition: str = ""
    first: bool = False
    answers: dict[str, Any] = field(default_factory=dict)
    deadline: Deadline | None = None

    @property
    def code(self) -> str:
        """The registry's code of the paper."""
        return self.paper.code

    @property
    def title(self) -> str:
        """What filing it is called, in the active language."""
        return events.event(self.paper.code).asked()

    @property
    def norm(self) -> str:
        """The norm by which it is filed; may be empty."""
        return events.event(self.paper.code).norm


@cache
def _table() -> tuple[dict[str, Any], ...]:
    text = resources.files("tarazy.cabinet").joinpath("data/papers.yaml").read_text(encoding="utf-8")
    return tuple(yaml.safe_load(text))


def offers(user: User, case: Case, *, now: datetime) -> list[Offer]:
    """The papers that the user may file in the case as a party of it, now; none for those who are no party."""
    sides = frozenset(own_parties(user, now=now).filter(case=case).values_list("side", flat=True))
    if not sides:
        return []
    found: dict[str, Proceeding] = {}
    for proceeding in case.proceedings.order_by("id"):
        for paper in possible_papers(proceeding.kind, proceeding.stage, proceeding.outcome, sides):
            found[paper.code] = proceeding
    terms = _terms(list(found.values()))
    return [
        Offer(
            papers()[row["code"]],
            row.get("definition", ""),
            row.get("first", False),
            row.get("answers", {}),
            next(
                (terms[one, at.pk] for one in _limits(papers()[row["code"]]) if (one, at.pk) in terms), None
            ),
        )
        for row in _table()
        if (at := found.get(row["code"])) is not None
    ]


def _limits(paper: Paper) -> tuple[str, ...]:
    return (paper.counts, *paper.settles) if paper.counts else paper.settles


def _terms(proceedings: list[Proceeding]) -> dict[tuple[str, int], Deadline]:
    rows = Deadline.objects.filter(proceeding__in=proceedings).exclude(state=Deadline.State.CANCELLED)
    return {(row.limit, row.proceeding_id): row for row in rows.order_by("due")}
