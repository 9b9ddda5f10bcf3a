"""A small court with something of everything, and a person of each role who looks at it, for tests of the API."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from tarazy.allocation.actions import commit_draw
from tarazy.cases.models import Case
from tarazy.courts.models import Court
from tarazy.people.actions.tokens import make_token
from tarazy.people.models import User
from tarazy.people.permissions import Permission, Role, may
from tests.cases.factories import (
    a_case,
    a_chair,
    a_claimant,
    a_clerk,
    a_court,
    a_decided_case,
    a_distributed_case,
    a_judge,
    a_registered_case,
)
from tests.people.factories import a_power, a_user, with_role


@dataclass
class FilledCourt:
    """The court, its people by role, and ids of what there is by the name of the parameter that takes them."""

    court: Court
    people: dict[str, User] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    ids: dict[str, list[Any]] = field(default_factory=dict)

    def header(self, role: str) -> dict[str, str]:
        """The header of a token of this person with everything that they may do; none for anybody."""
        if role == "anonymous":
            return {}
        user = self.people[role]
        scopes = [one for one in Permission if may(user, one)]
        _row, token = make_token(user, "test", scopes, 1, timezone.now())
        return {"Authorization": f"Bearer {token}"}


def fill() -> FilledCourt:
    """A court with cases in several stages, of which the citizen has two and the judge two."""
    court = a_court("7511", exact=True)
    citizen = a_claimant()
    judge = a_judge(court)
    for _number in range(3):
        a_judge(court)
    filled = FilledCourt(
        court,
        {
            "citizen": citizen,
            "clerk": a_clerk(court),
            "judge": judge.user,
            "chair": a_chair(court),
            "operator": with_role(Role.OPERATOR),
        },
    )
    power = a_power(citizen, a_user("friend"), accepted=False)
    decided, _judge = a_decided_case(court=court, judge=judge)
    assigned, _judge = a_distributed_case(court, citizen, judge=judge)
    registered = a_registered_case(court, citizen)
    filled.cases = [
        decided.case,
        assigned.case,
        registered,
        a_case(court),
        a_registered_case(a_court("7522")),
    ]
    draw = commit_draw(registered.proceedings.get(), filled.people["clerk"], timezone.now())
    documents: list[UUID] = [
        one for case in filled.cases for one in case.documents.values_list("document", flat=True)
    ]
    filled.ids = {
        "case_id": [case.uuid for case in filled.cases],
        "power_id": [power.uuid],
        "document_id": documents or [power.uuid],
        "number": [case.number for case in filled.cases if case.number],
        "draw": [draw.uuid],
        "proceeding": [one.uuid for case in filled.cases for one in case.proceedings.all()],
        "stream": [court.pk],
        "code": ["accept", "return_claim", court.pk],
    }
    return filled
