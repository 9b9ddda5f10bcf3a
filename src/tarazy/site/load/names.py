"""Names, numbers and amounts of those who go to court, made quickly: the parts come from the model country."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from functools import cache
from random import Random

from tarazy.modelcourt import country
from tarazy.modelcourt.people import company, lender, person

_FIRST = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_EPOCH = Date(1955, 1, 1)
PEOPLE, COMPANIES, LENDERS = 1500, 3000, 60


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person or an organisation: name, number, the words by which it is found."""

    name: str
    number: str
    is_person: bool
    words: tuple[str, ...]

    @property
    def short(self) -> str:
        """As everybody may read it."""
        if not self.is_person:
            return self.name
        return " ".join(f"{part[0]}." for part in self.name.split())


def an_iin(rng: Random) -> str:
    """An IIN with its check digit."""
    while True:
        born = _EPOCH + timedelta(days=rng.randrange(18_000))
        century = 3 if born.year < 2000 else 5
        head = f"{born:%y%m%d}{century + rng.randrange(2)}{rng.randrange(10_000):04d}"
        digits = [ord(char) - 48 for char in head]
        check = sum(map(int.__mul__, digits, _FIRST)) % 11
        if check == 10:
            check = sum(map(int.__mul__, digits, _SECOND)) % 11
        if check < 10:
            return f"{head}{check}"


@cache
def _parts() -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    rng = Random("load/parts")
    town = country.courts()[0].town
    found: tuple[list[tuple[str, ...]], list[tuple[str, ...]]] = ([], [])
    for place in range(PEOPLE):
        female = place % 2 == 0
        parts = tuple(person(rng, town, female).name.nominative("ru").split(" "))
        if len(parts) >= 2:
            found[female].append(parts)
    return found


def a_name(rng: Random) -> tuple[str, ...]:
    """Family name, given name, patronymic of a person."""
    parts = _parts()[rng.randrange(2)]
    one, two = parts[int(rng.random() * len(parts))], parts[int(rng.random() * len(parts))]
    return (one[0], *two[1:])


def somebody(rng: Random) -> Somebody:
    """A person."""
    named = a_name(rng)
    words = tuple(dict.fromkeys(word for part in named for word in _words(part)))
    return Somebody(" ".join(named), an_iin(rng), True, words)


@cache
def _words(part: str) -> tuple[str, ...]:
    from tarazy.cases.public import name_words  # those who only file have no Django

    return tuple(name_words(part))


@cache
def lenders() -> list[Somebody]:
    """Those who sue all over the country: banks, lenders, utilities."""
    rng = Random("load/lenders")
    town = country.courts()[0].town
    heads = ("bank_heads", "microfinance_heads", "utility_heads")
    return [_organisation(lender(rng, town, heads[place % 3])) for place in range(LENDERS)]


@cache
def companies() -> list[Somebody]:
    """Ordinary companies."""
    rng = Random("load/companies")
    town = country.courts()[0].town
    return [_organisation(company(rng, town)) for _ in range(COMPANIES)]


def _organisation(actor: object) -> Somebody:
    name = actor.name.nominative("ru")  # type: ignore[attr-defined]
    return Somebody(name, actor.identifier, False, _words(name))  # type: ignore[attr-defined]
