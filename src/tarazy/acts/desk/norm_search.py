"""Norms for what a judge types: «226 гпк», «п. 2 ст. 113 ТК», «трудового кодекса», or nothing: what such acts cite."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date

from tarazy.acts.desk.norms import State, SuggestedNorm, state_of
from tarazy.law import Code, Jurisdiction, Reference, load, parse_references, print_reference

MOST = 8
IN_FORCE: tuple[State, ...] = ("in_force", "unknown_edition")
_ARTICLE = re.compile(r"\d{1,4}(?:-\d{1,2})?")
_NOT_OF_A_NAME = re.compile(r"^(?:ст|стать\w*|бап\w*|п|пп|ч|тармақ\w*|бөлі\w*|art|article)$")


@dataclass(frozen=True)
class FoundNorm:
    """A norm to cite: its place, how the act's language writes it, the code's name, its state on the day, how many of
    comparable acts cite it (0: unknown)."""

    code: str
    article: str
    point: str
    text: str
    name: str
    state: State
    share: float = 0.0


def search_norms(
    typed: str, language: str, on: Date, *, usual: Sequence[SuggestedNorm] = (), jurisdiction: str = "kz"
) -> list[FoundNorm]:
    """At most `MOST` norms, those in force first; `usual` are what acts of the case's category cite, most cited first."""
    pack = load(jurisdiction)
    shares = {(one.code, one.article): one.share for one in usual}
    found: dict[tuple[str, str, str], FoundNorm] = {}
    for reference in _meant(typed, pack, language, usual):
        point = reference.paragraph or reference.part or reference.subparagraph or ""
        key = (reference.code or "", reference.article, point)
        if key in found or reference.code not in pack.codes_by_id:
            continue
        code = pack.code(reference.code)
        found[key] = FoundNorm(
            *key,
            text=print_reference(reference, pack, language),
            name=code.names.get(language) or code.names["ru"],
            state=state_of(key[0], on, jurisdiction=jurisdiction),
            share=shares.get(key[:2], 0.0),
        )
        if len(found) >= MOST * 2:
            break
    return sorted(found.values(), key=lambda one: one.state not in IN_FORCE)[:MOST]


def _meant(
    typed: str, pack: Jurisdiction, language: str, usual: Sequence[SuggestedNorm]
) -> Iterator[Reference]:
    words = " ".join(typed.split())[:80]
    read = [
        one
        for tongue in dict.fromkeys((language, "ru", "kk"))
        for match in parse_references(words, pack, tongue)
        for one in match.references
        if one.code
    ]
    if read:
        yield from read
        return
    names = [word for word in re.findall(r"[^\W\d_]+", words.casefold()) if not _NOT_OF_A_NAME.match(word)]
    codes = _codes(names, pack, language) if names else _usual_codes(pack, usual)
    article = _ARTICLE.search(words)
    if article:
        for code in codes:
            yield Reference(code=code, article=article[0])
    for one in usual:
        if not article and one.code in codes:
            yield Reference(code=one.code, article=one.article)


def _codes(names: Sequence[str], pack: Jurisdiction, language: str) -> list[str]:
    """Codes whose abbreviation is one of the words, else those whose name has beginnings of all of them."""
    short = [code.id for code in pack.codes if _abbreviations(code) & set(names)]
    if short:
        return short
    stems = [word[: max(3, len(word) - 3)] for word in names]
    return [
        code.id
        for code in pack.codes
        if all(any(stem in name.casefold() for name in code.names.values()) for stem in stems)
    ]


def _abbreviations(code: Code) -> set[str]:
    forms = {form for forms in code.abbreviations.values() for form in forms} | {code.id}
    return {form.casefold() for form in forms}


def _usual_codes(pack: Jurisdiction, usual: Sequence[SuggestedNorm]) -> list[str]:
    """Codes that such acts cite, then the others in the order of the pack."""
    return list(
        dict.fromkeys([one.code for one in usual] + [code.id for code in pack.codes if code.abbreviations])
    )
