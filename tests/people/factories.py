"""People for tests: one line an account, with the roles it needs."""

from __future__ import annotations

from datetime import date as Date
from datetime import timedelta
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone

from tarazy.law import Sex, bin_for, iin_for
from tarazy.people.models import Membership, Organisation, PowerOfAttorney, RoleGrant, User
from tarazy.people.permissions import Role

PASSWORD = "Дала-құсы 1917"
_number = count(1)


def an_iin(number: int | None = None) -> str:
    """An IIN with its check digit, another one each time."""
    number = next(_number) if number is None else number
    year, rest = divmod(number, 280)
    birth = Date(1960 + year % 40, 1 + rest % 12, 1 + rest // 12)
    for serial in range(number % 9000, 10_000):
        found = iin_for(birth, Sex.FEMALE if number % 2 else Sex.MALE, serial)
        if found:
            return found
    raise ValueError(number)


def a_user(name: str = "", **fields: Any) -> User:
    """A saved account without a password; `name` is the local part of its e-mail; its IIN is proved."""
    number = next(_number)
    fields.setdefault("family_name", "Ахметова")
    fields.setdefault("given_name", "Айгүл")
    if fields.get("iin"):
        fields.setdefault("iin_confirmed_at", timezone.now())
    return User.objects.create_user(f"{name or 'person'}-{number}@example.kz", **fields)


def with_role(role: Role, court_code: str = "", name: str = "", **fields: Any) -> User:
    """A saved account that holds `role` (in the court)."""
    user = a_user(name or role.value, **fields)
    RoleGrant.objects.create(
        user=user, role=role, court_code=court_code, since=timezone.now() - timedelta(days=1)
    )
    return user


def an_organisation(**fields: Any) -> Organisation:
    """A company with its BIN."""
    number = next(_number)
    fields.setdefault("name", f"ТОО «Дала {number}»")
    fields.setdefault("bin", a_bin(number))
    return Organisation.objects.create(**fields)


def a_bin(number: int | None = None) -> str:
    """A BIN with its check digit."""
    number = next(_number) if number is None else number
    for serial in range(number, number + 100):
        found = bin_for(Date(2010 + number % 10, 1 + number % 12, 1), serial)
        if found:
            return found
    raise ValueError(number)


def head_of(organisation: Organisation, **fields: Any) -> User:
    """The head of the organisation, with an account."""
    user = a_user("head", **fields)
    Membership.objects.create(
        organisation=organisation,
        user=user,
        is_head=True,
        confirmation=Membership.Confirmation.CONFIRMED,
        confirmed_at=timezone.now(),
    )
    return user


def a_power(
    principal: User | Organisation,
    representative: User,
    *scopes: PowerOfAttorney.Scope,
    days: int = 30,
    accepted: bool = True,
) -> PowerOfAttorney:
    """A power of attorney from today for `days` days, of all scopes unless some are named."""
    today = timezone.localdate()
    whose = "principal_user" if isinstance(principal, User) else "principal_organisation"
    return PowerOfAttorney.objects.create(
        **{whose: principal},
        representative=representative,
        since=today,
        until=today + timedelta(days=days),
        scope=list(scopes or PowerOfAttorney.Scope),
        accepted_at=timezone.now() if accepted else None,
    )


def with_password(user: User, password: str = PASSWORD) -> User:
    """The account can sign in: it has a password and a confirmed e-mail."""
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
