"""The state's registers of people and of legal entities, behind one seam.

An installation names its own class in `PEOPLE_REGISTER`. The stand-in that comes with the program knows the people
of the model court only; about everybody else it says that it can't tell, and then a person of the registry confirms.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from tarazy.people.models import Membership, Organisation, User


class Answer(StrEnum):
    """What a register says of a statement."""

    MATCHES = "matches"
    DIFFERS = "differs"
    UNKNOWN = "unknown"  # the register is not connected, does not answer or knows nothing


class Register(Protocol):
    """What the court asks the registers of population and of legal entities."""

    def person(self, iin: str, family_name: str, given_name: str) -> Answer:
        """Whether the number belongs to a person of that name."""
        ...

    def head_of(self, bin_number: str, iin: str) -> Answer:
        """Whether the person with `iin` is the first head of the entity."""
        ...

    def organisation_name(self, bin_number: str) -> str:
        """The entity's registered name, or empty."""
        ...


class ModelRegister:
    """Knows the invented people of the model court and nobody else."""

    def person(self, iin: str, family_name: str, given_name: str) -> Answer:
        """Matches or differs for model people, else unknown."""
        found = User.objects.filter(iin=iin, is_model=True).first()
        if found is None:
            return Answer.UNKNOWN
        same = _plain(found.family_name) == _plain(family_name) and _plain(found.given_name) == _plain(
            given_name
        )
        return Answer.MATCHES if same else Answer.DIFFERS

    def head_of(self, bin_number: str, iin: str) -> Answer:
        """Matches for the model head of a model company, else unknown."""
        heads = Membership.objects.filter(
            organisation__bin=bin_number, is_head=True, until=None, user__is_model=True
        )
        if not heads.exists():
            return Answer.UNKNOWN
        return Answer.MATCHES if heads.filter(user__iin=iin).exists() else Answer.DIFFERS

    def organisation_name(self, bin_number: str) -> str:
        """The name of a known entity."""
        return Organisation.objects.filter(bin=bin_number).values_list("name", flat=True).first() or ""


@lru_cache(maxsize=4)
def _made(path: str) -> Register:
    made: Register = import_string(path)()
    return made


def register() -> Register:
    """The register that the settings name."""
    return _made(getattr(settings, "PEOPLE_REGISTER", "tarazy.people.registers.ModelRegister"))


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").split())
