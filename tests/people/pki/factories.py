"""People and certificates for tests of signatures."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from tarazy.law.identifiers import Sex, bin_for, iin_for
from tarazy.people.models import User
from tarazy.people.pki.actions.issue_certificate import issue_certificate
from tarazy.people.pki.models import IssuedCertificate
from tarazy.people.pki.rules import Subject

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PASSWORD = "тұмар-2026"
_numbers = count(1)


def an_iin() -> str:
    """A person's number that no other test uses."""
    while not (found := iin_for(date(1985, 4, 9), Sex.FEMALE, next(_numbers))):
        pass
    return found


def a_bin() -> str:
    """An organisation's number."""
    while not (found := bin_for(date(2012, 7, 1), next(_numbers))):
        pass
    return found


def a_subject(**changed: Any) -> Subject:
    """A person to name in a certificate."""
    given = {
        "iin": an_iin(),
        "family_name": "Әбілқайырова",
        "given_name": "Гүлнұр",
        "patronymic": "Ерланқызы",
    }
    return Subject(**(given | changed))


def a_key(subject: Subject | None = None, *, now: datetime = NOW, user: Any = None) -> bytes:
    """A PKCS#12 file with PASSWORD."""
    return issue_certificate(subject or a_subject(), PASSWORD, now=now, user=user)


def a_person(**changed: Any) -> User:
    """A saved account with an IIN."""
    given = {
        "email": f"person{next(_numbers)}@example.kz",
        "iin": an_iin(),
        "family_name": "Әбілқайырова",
        "given_name": "Гүлнұр",
    }
    return User.objects.create(**(given | changed))


def key_of(person: User, *, now: datetime = NOW) -> bytes:
    """A key of this person."""
    return a_key(Subject(person.iin, person.family_name, person.given_name), now=now, user=person)


def latest() -> IssuedCertificate:
    """The certificate issued last."""
    return IssuedCertificate.objects.latest("pk")
