"""Norms cited in an act: the parser of `tarazy.law`, with the jurisdiction that the act itself speaks of first."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from tarazy.jurimetrics.decision import Found, NormRef, Stage
from tarazy.jurimetrics.reading.flat import Flat
from tarazy.jurimetrics.reading.grammar import Grammar
from tarazy.law import Jurisdiction, available, load, parse_references

_SAMPLE = 3500
_SPOKEN = {"ru", "kk", "en", "ky"}


@cache
def _packs(jurisdictions: tuple[str, ...]) -> tuple[Jurisdiction, ...]:
    return tuple(load(name) for name in jurisdictions if name in available())


def country_of(flat: Flat, grammar: Grammar) -> str:
    """The id of the jurisdiction that the act's words point to most often, else that of its language, else ""."""
    sample = flat.low[:_SAMPLE]
    counts = {name: len(pattern.findall(sample)) for name, pattern in grammar.group("country_marks").items()}
    best = max(counts, key=lambda name: counts[name], default="")
    return best if best and counts[best] else grammar.word("country")


def find_norms(
    flat: Flat,
    language: str,
    jurisdictions: tuple[str, ...],
    stage_at: Callable[[int], Stage],
) -> tuple[Found[NormRef], ...]:
    """Return each norm cited once, at its first place, with the packs of `jurisdictions` in order of likelihood."""
    packs = _packs(jurisdictions)
    if not packs or language not in _SPOKEN:
        return ()
    seen: dict[NormRef, Found[NormRef]] = {}
    for match in parse_references(flat.text, packs, language):
        sure = {"named": 0.96, "elided": 0.9, "pointed": 0.8, "none": 0.5}[match.code_source]
        for reference in match.references:
            norm = NormRef(
                code=reference.code,
                article=reference.article,
                part=reference.part,
                paragraph=reference.paragraph,
                subparagraph=reference.subparagraph,
                jurisdiction=reference.jurisdiction,
            )
            if norm not in seen:
                seen[norm] = Found(
                    value=norm,
                    span=flat.span(match.start, match.end),
                    confidence=sure,
                    available_from=stage_at(match.start),
                )
    return tuple(seen.values())
