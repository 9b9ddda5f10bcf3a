"""Names in the case that a sentence asks for, in Russian and Kazakh: people, organisations, courts.

Russian cases: n g d a i p (prepositional); Kazakh ones as in `kazakh`. A name that can't be told apart into family
name and given name stays as it is written: a name is never bent by guessing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

from tarazy.law.identifiers import Sex, is_bin, sex
from tarazy.law.wording import kazakh

RU_CASES = "ngdaip"
_RU_NAMES = {"g": "GENITIVE", "d": "DATIVE", "a": "ACCUSATIVE", "i": "INSTRUMENTAL", "p": "PREPOSITIONAL"}
_PARTS = ("LASTNAME", "FIRSTNAME", "MIDDLENAME")
_FEMALE = re.compile(r"(?:қызы|кызы|овна|евна|ична|инична)$", re.I)
_MALE = re.compile(r"(?:ұлы|улы|ович|евич|ич)$", re.I)
_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,2}$")
_CLOSED_I = re.compile(r"и(?=[бвгғджзкқлмнңпрстфхһцчшщ]+$)")
_QUOTED = re.compile(r"[«\"“](?P<name>.+)[»\"”]")
_POSSESSED = re.compile(r"[ыі]$")
_ADJECTIVE = {
    "ий": {"n": "ий", "g": "ого", "d": "ому", "a": "ий", "i": "им", "p": "ом"},
    "ый": {"n": "ый", "g": "ого", "d": "ому", "a": "ый", "i": "ым", "p": "ом"},
    "ой": {"n": "ой", "g": "ого", "d": "ому", "a": "ой", "i": "ым", "p": "ом"},
}
_COURT = {"n": "суд", "g": "суда", "d": "суду", "a": "суд", "i": "судом", "p": "суде"}


def is_female(name: str, number: str = "") -> bool | None:
    """What sex a person's IIN states and the name's endings say; None where neither does or they disagree."""
    stated, shown = sex(number), _shown(name)
    if stated is None:
        return shown
    female = stated is Sex.FEMALE
    return female if shown is None or shown is female else None


def _shown(name: str) -> bool | None:
    """What sex the endings of a patronymic or a family name show."""
    words = name.split()
    for word in reversed(words[1:]):
        if _FEMALE.search(word):
            return True
        if _MALE.search(word):
            return False
    family = words[0].lower() if words else ""
    if family.endswith(("ова", "ева", "ина", "ская", "ёва")):
        return True
    return False if family.endswith(("ов", "ев", "ин", "ский", "ёв")) else None


@lru_cache(maxsize=32768)
def person(name: str, case: str, language: str, female: bool | None) -> str:
    """A person's name (family name first, then given name or initials, then patronymic) in the case.

    Of unknown sex, a Russian name stays in the nominative.
    """
    words = name.split()
    if case == "n" or not words:
        return name
    if language == "kk":
        return _person_kk(words, case)
    if female is None or len(words) > 3:
        return name
    return " ".join(_person_ru(_PARTS[place], female, case, word) for place, word in enumerate(words))


def _person_kk(words: list[str], case: str) -> str:
    """The last word bears the ending; after initials the family name does."""
    bent = 0 if _INITIALS.fullmatch(words[-1]) and len(words) > 1 else len(words) - 1
    words = [*words]
    words[bent] = declined(words[bent], case)
    return " ".join(words)


def declined(word: str, case: str) -> str:
    """A Kazakh or borrowed word in the case: ұлы and қызы as possessives, a closed и of loans as a front vowel."""
    if word.lower().endswith(("ұлы", "қызы", "кызы", "улы")):
        return kazakh.decline_possessed(word, case)
    return word + kazakh.ending(_CLOSED_I.sub("і", word.lower()), case)


@lru_cache(maxsize=32768)
def _person_ru(part: str, female: bool, case: str, word: str) -> str:
    low = word.lower()
    if _INITIALS.fullmatch(word) or low.endswith(("ұлы", "қызы", "улы", "кызы")):
        return word
    if female and part == "FIRSTNAME" and low.endswith("ь"):
        return word  # Айгуль, Асель: the soft third declension is not used
    if part == "FIRSTNAME" and low[-1:] in "еэыіиоуөүұ":
        return word  # Сәуле, Ғани: names of this kind aren't declined
    maker, case_enum, gender, parts = _russian()
    which = gender.FEMALE if female else gender.MALE
    return str(maker.make(parts[part], which, case_enum[_RU_NAMES[case]], word))


@cache
def _russian() -> tuple[Any, Any, Any, Any]:
    from pytrovich.enums import Case, Gender, NamePart
    from pytrovich.maker import PetrovichDeclinationMaker

    return PetrovichDeclinationMaker(), Case, Gender, NamePart


@dataclass(frozen=True, slots=True)
class Form:
    """A form of organisations."""

    ru: str
    kk: str
    cases: tuple[str, ...]
    rest_ru: str
    full_kk: str


@lru_cache(maxsize=8192)
def organisation(name: str, case: str, language: str) -> str:
    """An organisation's name in the case, its form written in full in the language: «X» of «ТОО «X»» or ««X» ЖШС».

    A name without a form that is known here is declined by its first word in Russian (департамент, управление) if
    that is known, and by its last word in Kazakh.
    """
    name = " ".join(name.split())
    found = _form_of(name)
    if found is not None:
        form, own = found
        if language == "kk":
            return kazakh.decline_possessed(f"{own} {form.full_kk}", case)
        head = form.cases[RU_CASES.index(case)]
        return " ".join(part for part in (head, form.rest_ru, own) if part)
    if case == "n":
        return name
    if language != "kk":
        first, _, rest = name.partition(" ")
        bent = _heads().get(first.lower())
        if bent is None:
            return name
        word = bent[RU_CASES.index(case)]
        return f"{word.capitalize() if first[:1].isupper() else word} {rest}".strip()
    if _QUOTED.search(name) and name[-1] in '»"”':
        last = re.sub(r"\W+$", "", name)
        return f"{name}-{kazakh.ending(last, case)}"
    if _POSSESSED.search(name):
        return kazakh.decline_possessed(name, case)
    return kazakh.decline(name, case)


def is_organisation(name: str, number: str = "") -> bool:
    """Whether a name is that of an organisation: by its BIN, by a form known here, or by its quotes."""
    if is_bin(number) or _form_of(" ".join(name.split())) is not None:
        return True
    return "«" in name or (name.split() or [""])[0].lower() in _heads()


def is_entrepreneur(name: str) -> bool:
    """Whether a name says that the person is an individual entrepreneur."""
    words = _raw()["entrepreneur"]
    low = name.lower()
    known = [words["ru"].split("|")[0], words["kk"], *(one.lower() for one in words["abbreviations"])]
    return any(low.startswith(f"{one} ") or low.endswith(f" {one}") for one in known)


@lru_cache(maxsize=8192)
def entrepreneur(name: str, case: str, language: str, female: bool | None) -> str:
    """An individual entrepreneur by the person's name, with the word before it."""
    words = _raw()["entrepreneur"]
    bare = re.sub(rf"^(?:{'|'.join(words['abbreviations'])})\s+|\s+ЖК$", "", name).strip(' «»"')
    if language == "kk":
        return f"{words['kk']} {person(bare, case, 'kk', female)}"
    return f"{words['ru'].split('|')[RU_CASES.index(case)]} {person(bare, case, 'ru', female)}"


def _form_of(name: str) -> tuple[Form, str] | None:
    """The form of an organisation and its own name in quotes, whichever language the form stands in."""
    low = name.lower()
    for form in _forms():
        heads = (form.ru.lower(), " ".join(filter(None, (form.cases[0], form.rest_ru))))
        tails = (form.kk.lower(), form.full_kk)
        own = next((name[len(one) :] for one in heads if low.startswith(one + " ")), None)
        if own is None:
            own = next((name[: -len(one)] for one in tails if low.endswith(" " + one)), None)
        if own is not None and own.strip():
            own = own.strip()
            return form, own if own[0] in '«"“' else f"«{own}»"
    return None


@cache
def _forms() -> tuple[Form, ...]:
    return tuple(
        Form(row["ru"], row["kk"], tuple(row["full_ru"].split("|")), row.get("rest_ru", ""), row["full_kk"])
        for row in _raw()["forms"]
    )


@cache
def _heads() -> dict[str, tuple[str, ...]]:
    return {line.split("|")[0]: tuple(line.split("|")) for line in _raw()["heads"]}


@lru_cache(maxsize=4096)
def court(name: str, case: str, language: str) -> str:
    """A court's name in the case: «Медеуского районного суда города Алматы», «Алматы қаласы Медеу аудандық сотының»."""
    if language == "kk":
        return kazakh.decline_possessed(name, case) if _POSSESSED.search(name) else kazakh.decline(name, case)
    words = name.split()
    place = next((number for number, word in enumerate(words) if word.lower() == "суд"), None)
    if place is None or any(word[-2:] not in _ADJECTIVE for word in words[:place]):
        return name
    bent = [word[:-2] + _ADJECTIVE[word[-2:]][case] for word in words[:place]]
    court_word = _COURT[case] if words[place][0].islower() else _COURT[case].capitalize()
    return " ".join([*bent, court_word, *words[place + 1 :]])


@cache
def _raw() -> dict[str, Any]:
    text = resources.files("tarazy.law.wording").joinpath("organisations.yaml").read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.safe_load(text)
    return raw
