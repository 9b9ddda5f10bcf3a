"""In which case a name stands, and the pseudonym in that case."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from tarazy.jurimetrics.anonymise.recognising import Mention, parses
from tarazy.jurimetrics.anonymise.spelling import cuts, fold
from tarazy.jurimetrics.anonymise.words import KK_CASES, RU_CASES, words

_TAGS = {"nomn": "n", "gent": "g", "datv": "d", "accs": "a", "ablt": "i", "loct": "p"}
_BEFORE = (
    (
        re.compile(
            r"(?:взыск\w+|требова\w+|получ\w+|долг\w*|иск\w*)\s[^.;]{0,40}?\bс(?:о)?\s+$", re.IGNORECASE
        ),
        "gi",
    ),
    (
        re.compile(
            r"\b(?:от|у|для|из|до|без|против|кроме|после|вместо|пользу|стороны|отношении|имени)\s+$",
            re.IGNORECASE,
        ),
        "g",
    ),
    (re.compile(r"\b(?:к|ко|согласно|благодаря)\s+$", re.IGNORECASE), "d"),
    (re.compile(r"\b(?:по)\s+$", re.IGNORECASE), "dp"),
    (re.compile(r"\b(?:между|перед|над|под|со?)\s+$", re.IGNORECASE), "ig"),
    (re.compile(r"\b(?:о|об|обо|при)\s+$", re.IGNORECASE), "p"),
    (re.compile(r"\b(?:на|за|через|про)\s+$", re.IGNORECASE), "aip"),
    (re.compile(r"(?:^|[.;:!?\n«\"(–—])\s*$"), "n"),
    (re.compile(r"[а-яё]\s+$"), "gnaid"),
)
LONGEST_BARE = 4  # a folded word up to this length is taken to have no ending unless a stem says so
_KAZAKH = (
    ("i", re.compile(r"[mbp]en$")),
    ("g", re.compile(r"[ndt]in$")),
    ("b", re.compile(r"[ndt][ae]n$")),
    ("d", re.compile(r"(?:[gk][ae]|n[ae])$")),
    ("l", re.compile(r"[dt][ae]$")),
    ("a", re.compile(r"(?:[ndt]i|ulin|kizin)$")),
)


@lru_cache(maxsize=16384)
def _cases(word: str, part: str) -> frozenset[str]:
    """The cases that a word of a name may stand in, of both sexes; all of them where the dictionary is silent."""
    found = set()
    for parse in parses(word.lower()):
        tag = str(parse.tag)
        if part in tag and "plur" not in tag:
            sex = "f" if "femn" in tag else "m" if "masc" in tag else ""
            for said, letter in _TAGS.items():
                if said in tag:
                    found |= {letter + one for one in (sex or "mf")}
    return frozenset(found)


def russian_case(mention: Mention, before: str) -> str:
    """The letter of the case of a name in a Russian text; `before` is the text before it."""
    possible: set[str] = {letter + sex for letter in RU_CASES for sex in "mf"}
    for word, part in ((mention.patronymic, "Patr"), (mention.given, "Name"), (mention.family, "Surn")):
        cases = _cases(word, part) or _cases(word, "") if word and " " not in word else frozenset()
        if possible & cases:
            possible &= cases
    letters = {one[0] for one in possible}
    for pattern, order in _BEFORE:
        if pattern.search(before[-60:]):
            for letter in order:
                if letter in letters:
                    return letter
    return next((letter for letter in RU_CASES if letter in letters), "n")


def kazakh_case(mention: Mention, text: str, stems: Collection[str]) -> str:
    """The letter of the case of a name in a Kazakh text, by what its last word has after a stem of the person's name;
    "n" where it has no ending."""
    last = text[mention.start : mention.end]
    if last.endswith("."):
        return "n"
    word = re.split(r"[\s\xa0.]", last)[-1]
    for head, rest in cuts(word):
        if head in stems and (rest or len(fold(word)) <= LONGEST_BARE):
            return _case_of(rest)
    folded = fold(word)
    return _case_of(folded[LONGEST_BARE:]) if not folded.endswith(("kizi", "uli")) else "n"


def _case_of(ending: str) -> str:
    return next((letter for letter, pattern in _KAZAKH if pattern.search(ending)), "n")


def pseudonym(language: str, role: str, number: int, case: str) -> str:
    """The label of a role in a case; number 0 for the only one of the role."""
    labels = words().labels.get(language, words().labels["en"])
    forms = labels.get(role, labels["person"])
    order = RU_CASES if language == "ru" else KK_CASES if language == "kk" else "n"
    place = order.find(case)
    form = forms[place if 0 <= place < len(forms) else 0]
    if not number:
        return form
    return f"{number}-{form[0].lower()}{form[1:]}" if language == "kk" else f"{form} {number}"
