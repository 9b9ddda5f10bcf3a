"""A suffix stripper for Kazakh: the inflected forms of a word come down to one stem.

Kazakh is agglutinative: stem + plural + possessive + case (nouns), stem + voice + tense (verbs), every suffix
in variants that follow the stem's vowel harmony (back or front) and its last sound. Suffixes are taken off
from the right, the longest that fits first, until none fits, as long as what is left is a word's length and
harmony holds. Final б, ғ, г before a stripped vowel go back to п, қ, к (құқығы → құқық). Words that only look
inflected (шешім, шығын) stand in `kazakh.yaml`, with the suffixes.

Without a dictionary a stem is a key for matching and not always a word. The order of suffixes is that of
Makhambetov et al. 2015, "Data-driven morphological analysis and disambiguation for Kazakh".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_BACK = frozenset("аоұыя")
_FRONT = frozenset("әеөүі")
_VOWELS = frozenset("аәеёиоөуұүыіэюя")
_VOICELESS = frozenset("птқксшщфхцч")
_LOAN_ENDS = frozenset("бвгд")  # ends of loan words, which take the suffixes of their voiceless sound
_UNCHANGING = frozenset({"мен", "бен", "пен"})  # the instrumental knows no harmony
_SOFTENED = {"б": "п", "ғ": "қ", "г": "к"}
_NOUN_GROUPS = ("case", "possessive", "plural")
_ROUNDS = 3


@dataclass(frozen=True)
class _Tables:
    suffixes: dict[str, tuple[str, ...]]
    whole: frozenset[str]
    elided: dict[str, str]


@cache
def _tables() -> _Tables:
    raw: dict[str, Any] = yaml.safe_load(
        files("tarazy.jurimetrics.analysis").joinpath("kazakh.yaml").read_text(encoding="utf-8")
    )
    return _Tables(
        suffixes={
            group: tuple(sorted(set(str(words).split()), key=len, reverse=True))
            for group, words in raw["suffixes"].items()
        },
        whole=frozenset(str(raw["whole"]).split()) | frozenset(raw["elided"].values()),
        elided=dict(raw["elided"]),
    )


def kazakh_stem(word: str) -> str:
    """The stem of a lower-case Kazakh word; a word without a suffix comes back as it is.

    >>> kazakh_stem("соттарының"), kazakh_stem("құқығын"), kazakh_stem("өндірілсін")
    ('сот', 'құқық', 'өндір')
    """
    for _ in range(_ROUNDS):
        shorter = _round(word)
        if shorter == word:
            break
        word = shorter
    return word


def _round(word: str) -> str:
    """One pass from the right: verb endings, then the endings of nouns."""
    tables = _tables()
    if word in tables.whole:
        return word
    for group in _NOUN_GROUPS:
        for stem in _stems(word, group):
            if stem in tables.whole:
                return stem
    for verbal in ("infinitive", "tense"):
        stem = _strip(word, verbal)
        if stem != word:
            # Voice is only looked for under a verb's ending: nouns too end in -ыл and -ын.
            return _strip(stem, "voice")
    for group in _NOUN_GROUPS:
        word = _strip(word, group)
    return word


def _strip(word: str, group: str) -> str:
    """`word` without the longest suffix of `group` that fits, or `word` itself."""
    if word in _tables().whole:
        return word
    return next(iter(_stems(word, group)), word)


def _stems(word: str, group: str) -> list[str]:
    """What `word` may be without a suffix of `group`, the longest suffix first."""
    tables = _tables()
    found = []
    for suffix in tables.suffixes[group]:
        if not word.endswith(suffix):
            continue
        stem = word[: -len(suffix)]
        if _long_enough(stem) and _in_harmony(suffix, stem) and _joins(suffix, stem):
            if suffix[0] in _VOWELS:
                stem = stem[:-1] + _SOFTENED.get(stem[-1], stem[-1])
            found.append(tables.elided.get(stem, stem))
    return found


def _harmony(part: str) -> str | None:
    """`back` or `front` by the last vowel that tells, None if no vowel of `part` does."""
    for letter in reversed(part):
        if letter in _BACK:
            return "back"
        if letter in _FRONT:
            return "front"
    return None


def _in_harmony(suffix: str, stem: str) -> bool:
    own, wanted = _harmony(suffix), _harmony(stem)
    return suffix in _UNCHANGING or own is None or wanted is None or own == wanted


def _long_enough(stem: str) -> bool:
    """A stem has a vowel and three letters, or two if it is vowel and consonant (іс, ел, үй)."""
    if len(stem) >= 3:
        return any(letter in _VOWELS for letter in stem)
    return len(stem) == 2 and stem[0] in _VOWELS and stem[1] not in _VOWELS


def _joins(suffix: str, stem: str) -> bool:
    """Whether the sounds meet as they must: a vowel after a consonant, voiced after voiced."""
    first, last = suffix[0], stem[-1]
    if first in _VOWELS:  # the glides и, у count as consonants; the infinitive's у follows either
        return suffix == "у" or last not in _VOWELS or last in "иу"
    if first in "тқкп":
        return last in _VOICELESS or last in _LOAN_ENDS
    if first in "дғгб":
        return last not in _VOICELESS
    return True
