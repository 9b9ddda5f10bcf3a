"""The people of one act and how their names are recognised in running text, inflected or abbreviated."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from tarazy.jurimetrics.decision import Decision, Found, PartyKind

UPPER = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ"
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_ADJECTIVE = re.compile(r"(?:ск|цк)(?:ий|ая|ого|ой|ому|ую|им|ом)$")
_POSSESSIVE = re.compile(r"(?<=ов|ев|ин|ын)(?:а|у|ой|ою|ым|е|ом)$")
_KAZAKH_CASE = re.compile(
    r"(?:ға|ге|қа|ке|на|не|дан|ден|тан|тен|нан|нен|ның|нің|дың|дің|тың|тің|ды|ді|ты|ті|ны|ні|да|де|та|те|мен|бен|пен)$"
)
_VOWEL_END = re.compile(r"[аяоеуюыйь]$")
_SHORT_ENDING = re.compile(
    r"(?:а|у|ю|е|ы|и|ой|ою|ом|ем|ым|[ғқ]а|[гк]е|[нд]ан|[нд]ен|[тд]ан|[тд]ен|[нтд][ыі][ңн]?|мен|бен|пен)?"
    r"|а(?:ға|ның|ны|да|дан|мен)"
)
_INITIALS = rf"(?:[{UPPER}]\.\s?){{1,2}}"
_FAMILY = rf"[{UPPER}][a-zа-яёәғқңөұүһі’'][\w’'-]*"
_WITH_INITIALS = re.compile(rf"\b({_FAMILY})\s+({_INITIALS})|\b({_INITIALS})({_FAMILY})")


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """The word lists and patterns of `words.yaml`."""
    raw = files("tarazy.acts.masking").joinpath("words.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(raw)
    return loaded


@lru_cache(maxsize=1)
def _full_name() -> re.Pattern[str]:
    endings = "|".join(words()["patronymics"])
    word = rf"[{UPPER}][a-zа-яёәғқңөұүһі’'-]+"
    return re.compile(rf"\b({word})\s+({word})\s+([{UPPER}][a-zа-яёәғқңөұүһі’'-]*(?:{endings}))\b")


def stem(word: str) -> str:
    """The part of a name that stays the same in every case and for both sexes, lower case, ё as е."""
    lower = word.lower().replace("ё", "е")
    if len(lower) > 6:
        lower = _KAZAKH_CASE.sub("", lower)
    if _ADJECTIVE.search(lower):
        return _ADJECTIVE.sub(lambda match: match.group()[:2], lower)
    if _POSSESSIVE.search(lower):
        return _POSSESSIVE.sub("", lower)
    if len(lower) > 3 and _VOWEL_END.search(lower):
        return lower[:-1]
    return lower


@dataclass(eq=False)
class Person:
    """One person of the act: the role that names the mask, the number within the role, the parts of the
    name.
    """

    role: str
    number: int
    family: str
    given: tuple[str, ...] = ()
    initials: str = ""

    @property
    def key(self) -> str:
        return f"{stem(self.family)} {self.initials}"


@dataclass
class People:
    """All people of an act, found again by the stems of their names."""

    persons: list[Person] = field(default_factory=list)
    by_stem: dict[str, list[tuple[Person, bool]]] = field(default_factory=dict)

    def add(self, name: str, role: str) -> None:
        """Add a person by the name as written; someone already known only gets another form."""
        name = _name_in(name)
        tokens = [match.group() for match in _WORD.finditer(name)]
        full = [token for token in tokens if len(token) > 1 and token.lower() not in words()["not_names"]]
        short = "".join(token for token in tokens if len(token) == 1)
        if not full:
            return
        family, given = full[0], tuple(full[1:])
        if re.match(_INITIALS, name.strip()) is None and len(given) == 2 and _is_patronymic(given[0]):
            family, given = given[1], (full[0], given[0])
        initials = (short or "".join(word[0] for word in given)).upper()
        person = next((known for known in self.persons if _same(known, family, initials)), None)
        if person is None:
            number = 1 + sum(known.role == role for known in self.persons)
            person = Person(role, number, family, given, initials)
            self.persons.append(person)
        self._index(family, person, True)
        for word in given:
            self._index(word, person, False)

    def _index(self, word: str, person: Person, is_family: bool) -> None:
        """Every form seen leads to the person, because the first one seen may be the longest."""
        forms = self.by_stem.setdefault(stem(word), [])
        if (person, is_family) not in forms:
            forms.append((person, is_family))

    def named_by(self, word: str) -> list[tuple[Person, bool]]:
        """Those whose family name (True) or other name (False) this capitalised word may be a form of."""
        lower = word.lower().replace("ё", "е")
        found: list[tuple[Person, bool]] = []
        for cut in range(len(lower), max(1, len(lower) - 7), -1):
            rest = len(lower) - cut
            if (cut < 3 and rest) or (cut == 3 and not _SHORT_ENDING.fullmatch(lower[cut:])):
                continue
            found += self.by_stem.get(lower[:cut], ())
        return found


def _name_in(said: str) -> str:
    """The name in what was read as a person's name, "" where there is none in it (a reader takes in other
    words).
    """
    whole = _full_name().search(said) or _WITH_INITIALS.search(said)
    if whole:
        return whole.group()
    tokens = [
        match.group() for match in _WORD.finditer(said) if match.group() not in words()["name_prefixes"]
    ]
    looks = 0 < len(tokens) <= 3 and all(_capitalised(token) for token in tokens)
    return " ".join(tokens) if looks and not any(sign.isdigit() for sign in said) else ""


def _capitalised(word: str) -> bool:
    return word[0].isupper() and (len(word) == 1 or word[1:].islower() or "-" in word[1:])


def _is_patronymic(word: str) -> bool:
    return any(re.search(f"{ending}$", word) for ending in words()["patronymics"])


def _same(person: Person, family: str, initials: str) -> bool:
    one, other = sorted((stem(person.family), stem(family)), key=len)
    if one != other and not (len(one) > 3 and other.startswith(one) and len(other) - len(one) <= 3):
        return False
    shared = min(len(person.initials), len(initials))
    return person.initials[:shared] == initials[:shared]


def public_judges(decision: Decision) -> list[Found[str]]:
    """The judges, whose names stay.

    Acts name all their judges in one way: beside a judge with initials, a full name is a party read as a
    judge.
    """
    short = [judge for judge in decision.judges if re.search(_INITIALS, judge.value)]
    return short or list(decision.judges)


def people_of(decision: Decision) -> People:
    """The people whose names are masked in this act: parties, other persons named, names that the text shows.

    Judges stay: an act is given by a court in open session, and its judges are public.
    """
    judges = People()
    for judge in public_judges(decision):
        judges.add(judge.value, "judge")
    people = People()
    for party in decision.parties:
        if party.value.kind in (PartyKind.PERSON, PartyKind.ENTREPRENEUR):
            people.add(party.value.name, party.value.role.value)
    named = [found.value for found in decision.persons]
    named += [match.group() for match in _WITH_INITIALS.finditer(decision.text)]
    named += [match.group() for match in _full_name().finditer(decision.text)]
    for name in named:
        probe = People()
        probe.add(name, "person")
        if probe.persons and not any(_same(judge, *_name(probe)) for judge in judges.persons):
            people.add(name, "person")
    return people


def _name(one: People) -> tuple[str, str]:
    person = one.persons[0]
    return person.family, person.initials
