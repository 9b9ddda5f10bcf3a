"""Kazakh case endings by vowel harmony and the last sound, for names, words and possessive heads.

Rules: Isaev, Nurkina "Сопоставительная типология казахского и русского языков"; ordinary school grammar.
Cases are named by one letter, the same letters as in the Russian tables where the cases correspond:
n nominative, g genitive (-ның), d dative (-ға), a accusative (-ны), l locative (-да), b ablative (-дан),
i instrumental (-мен).
"""

from __future__ import annotations

from functools import lru_cache

CASES = "ngdalbi"
_BACK = frozenset("аоұыяёю")
_FRONT = frozenset("әеөүіэ")
_NEUTRAL = frozenset("иу")  # take the colour of the vowel before them
_VOWELS = _BACK | _FRONT | _NEUTRAL
_VOICELESS = frozenset("пфкқтсшщчцхһбвгд")
_NASAL = frozenset("мнң")
_LIQUID = frozenset("рлйу")  # for the accusative they behave like z and zh


def is_front(word: str) -> bool:
    """True if the word takes front endings (-ге, -нің). The last clear vowel decides; none counts as back.

    A Russian father's name ends in a soft syllable: Болатовичтің.
    """
    if word.lower().endswith("вич"):
        return True
    for char in reversed(word.lower()):
        if char in _FRONT:
            return True
        if char in _BACK:
            return False
    return any(char == "и" for char in word.lower())


@lru_cache(maxsize=2048)
def decline(word: str, case: str) -> str:
    """The word, or a phrase whose last word is inflected, in the case named by its letter."""
    return word + ending(word, case)


def ending(word: str, case: str) -> str:
    """The ending alone, as it is written after `word` (also after a number or an abbreviation, with a hyphen)."""
    if case == "n":
        return ""
    bare = word.lower().rstrip('»")ьъ0123456789.')
    last = bare[-1:] or "а"
    front = is_front(bare)
    vowel = last in _VOWELS and not (last == "у" and len(bare) > 1 and bare[-2] in _VOWELS)
    voiceless = last in _VOICELESS
    nasal = last in _NASAL
    if case == "g":
        head = "н" if vowel or nasal else "т" if voiceless else "д"
        return head + ("ің" if front else "ың")
    if case == "d":
        return ("к" if front else "қ") + ("е" if front else "а") if voiceless else "ге" if front else "ға"
    if case == "a":
        head = "н" if vowel else "т" if voiceless else "д"
        return head + ("і" if front else "ы")
    if case == "l":
        return ("т" if voiceless else "д") + ("е" if front else "а")
    if case == "b":
        head = "н" if nasal else "т" if voiceless else "д"
        return head + ("ен" if front else "ан")
    if case == "i":
        return "пен" if voiceless else "бен" if last in "зж" else "мен"
    raise ValueError(case)


_POSSESSIVE = {
    True: {"n": "", "g": "нің", "d": "не", "a": "н", "l": "нде", "b": "нен", "i": "мен"},
    False: {"n": "", "g": "ның", "d": "на", "a": "н", "l": "нда", "b": "нан", "i": "мен"},
}


def decline_possessed(phrase: str, case: str) -> str:
    """A phrase whose head bears the third-person possessive (соты, серіктестігі, ұлы, қызы) in the case."""
    return phrase + _POSSESSIVE[is_front(phrase)][case]


def is_abbreviation(word: str) -> bool:
    """True for АПК, НжОК and the like: mostly capitals, no space."""
    return " " not in word and sum(char.isupper() for char in word) * 2 > len(word)
