"""Uses, overseers and decided cases for tests: one line each."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.test import Client

from tarazy.cases.ai_use import AiUse, hash_of, tell_use
from tarazy.cases.models import Case, Outcome, Party, Proceeding
from tarazy.courts.models import Court
from tarazy.oversight.models import Use
from tarazy.people.models import RoleGrant, User
from tarazy.people.permissions import Role
from tests.cases.factories import NOW, a_court, party
from tests.people.factories import a_user, an_iin, with_role

_number = count(1)


def signed_in(user: User) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def long_in_office(user: User) -> User:
    """The same person, in office since long before the tests' Monday."""
    RoleGrant.objects.filter(user=user).update(since=NOW - timedelta(days=400))
    user.__dict__.pop("_grants", None)
    return user


def an_auditor() -> User:
    """Somebody who oversees every court."""
    return long_in_office(with_role(Role.AUDITOR))


def an_operator() -> User:
    """Somebody who runs the systems."""
    return long_in_office(with_role(Role.OPERATOR))


def used(system: str = "forecast", *, case: Case | None = None, by: User | None = None, **fields: Any) -> Use:
    """A use told by another room and heard here."""
    key = fields.pop("key", f"use-{next(_number)}")
    fields.setdefault("at", NOW)
    fields.setdefault("versions", {"forecast": "f@1"})
    fields.setdefault("output", {"outcome": "granted", "probability": 0.7})
    tell_use(AiUse(key=key, system=system, input_hash=hash_of(key), case=case, by=by, **fields))
    return Use.objects.get(key=key)


def with_account(proceeding: Proceeding, side: str) -> User:
    """The party of a side, with an account to which the file is open."""
    one = party(proceeding, side)
    if one.user is None:
        one.user = a_user("party", iin=an_iin())
    one.access_since = NOW
    one.save()
    return one.user


def decided(
    granted: bool, *, court: Court | None = None, language: str = "kk", at: datetime = NOW, days: int = 30,
    kind: str = "person", iin: str = "", category: str = "loan", **fields: Any,
) -> Proceeding:  # fmt: skip
    """A decided case written down at once, without its steps: figures are counted over many."""
    court = court or Court.objects.first() or a_court()
    filed = at - timedelta(days=days)
    number = f"{court.pk}-26-00-2/{50_000 + next(_number)}"
    case = Case.objects.create(
        court=court, kind="action", category=category, language=language, filed_at=filed, number=number,
        registered_at=filed, **fields,
    )  # fmt: skip
    Party.objects.create(
        case=case, role="claimant", side="claim", kind=kind, name="А", iin=iin, joined_at=filed
    )
    return Proceeding.objects.create(
        case=case, court=court, number=number, kind="action", stage="in_force", stage_since=at, filed_at=filed,
        registered_at=filed, decided_at=at,
        outcome=Outcome.SATISFIED_FULL if granted else Outcome.DISMISSED,
    )  # fmt: skip
