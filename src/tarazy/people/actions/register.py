"""Register a person, and the claim to be the head of an organisation."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from tarazy.people.ledgered import note
from tarazy.people.models import Membership, Organisation, RoleGrant, User
from tarazy.people.permissions import Role
from tarazy.people.registers import Answer, register

AS_COMPANY = Role.COMPANY.value


@dataclass(frozen=True)
class Registration:
    """What somebody says of themselves."""

    kind: str
    iin: str
    family_name: str
    given_name: str
    patronymic: str
    bin: str
    organisation_name: str
    language: str


def number_is_free(said: Registration) -> bool:
    """Whether an account may be made: nobody has the number, and the register doesn't know it under another name.

    Both reasons look the same from outside: who asks learns nothing about other people's accounts.
    """
    taken = User.objects.filter(iin=said.iin).exists()
    differs = register().person(said.iin, said.family_name, said.given_name) == Answer.DIFFERS
    return not taken and not differs


@transaction.atomic
def register_person(user: User, said: Registration) -> User:
    """Complete the new account; it can be used once its e-mail is confirmed.

    The number counts as the person's own only when it is confirmed later; so does the claim to head an organisation.
    """
    now = timezone.now()
    user.iin, user.language = said.iin, said.language
    user.family_name, user.given_name, user.patronymic = said.family_name, said.given_name, said.patronymic
    user.save()
    if said.kind == Role.REPRESENTATIVE:
        grant = RoleGrant.objects.create(user=user, role=Role.REPRESENTATIVE, since=now)
        note("role_granted", "", None, now, grant=grant.pk, user=str(user.uuid), role=grant.role)
    if said.kind == AS_COMPANY:
        claim_headship(user, said.bin, said.organisation_name)
    return user


def claim_headship(user: User, bin_number: str, name: str) -> Membership:
    """The membership, which gives nothing until the headship is confirmed by a person of the court.

    The register's answer is advice to that person: an e-mail proves no identity, so nobody becomes head by it alone.
    """
    known = register().organisation_name(bin_number)
    organisation, _made = Organisation.objects.get_or_create(bin=bin_number, defaults={"name": known or name})
    membership, _new = Membership.objects.get_or_create(organisation=organisation, user=user, until=None)
    return membership
