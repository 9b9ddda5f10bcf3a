"""Normal forms of what links acts: case numbers, names of parties, names of courts.

Every list of words, letters and endings is data in the YAML files beside this module.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml
from rapidfuzz.distance import OSA, JaroWinkler

WORD = re.compile(r"[^\W\d_]+|\d+", re.UNICODE)
VOWELS = re.compile(r"[aeiou]")


@cache
def _table(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(files(__package__).joinpath(name).read_text("utf-8"))
    return loaded


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """A case number in one spelling. `court`, `year`, `serial` are "" where the pattern is not known."""

    canonical: str
    court: str = ""
    year: str = ""
    type: str = ""
    serial: str = ""
    mark: str = ""

    @property
    def bare(self) -> str:
        """The number without the letter that marks a higher instance."""
        if not self.serial:
            return self.canonical
        return f"{self.court}-{self.year}-{self.type}/{self.serial}"


@lru_cache(maxsize=200_000)
def case_number(written: str) -> CaseNumber:
    """The number as written → its canonical form: dashes, slashes, spaces and look-alike letters made one."""
    table = _table("numbers.yaml")
    text = unicodedata.normalize("NFKC", written).strip()
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text).replace("\\", "/")
    text = re.sub(r"\s+|№", "", text).translate(str.maketrans(table["lookalikes"]))
    for pattern in table["patterns"]:
        if found := re.search(pattern["regex"], text):
            part = {name: value or "" for name, value in found.groupdict().items()}
            serial = part.get("serial", "").lstrip("0") or "0"
            year = part.get("year", "")[-2:]
            canonical = (
                f"{part.get('court', '')}-{year}-{part.get('type', '')}{part.get('mark', '')}/{serial}"
            )
            return CaseNumber(
                canonical,
                part.get("court", ""),
                year,
                part.get("type", ""),
                serial,
                part.get("mark", ""),
            )
    return CaseNumber("".join(re.findall(r"\w+", text.lower())))


def number_distance(one: CaseNumber, other: CaseNumber, limit: int = 2) -> int:
    """Edits (with neighbour swaps) between two numbers without instance letters; `limit + 1` when more."""
    return int(OSA.distance(one.bare, other.bare, score_cutoff=limit))


@cache
def _letters() -> tuple[re.Pattern[str], dict[str, str]]:
    letters: dict[str, str] = _table("names.yaml")["letters"]
    longest_first = sorted(letters, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), letters


@lru_cache(maxsize=400_000)
def skeleton(word: str) -> str:
    """A word of Russian, Kazakh or Latin spelling in one Latin skeleton without doubled letters."""
    pattern, letters = _letters()
    plain = pattern.sub(lambda found: letters[found.group()], word.lower())
    return re.sub(r"(.)\1+", r"\1", plain)


@lru_cache(maxsize=400_000)
def name_stem(word: str) -> str:
    """The skeleton of a surname or given name without its case ending (at least 4 letters stay)."""
    form = skeleton(word)
    for ending in _table("names.yaml")["endings"]:
        if form.endswith(ending) and len(form) - len(ending) >= 4:
            return form[: -len(ending)]
    return form


@dataclass(frozen=True, slots=True)
class PartyKey:
    """A party's name made comparable: `head` is the surname or the firm's name, `initials` of the rest."""

    head: str
    initials: str = ""
    rest: tuple[str, ...] = ()
    person: bool = True


@lru_cache(maxsize=400_000)
def party_key(name: str, person: bool) -> PartyKey | None:
    """The comparable form of a party's name, or None when the name is masked or empty."""
    table = _table("names.yaml")
    lowered = unicodedata.normalize("NFKC", name).lower().strip()
    if not lowered or any(re.search(mask, lowered) for mask in table["masked"]):
        return None
    if not person:
        quoted = re.search(r"[«\"“]([^»\"”]+)", lowered)
        words = WORD.findall(quoted.group(1) if quoted else lowered)
        forms = frozenset(table["legal_forms"])
        kept = [name_stem(word) for word in words if word not in forms]
        return PartyKey(" ".join(sorted(kept)), person=False) if kept else None
    words = WORD.findall(lowered)
    full = [word for word in words if len(word) > 1]
    single = [word for word in words if len(word) == 1]
    if not full:
        return None
    head, rest = full[0], full[1:]
    initials = "".join(skeleton(word)[:1] for word in (*rest, *single))
    return PartyKey(name_stem(head), initials, tuple(name_stem(word) for word in rest))


def same_party(one: PartyKey, other: PartyKey) -> float:
    """How alike two parties are, in [0, 1]: 1 for the same stem and no initials against it."""
    if one.person != other.person:
        return 0.0
    if one.head == other.head:
        alike = 1.0
    else:
        alike = float(JaroWinkler.similarity(one.head, other.head, score_cutoff=0.84))
        if alike and abs(len(one.head) - len(other.head)) > 3:
            alike = 0.0
    if not alike or not one.person:
        return alike
    if one.initials and other.initials:
        shared = min(len(one.initials), len(other.initials))
        clash = sum(a != b for a, b in zip(one.initials[:shared], other.initials[:shared], strict=True))
        alike *= 0.55**clash
    return alike


@dataclass(frozen=True, slots=True)
class CourtKey:
    """A court's name made comparable: what sort of court, and the consonants of its place names."""

    sorts: frozenset[str]
    places: frozenset[str]


@lru_cache(maxsize=100_000)
def court_key(name: str) -> CourtKey:
    """The comparable form of a court's name in any of the languages, cases and abbreviations of the data."""
    table = _table("courts.yaml")
    sorts: set[str] = set()
    places: set[str] = set()
    for word in WORD.findall(unicodedata.normalize("NFKC", name).lower()):
        if word in table["abbreviations"]:
            sorts.update(table["abbreviations"][word])
            continue
        sort = _starting(word, table["sorts"])
        if sort:
            sorts.add(sort)
            continue
        if any(_ignored(word, prefix) for prefix in table["ignored"]):
            continue
        translated = _starting(word, table["translated"])
        places.add(translated or _place(word, table["place_endings"]))
    return CourtKey(frozenset(sorts), frozenset(place for place in places if place))


def _ignored(word: str, prefix: str) -> bool:
    if prefix.endswith("$"):
        return word == prefix[:-1]
    if len(prefix) < 4:
        return word == prefix or (
            len(prefix) == 3 and word.startswith(prefix) and len(word) <= len(prefix) + 7
        )
    return word.startswith(prefix)


def _starting(word: str, table: dict[str, list[str]]) -> str:
    return next((sort for sort, starts in table.items() if word.startswith(tuple(starts))), "")


def _place(word: str, endings: Iterable[str]) -> str:
    form = skeleton(word)
    for ending in endings:
        if form.endswith(ending) and len(form) - len(ending) >= 3:
            form = form[: -len(ending)]
            break
    return form[:1] + VOWELS.sub("", form[1:])


def same_court(one: CourtKey, other: CourtKey) -> float:
    """How alike two court names are, in [0, 1]: 0 when the sorts contradict or no place is shared."""
    if one.sorts and other.sorts and not (one.sorts <= other.sorts or other.sorts <= one.sorts):
        return 0.0
    if not one.places or not other.places:
        return 0.5 if one.sorts == other.sorts and one.sorts & {"supreme", "cassation"} else 0.0
    fewer, more = sorted((one.places, other.places), key=len)
    agreed = sum(any(_same_place(place, candidate) for candidate in more) for place in fewer)
    return agreed / len(fewer) * (1.0 if len(fewer) == len(more) else 0.9)


def _same_place(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= 3 and longer.startswith(shorter) and len(longer) - len(shorter) <= 3:
        return True
    return len(shorter) >= 4 and int(OSA.distance(one, other, score_cutoff=1)) <= 1
