"""Names of people, organisations and courts in the case that a sentence asks for, in Russian and Kazakh.

A case is named by one letter: n, g, d, a, i and p (Russian) or n, g, d, a, l, b, i (Kazakh, see `kazakh`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from pytrovich.enums import Case, Gender, NamePart
from pytrovich.maker import PetrovichDeclinationMaker

from . import kazakh
from .numbers import morphology

RU_CASES = "ngdaip"
_PETROVICH = {
    "g": Case.GENITIVE,
    "d": Case.DATIVE,
    "a": Case.ACCUSATIVE,
    "i": Case.INSTRUMENTAL,
    "p": Case.PREPOSITIONAL,
}
_PYMORPHY = {"g": "gent", "d": "datv", "a": "accs", "i": "ablt", "p": "loct"}
_TURKIC_FATHER = ("улы", "ұлы", "кызы", "қызы", "оглы", "гызы")
_FEMALE_FATHER = ("вна", "чна", "кызы", "қызы", "гызы")
_MALE_FATHER = ("вич", "ич", "улы", "ұлы", "оглы")
_FEMALE_SURNAME = ("ова", "ева", "ёва", "ина", "ына", "ская", "цкая", "ая")
_MALE_SURNAME = ("ов", "ев", "ёв", "ин", "ын", "ский", "цкий", "ий", "ый", "ой")
_INITIALS = re.compile(r"^(?:[^\W\d_]\.\s?){1,3}$")
_ABBREVIATION = {"n": "", "g": "-ның", "d": "-ға", "a": "-ны", "l": "-да", "b": "-дан", "i": "-мен"}


def decline_person(name: str, case: str, language: str) -> str:
    """A person's name, full or with initials, family name first or last. What can't be told stays as it is.

    Without a father's name the gender is told by the family name; one of neither gender (Ким, Абай) isn't declined
    in Russian, as for women.
    """
    if case == "n" or not name.strip():
        return name
    if language == "ru":
        return _russian_person(name, case)
    return _kazakh_name(name, case)


def decline_organisation(name: str, case: str, language: str) -> str:
    """An organisation, a state body, a court: the words up to the head noun are declined, the rest stays.

    Abbreviated forms (ТОО «…») aren't declined in Russian and take their ending after a hyphen in Kazakh.
    """
    if case == "n" or not name.strip():
        return name
    if language == "ru":
        return _russian_phrase(name, case)
    return _kazakh_name(name, case)


def decline(name: str, kind: str, case: str, language: str) -> str:
    """A party's name by what it is: `kind` person, or anything else for an organisation."""
    if kind == "person":
        return decline_person(name, case, language)
    return decline_organisation(name, case, language)


@lru_cache(maxsize=4096)
def _russian_person(name: str, case: str) -> str:
    words = name.split()
    full = [word for word in words if not _INITIALS.match(word)]
    with_initials = len(full) < len(words)
    gender = _gender(full, with_initials)
    shown = []
    position = 0
    for word in words:
        if _INITIALS.match(word):
            shown.append(word)
            continue
        part = (
            NamePart.LASTNAME
            if position == 0
            else NamePart.FIRSTNAME
            if position == 1
            else NamePart.MIDDLENAME
        )
        shown.append(_russian_part(word, part, gender, case))
        position += 1
    return " ".join(shown)


def _gender(full: list[str], with_initials: bool) -> Gender | None:
    father = full[2].lower() if len(full) > 2 else ""
    if father.endswith(_FEMALE_FATHER) or (len(full) > 3 and full[3].lower() in ("кызы", "қызы")):
        return Gender.FEMALE
    if father.endswith(_MALE_FATHER) or (len(full) > 3 and full[3].lower() in ("улы", "ұлы")):
        return Gender.MALE
    surname = full[0].lower() if full else ""
    if surname.endswith(_FEMALE_SURNAME):
        return Gender.FEMALE
    if surname.endswith(_MALE_SURNAME):
        return Gender.MALE
    return None


def _russian_part(word: str, part: NamePart, gender: Gender | None, case: str) -> str:
    low = word.lower()
    if gender is None or low.endswith(_TURKIC_FATHER):
        return word
    if part is NamePart.LASTNAME:
        known = _FEMALE_SURNAME if gender is Gender.FEMALE else (*_MALE_SURNAME, *"бвгджзклмнпрстфхцчшщй")
        if not low.endswith(known):
            return word
    if part is NamePart.FIRSTNAME and gender is Gender.FEMALE and low.endswith("ь"):
        return word  # Айгуль, Асель: the soft third declension isn't used
    if part is NamePart.FIRSTNAME and gender is Gender.FEMALE and low[-1] not in "ая":
        return word
    return str(_maker().make(part, gender, _PETROVICH[case], word))


@cache
def _maker() -> Any:
    return PetrovichDeclinationMaker()


@lru_cache(maxsize=4096)
def _russian_phrase(name: str, case: str) -> str:
    words = name.split(" ")
    head = _head(words)
    if head is None:
        return name
    index, reading = head
    shown = list(words)
    shown[index] = _as_written(words[index], reading.inflect({_PYMORPHY[case], "sing"}))
    gender = reading.tag.gender or "masc"
    for place in range(index):
        adjective = _adjective(words[place])
        asked = {_PYMORPHY[case], "sing", gender}
        if case == "a" and gender == "masc":
            asked.add(reading.tag.animacy or "inan")
        shown[place] = _as_written(words[place], adjective.inflect(asked)) if adjective else words[place]
    return " ".join(shown)


def _head(words: list[str]) -> tuple[int, Any] | None:
    """The noun that the words before it belong to, if all of them can be declined."""
    for index, word in enumerate(words):
        if not word.isalpha() and "-" not in word:
            return None
        if word.isupper() and len(word) > 1:
            return None
        if _adjective(word):
            continue
        readings = [
            one
            for one in morphology().parse(word)
            if one.tag.POS == "NOUN" and one.tag.case == "nomn" and one.tag.number == "sing"
        ]
        if not readings:
            # a noun that only sounds like an accusative («лицо», «филиал») has the nominative beside it
            return None
        usual = [one for one in readings if "Surn" not in one.tag and "Name" not in one.tag]
        return index, (usual or readings)[0]
    return None


def _adjective(word: str) -> Any | None:
    if not word.lower().endswith(("ый", "ий", "ой", "ая", "яя", "ое", "ее")):
        return None
    return next(
        (
            one
            for one in morphology().parse(word)
            if one.tag.POS in ("ADJF", "PRTF")
            and one.tag.case in ("nomn", "accs")
            and one.tag.number == "sing"
        ),
        None,
    )


def _as_written(word: str, form: Any | None) -> str:
    if form is None:
        return word
    text = str(form.word)
    return text[:1].upper() + text[1:] if word[:1].isupper() else text


def _kazakh_name(name: str, case: str) -> str:
    words = name.split()
    last = words[-1]
    if _INITIALS.match(last) and len(words) > 1:
        # Kazakh puts the ending on the family name: Абенова С.М. becomes С.М. Абенованың
        return f"{''.join(words[1:])} {kazakh.decline(words[0], case)}"
    if last.endswith(("»", '"')):
        return name + _ABBREVIATION[case]
    if kazakh.is_abbreviation(last):
        return name + _ABBREVIATION[case]
    if last.lower().endswith(("ұлы", "қызы")) or (len(words) > 1 and _possessed(last)):
        return kazakh.decline_possessed(name, case)
    return kazakh.decline(name, case)


def _possessed(word: str) -> bool:
    """соты, серіктестігі, қоғамы, департаменті, басқармасы: a head of an organisation's name."""
    return word[:1].islower() and word.endswith(("ы", "і"))
