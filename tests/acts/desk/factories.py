"""Benches, open desks and drafts for tests: one line each."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from tarazy.acts.desk import keys
from tarazy.acts.desk.keys import Unlocked
from tarazy.acts.text import ActText, paragraph, points
from tarazy.cases.models import Assignment, Proceeding, StaffAssignment
from tarazy.courts.models import Judge
from tarazy.documents.signatures.demo_keys import DEMO_PASSWORD, demo_key
from tarazy.people.models import User
from tarazy.people.permissions import Role
from tests.cases.factories import NOW, a_distributed_case, a_judge, staff
from tests.people.factories import an_iin

WORD = "құмда өскен сексеуіл"


def a_request(user: User | None = None, session: Any = None, cookie: str = "") -> HttpRequest:
    """A request of this person, in a new session unless one is given."""
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    request.session = session or SessionStore()
    if cookie:
        request.COOKIES[keys.COOKIE] = cookie
    return request


def open_desk(user: User, word: str = DEMO_PASSWORD) -> Unlocked:
    """The person's desk, opened."""
    return keys.unlock(a_request(user), HttpResponse(), word, now=NOW)


def with_key(judge: Judge) -> User:
    """The judge's account with an IIN to sign under and a desk key."""
    assert judge.user is not None
    judge.user.iin = judge.user.iin or an_iin()
    judge.user.family_name, judge.user.given_name = judge.family_name, judge.given_name
    judge.user.iin_confirmed_at = judge.user.iin_confirmed_at or NOW
    judge.user.save()
    demo_key(judge.user, now=NOW)
    keys.ensure_desk_key(judge.user, now=NOW)
    return judge.user


def a_bench(members: int = 0, **fields: Any) -> tuple[Proceeding, list[User]]:
    """A distributed case and its judges with their keys, the presiding one first."""
    proceeding, judge = a_distributed_case(**fields)
    seated = [with_key(judge), *(seat(proceeding) for _ in range(members))]
    return proceeding, seated


def seat(proceeding: Proceeding, *, key: bool = True) -> User:
    """Another judge of the bench."""
    judge = a_judge(proceeding.court)
    Assignment.objects.create(proceeding=proceeding, judge=judge, seat="member", since=NOW)
    assert judge.user is not None
    return with_key(judge) if key else judge.user


def an_assistant(proceeding: Proceeding) -> User:
    """The judge's assistant in this proceeding, with a desk key."""
    user = staff(Role.JUDGE_ASSISTANT, proceeding.court)
    StaffAssignment.objects.create(proceeding=proceeding, user=user, task="assistant", since=NOW)
    keys.ensure_desk_key(user, now=NOW)
    return user


def a_text(kind: str = "ruling", language: str = "ru", **parts: Any) -> ActText:
    """A short act: its reasons and its operative part as strings."""
    reasons = parts.pop("reasons", "Документы приложены полностью.")
    operative = parts.pop("operative", ("Принять заявление к производству.",))
    return ActText(
        kind=kind,
        language=language,  # type: ignore[arg-type]
        title=parts.pop("title", "Определение"),
        introduction=(paragraph("Судья рассмотрел материалы."),),
        reasons=(paragraph(reasons),),
        operative=(points(*operative),),
        **parts,
    )
