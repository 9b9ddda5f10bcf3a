"""One spelling for a name however it is written: Russian, Kazakh or Latin letters, any case, apostrophes, ё.

`fold` maps a word to Latin letters, one a sound, so that Серік, Серик and Serik are one; a stem is what of a folded
name stays in every case; `ENDING` is what a language may put after it.
"""

from __future__ import annotations

import re
from functools import lru_cache

_CYRILLIC = str.maketrans(
    {
        **dict(zip("абвгдеёжзийклмнопрстуфхцчшщыэюя", "abvgdeejziiklmnoprstufhqcwwieua", strict=True)),
        **dict(zip("әғқңөұүһіїўҳєґ", "agknouuhiiuheg", strict=True)),
        **dict.fromkeys("ьъ'’ʼ`´-", ""),
    }
)
_LATIN = (
    ("shch", "w"), ("sch", "w"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("ch", "c"), ("sh", "w"), ("ts", "q"),
    ("ya", "a"), ("yu", "u"), ("ye", "e"), ("yo", "e"), ("x", "ks"), ("q", "k"), ("y", "i"), ("ğ", "g"),
    ("ä", "a"), ("ö", "o"), ("ü", "u"), ("ū", "u"), ("ı", "i"), ("ş", "w"), ("ñ", "n"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_RUSSIAN = r"a|u|e|i|o|ou|eu|om|em|im|m|oi|ei|ai|ogo|omu|go|mu|ih|imi|am|ah|ami"
_KAZAKH = (
    r"[aeoui]?n?(?:l[ae]r|d[ae]r|t[ae]r)?(?:i?n)?(?:[gk][ae]|n[ae]|[dtn][ae]n|[ndt]in|[dtn]i|n|[dt][ae]|[mbp]en"
    r"|[dtn]iki|[dt][ae]gi)"
)
ENDING = re.compile(rf"(?:{_RUSSIAN}|{_KAZAKH})")
KAZAKH_ENDING = re.compile(r"(?:[gk][ae]|[dtn][ae]n|[ndt]in|[dt]i|ni|[dt][ae]|[mbp]en)$")
_ADJECTIVE = re.compile(r"(?<=[sq]k)(?:i|a|ogo|omu|oi|u|ou|im|om)$")
_POSSESSIVE = re.compile(r"(?<=ov|ev|in)(?:a|u|oi|ou|im|e|om)$")
_FATHER = re.compile(r"(?:ovic|evic|ic|ovn|evn|icn|inicn|ivn|uli|ogli|kizi|gizi|ugli).*$")
SHORTEST = 3


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """The word in the one spelling; "" where nothing of it is a letter."""
    lower = word.lower()
    if re.search(r"[a-zäöüūığşñ]", lower):
        for sign, sound in _LATIN:
            lower = lower.replace(sign, sound)
    return _DOUBLED.sub(r"\1", lower.translate(_CYRILLIC))


@lru_cache(maxsize=65536)
def stem(word: str, *, kazakh: bool = False) -> str:
    """What of the word stays in each case and for both sexes. `kazakh`: the word may bear an ending of Kazakh."""
    folded = fold(word)
    if kazakh and len(folded) > 6:
        folded = KAZAKH_ENDING.sub("", folded)
    for pattern in (_ADJECTIVE, _POSSESSIVE):
        if pattern.search(folded):
            return pattern.sub("", folded)
    if len(folded) > SHORTEST and folded[-1] in "aeiou":
        return folded[:-1]
    return folded


def stems_of(word: str) -> set[str]:
    """Every stem of a name given in the nominative: its own, and the one with the vowel that some forms drop."""
    own = stem(word)
    found = {own}
    if len(own) > SHORTEST:
        found |= {
            own[: -len(end)] + short
            for end, short in (("eq", "q"), ("ek", "k"), ("ok", "k"))
            if own.endswith(end)
        }
    if own == "pavel":
        found.add("pavl")
    if own == "lev":  # too short for a stem: its forms as they are
        found |= {"lva", "lvu", "lvom", "lve"}
    return found


def father_root(word: str) -> str:
    """The father's name in a patronymic, folded: the same for Болатовна and Болатқызы."""
    return _FATHER.sub("", fold(word.split(" ")[0]))


def cuts(word: str) -> list[tuple[str, str]]:
    """Each way to part the folded word into a stem and an ending that a language allows."""
    folded = fold(word)
    found = [(folded, "")]
    for cut in range(len(folded) - 1, max(1, len(folded) - 9), -1):
        rest = folded[cut:]
        if ENDING.fullmatch(rest) and (cut >= SHORTEST or (cut == 2 and len(rest) >= 2)):
            found.append((folded[:cut], rest))
    return found
