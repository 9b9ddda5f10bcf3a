"""The rule data of the room, read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

RU_CASES = "ngdaip"  # nominative, genitive, dative, accusative, instrumental, prepositional
KK_CASES = "ngdalbi"  # nominative, genitive, dative, accusative, locative, ablative, instrumental
UPPER = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІЎҲЄЇҐ"


def _read(name: str) -> dict[str, Any]:
    raw = files("tarazy.jurimetrics.anonymise").joinpath(name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(raw)
    return loaded


@dataclass(frozen=True)
class Words:
    """Compiled words of rules.yaml and names.yaml."""

    labels: dict[str, dict[str, tuple[str, ...]]]
    marks: dict[str, dict[str, str]]
    always_numbered: frozenset[str]
    role_words: dict[str, dict[str, str]]  # by role: a word's form → letter of its case
    role_word: re.Pattern[str]
    hints: tuple[tuple[str, re.Pattern[str]], ...]
    official: tuple[tuple[str, re.Pattern[str]], ...]
    not_names: frozenset[str]
    place_after: frozenset[str]
    place_before: re.Pattern[str]
    patronymic: re.Pattern[str]
    patronymic_word: re.Pattern[str]
    surname: re.Pattern[str]
    given: tuple[str, ...]
    made_ends: str
    masked: tuple[str, ...]
    stays: tuple[str, ...]


@lru_cache(maxsize=1)
def words() -> Words:
    """Everything that rules.yaml and names.yaml say."""
    rules, names = _read("rules.yaml"), _read("names.yaml")
    labels = {
        language: {role: tuple(forms.split("|")) for role, forms in roles.items()}
        for language, roles in rules["labels"].items()
    }
    role_words: dict[str, dict[str, str]] = {}
    for language, roles in labels.items():
        for role, forms in roles.items():
            if role == "child":
                continue
            known = role_words.setdefault(role, {})
            for letter, form in zip(RU_CASES if language == "ru" else "n", forms, strict=False):
                known.setdefault(form.lower(), letter if language == "ru" else "")
    for role, lines in rules["role_words"].items():
        for line in lines:
            forms = line.split("|")
            for letter, form in zip(RU_CASES, forms, strict=False):
                role_words[role].setdefault(form, letter if len(forms) > 1 else "")
    every = sorted({form for forms in role_words.values() for form in forms}, key=len, reverse=True)
    before_names = "|".join(r"\s+".join(map(re.escape, form.split())) for form in every)
    gap = "|".join(rules["official_gap"])
    place = rf"[{UPPER}][\w-]+(?:ого|ой|их|ых|ий|ый|ның|нің|дың|дің|тың|тің)"
    between = rf"(?:(?:{gap}|{place})\s*){{0,8}}"
    return Words(
        labels=labels,
        marks=rules["marks"],
        always_numbered=frozenset(rules["always_numbered"]),
        role_words=role_words,
        role_word=re.compile(rf"\b({before_names})[\s\xa0]+$", re.IGNORECASE),
        hints=tuple(
            (role, re.compile(rf"(?:^|[^\w-])(?:{'|'.join(forms)})[\s\xa0:–—-]+$", re.IGNORECASE))
            for role, forms in rules["role_hints"].items()
        ),
        official=tuple(
            (role, re.compile(rf"(?:^|[^\w-])(?i:{'|'.join(forms)})[\s\xa0:–—-]+{between}$"))
            for role, forms in rules["officials"].items()
        ),
        not_names=frozenset(rules["not_names"]),
        place_after=frozenset(rules["place_after"]),
        place_before=re.compile(
            rf"(?:^|[^\w-])(?:{'|'.join(rules['place_before'])})[\s\xa0«\"]*(?:[{UPPER}]\.\s?){{0,2}}$",
            re.IGNORECASE,
        ),
        patronymic=re.compile(rf".*(?:{rules['patronymics']})$"),
        patronymic_word=re.compile(rf"[ \xa0-]({rules['patronymic_words']}\w{{0,4}})\b"),
        surname=re.compile(rf".{{2,}}{rules['surnames']}$"),
        given=tuple(names["given"].split()),
        made_ends=names["made_ends"],
        masked=tuple(row["kind"] for row in rules["masked"]),
        stays=tuple(row["kind"] for row in rules["stays"]),
    )
