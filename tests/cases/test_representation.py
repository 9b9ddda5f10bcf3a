"""Who acts for a party sees its case as long as the ground for it holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tarazy.cases.models import Case, Representation
from tarazy.people.models import User
from tarazy.people.permissions import Role
from tests.cases.factories import NOW, a_distributed_case, later, party
from tests.people.factories import a_user, with_role

pytestmark = pytest.mark.django_db


def an_advocate() -> User:
    """In office since before the tests' Monday."""
    advocate = with_role(Role.ADVOCATE)
    advocate.grants.update(since=NOW - timedelta(days=400))
    return User.objects.get(pk=advocate.pk)


def acts_for(user: User, ground: str) -> Case:
    """A case whose claimant the user represents."""
    proceeding, _judge = a_distributed_case()
    Representation.objects.create(
        party=party(proceeding, "claim"), representative=user, ground=ground, since=later(-1), reads_file=True
    )
    return proceeding.case


def test_an_advocates_notice_ends_with_the_office_of_an_advocate() -> None:
    advocate = an_advocate()
    case = acts_for(advocate, Representation.Ground.ADVOCATE)
    assert case in Case.objects.visible_to(advocate, now=later(1))

    advocate.grants.update(until=later(2))
    left = User.objects.get(pk=advocate.pk)
    assert case in Case.objects.visible_to(left, now=later(1))
    assert case not in Case.objects.visible_to(left, now=later(3))


def test_who_represents_by_law_needs_no_office() -> None:
    parent = a_user()
    case = acts_for(parent, Representation.Ground.LAW)
    assert case in Case.objects.visible_to(parent, now=later(1))
