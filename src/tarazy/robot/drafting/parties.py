"""Parties in the sentences of an act: a person by the sex that IIN and name agree on, an organisation by its full form.

The declension itself is `tarazy.law.wording.names`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

from tarazy.law import Sex, is_bin, is_iin, sex
from tarazy.law.wording import kazakh
from tarazy.law.wording.names import RU_CASES, decline_organisation, decline_person
from tarazy.robot.drafting.head import HeadLacks

_INITIALS = re.compile(r"(?P<family>\S+)\s+(?P<initials>(?:[^\W\d_]\.\s?){1,2})")
_FEMALE = re.compile(r"(?:қызы|кызы|вна|чна)$", re.I)
_MALE = re.compile(r"(?:ұлы|улы|ич)$", re.I)
_FEMALE_FAMILY = ("ова", "ева", "ёва", "ина", "ская")
_MALE_FAMILY = ("ов", "ев", "ёв", "ин", "ский")


@lru_cache(maxsize=32768)
def party(name: str, number: str, case: str, language: str) -> str:
    """A party's name in the case; its number and its own words say whether it is a person or an organisation.

    Raises `HeadLacks` where a Russian name has to be declined and its sex isn't known, or the IIN says another than
    the name: such an act is written by a person.
    """
    if not is_iin(number) and is_organisation(name, number):
        return organisation(name, case, language)
    title, own = _entrepreneur(name)
    if language == "kk":
        if case == "n" and (found := _INITIALS.fullmatch(own)):
            own = f"{found['initials']} {found['family']}"  # as the other cases have it: С.Е. Тлеуова
        word = str(_raw()["entrepreneur"]["kk"]) if title else ""
        return " ".join(filter(None, (word, decline_person(own, case, "kk"))))
    if case != "n":
        shown, stated = shown_female(own), sex(number)
        if shown is None or (stated is not None and (stated is Sex.FEMALE) is not shown):
            raise HeadLacks(name)
    head = _raw()["entrepreneur"]["ru"].split("|")[RU_CASES.index(case)] if title else ""
    return " ".join(filter(None, (head, decline_person(own, case, "ru"))))


def shown_female(name: str) -> bool | None:
    """What sex the endings of a patronymic or a family name show; None where they show none."""
    words = name.split()
    for word in reversed(words[1:]):
        if _FEMALE.search(word):
            return True
        if _MALE.search(word):
            return False
    family = words[0].lower() if words else ""
    if family.endswith(_FEMALE_FAMILY):
        return True
    return False if family.endswith(_MALE_FAMILY) else None


def is_organisation(name: str, number: str = "") -> bool:
    """Whether a name is that of an organisation: by its BIN, by a form known here, or by its quotes."""
    return is_bin(number) or _form_of(" ".join(name.split())) is not None or "«" in name


def organisation(name: str, case: str, language: str) -> str:
    """An organisation's name in the case, its form in full in the language: «X» of «ТОО «X»» or ««X» ЖШС»."""
    name = " ".join(name.split())
    found = _form_of(name)
    if found is None:
        return decline_organisation(name, case, language)
    form, own = found
    if language == "kk":
        return kazakh.decline_possessed(f"{own} {form.full_kk}", case)
    return " ".join(filter(None, (form.cases[RU_CASES.index(case)], form.rest_ru, own)))


@dataclass(frozen=True, slots=True)
class Form:
    """A form of organisations."""

    ru: str
    kk: str
    cases: tuple[str, ...]
    rest_ru: str
    full_kk: str


@lru_cache(maxsize=8192)
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


def _entrepreneur(name: str) -> tuple[bool, str]:
    """Whether the name says that the person is an individual entrepreneur, and the person's own name."""
    words = _raw()["entrepreneur"]
    known = "|".join((*words["abbreviations"], words["ru"].split("|")[0], words["kk"]))
    bare = re.sub(rf"^(?:{known})\s+|\s+(?:{known})$", "", name.strip(), flags=re.I)
    return bare != name.strip(), bare.strip(' «»"')


@cache
def _forms() -> tuple[Form, ...]:
    return tuple(
        Form(row["ru"], row["kk"], tuple(row["full_ru"].split("|")), row.get("rest_ru", ""), row["full_kk"])
        for row in _raw()["forms"]
    )


@cache
def _raw() -> dict[str, Any]:
    text = resources.files("tarazy.robot.drafting").joinpath("organisations.yaml").read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.safe_load(text)
    return raw
