"""When two written values are the same: courts in any case and abbreviation, names with initials, numbers, norms.

Used by `bench read` to compare what was read with a gold file written by a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

import Stemmer

from tarazy.jurimetrics.decision import Money, NormRef
from tarazy.jurimetrics.reading import normalise_case_number, person_root
from tarazy.law import available, load, parse_references

_ABBREVIATIONS = (
    (r"\bас\b", "арбитражный суд"),
    (r"\bаас\b", "арбитражный апелляционный суд"),
    (r"\bвс\b", "верховный суд"),
    (r"\b(?:гор|г)\.\s?", " город "),
    (r"\bг\s", " город "),
    (r"\bр-на?\b", "район"),
    (r"\bобл\b\.?", "область"),
    (r"\bресп\b\.?", "республика"),
    (r"\bрф\b", "российская федерация"),
    (r"\bкр\b", "кыргызская республика"),
    (r"\bрк\b", "республика казахстан"),
    (r"\bсмэс\b", "специализированный межрайонный экономический суд"),
)
_CHAMBER = re.compile(
    r"(?:апелляционн\w+\s)?судебн\w+\sколлеги\w+(?:\sпо\s[^,]{3,60}?\sдел\w+)?|президиум\w*|\([^)]*\)"
)
_PLACE_WORDS = frozenset(
    {"город", "район", "област", "кра", "край", "округ", "республик", "по", "и", "в", "автономн", "судебн"}
)
_KIND_WORDS = frozenset(
    {"суд", "районн", "городск", "областн", "краев", "арбитражн", "миров", "судебн", "участк", "верховн"}
)
_ORDINALS = {"трет": "треть", "третий": "треть"}


@cache
def _stemmer() -> Any:
    return Stemmer.Stemmer("russian")


def _stems(text: str) -> frozenset[str]:
    words = re.findall(r"[^\W_]+", text)
    stems = (_stemmer().stemWord(word) for word in words)
    return frozenset(_ORDINALS.get(stem, stem) for stem in stems)


def court_key(name: str) -> frozenset[str]:
    """The stems of a court's name, abbreviations written out, the chamber and words of place left out."""
    text = name.lower().replace("ё", "е")
    text = _CHAMBER.sub(" ", text) if _CHAMBER.sub(" ", text).strip(" .,") else text
    for pattern, full in _ABBREVIATIONS:
        text = re.sub(pattern, full, text)
    return _stems(text) - _PLACE_WORDS


def same_court(gold: str, read: str) -> bool:
    """Whether two names are of one court: equal stems, or one name without the place that the other adds."""
    first, second = court_key(gold), court_key(read)
    if first == second:
        return True
    small, large = sorted((first, second), key=len)
    return bool(small - _KIND_WORDS) and small < large and (small & _KIND_WORDS) == (large & _KIND_WORDS)


def date_key(value: Any) -> str:
    """An ISO date from ISO or day.month.year."""
    text = str(value).strip()
    match = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\D{0,3}", text)
    return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}" if match else text[:10]


def as_list(value: Any) -> list[Any]:
    """A list of values from a list or from one value."""
    if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
        return [value]
    return list(value)


def case_number_keys(value: Any) -> set[str]:
    """Normalised case numbers; the hyphens before letters at the end don't matter."""
    return {
        re.sub(r"-(?=[А-ЯA-Z]+$)", "", normalise_case_number(str(one)))
        for one in as_list(value)
        if str(one).strip()
    }


def person_keys(value: Any) -> set[tuple[str, str]]:
    """(root of the surname, first initial) of each person."""
    keys: set[tuple[str, str]] = set()
    for one in as_list(value):
        name = one.get("name", "") if isinstance(one, Mapping) else str(one)
        root, _, initials = person_root(name).partition(" ")
        if root:
            keys.add((root, initials[:1]))
    return keys


def amount_keys(value: Any) -> set[Decimal]:
    """Amounts as numbers with two decimals."""
    keys: set[Decimal] = set()
    for one in as_list(value):
        if isinstance(one, Money):
            keys.add(one.amount.quantize(Decimal("0.01")))
            continue
        raw = one.get("amount", "") if isinstance(one, Mapping) else one
        text = re.sub(r"[^\d.,]", "", str(raw)).strip(".,")
        if re.search(r"[.,]\d{1,2}$", text):
            whole, part = re.split(r"[.,](?=\d{1,2}$)", text)
            text = re.sub(r"\D", "", whole) + "." + part
        else:
            text = re.sub(r"\D", "", text)
        try:
            keys.add(Decimal(text).quantize(Decimal("0.01")))
        except InvalidOperation:
            continue
    return keys


def norm_keys(value: Any) -> set[tuple[str | None, str]]:
    """(code, article) of each norm, from objects, «GPK 226» or words such as «ст. 226 ГПК РФ»; code None if unnamed."""
    keys: set[tuple[str | None, str]] = set()
    for one in as_list(value):
        if isinstance(one, NormRef):
            keys.add((one.code, one.article))
        elif isinstance(one, Mapping):
            if one.get("article") is not None:
                keys.add((one.get("code") or None, str(one["article"])))
        else:
            keys |= _norms_in_words(str(one))
    return keys


def _norms_in_words(text: str) -> set[tuple[str | None, str]]:
    short = re.fullmatch(r"\s*([A-Z]{2,8})\s+(\d[\d.\-]*)\s*", text)
    if short:
        return {(short[1], short[2])}
    packs = tuple(load(name) for name in ("ru", *(name for name in available() if name != "ru")))
    found = {(r.code, r.article) for match in parse_references(text, packs) for r in match.references}
    if found:
        return found
    number = re.search(r"\d+(?:\.\d+)?(?:-\d+)?", text)
    return {(None, number.group())} if number else set()


def same_norms(gold: set[tuple[str | None, str]], read: set[tuple[str | None, str]]) -> int:
    """How many gold norms were read: by code and article, or by article alone where gold has no code."""
    articles = {article for _, article in read}
    return sum((code, article) in read or (code is None and article in articles) for code, article in gold)
