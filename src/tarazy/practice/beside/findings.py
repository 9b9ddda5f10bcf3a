"""What differs in an act being written: the cards of its text, where they stand, what the judge answered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tarazy.acts.text import Part
from tarazy.jurimetrics.anomalies.card import AnomalyCard
from tarazy.practice.anomaly_words import compared, phrase

if TYPE_CHECKING:
    from tarazy.practice.beside.answers import Asked
    from tarazy.practice.beside.own_words import Distinction


@dataclass(frozen=True)
class Finding:
    """A card in words: its place in the act, its sign over all versions, the judge's answer if there is one."""

    card: AnomalyCard
    fingerprint: str
    words: str
    compared: str
    part: Part | None
    passages: tuple[str, ...]
    answer: Distinction | None = None


def findings(asked: Asked, answers: Mapping[str, Distinction] | None = None) -> Iterator[Finding]:
    """The findings in an act, those without an answer first."""
    given = answers or {}
    found = []
    for card in asked.cards():
        sign = fingerprint_in_drafts(card)
        found.append(
            Finding(
                card=card,
                fingerprint=sign,
                words=phrase(card),
                compared=compared(card),
                part=asked.matter.part_of(card.spans[0]) if card.spans else None,
                passages=tuple(asked.text[span.start : span.end].strip() for span in card.spans[:2]),
                answer=given.get(sign),
            )
        )
    yield from sorted(found, key=lambda one: one.answer is not None)


def fingerprint_in_drafts(card: AnomalyCard) -> str:
    """What makes a finding the same in all versions of a draft: not where it stands and not its figures."""
    named = sorted(card.group.items())
    about = sorted((key, value) for key, value in card.params.items() if key in ("claim", "norm", "article"))
    return hashlib.sha256(f"{card.kind}\0{card.code}\0{named}\0{about}".encode()).hexdigest()
