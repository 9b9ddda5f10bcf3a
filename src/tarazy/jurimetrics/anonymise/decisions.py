"""A decision as the public reads it, with every span moved to where its text now stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from tarazy.jurimetrics.anonymise.anonymiser import Anonymiser
from tarazy.jurimetrics.anonymise.model import Anonymised, KnownPerson
from tarazy.jurimetrics.anonymise.words import UPPER
from tarazy.jurimetrics.decision import Decision, Found, PartyKind, Span

_INITIALS = re.compile(rf"[{UPPER}]\.\s?[{UPPER}]?\.?")
_UNTOUCHED = ("court", "region", "language", "kind", "instance", "category", "date", "filed", "case_numbers")
_PEOPLE = (PartyKind.PERSON, PartyKind.ENTREPRENEUR)


def public_judges(decision: Decision) -> list[Found[str]]:
    """The judges, whose names stay.

    Acts name all their judges in one way: beside a judge with initials, a full name is a party read as a judge.
    """
    short = [judge for judge in decision.judges if _INITIALS.search(judge.value)]
    return short or list(decision.judges)


def known_of(decision: Decision) -> list[KnownPerson]:
    """The people among the parties that the reader found."""
    return [
        KnownPerson(
            found.value.name,
            found.value.role.value,
            identifiers=(found.value.identifier,) if found.value.identifier else (),
        )
        for found in decision.parties
        if found.value.kind in _PEOPLE and _is_name(found.value.name)
    ]


def _is_name(said: str) -> bool:
    """A reader takes in other words; a name is at most five words with a capital."""
    words = said.split()
    return (
        0 < len(words) <= 6
        and any(word[0].isupper() for word in words)
        and not any(s.isdigit() for s in said)
    )


def anonymiser_of(decision: Decision) -> Anonymiser:
    """The anonymiser that knows the parties and the judges of this act."""
    officials = [found.value for found in public_judges(decision)]
    return Anonymiser(decision.text, decision.language, known_of(decision), officials=officials)


class _Moves:
    """Where a character of the old text stands in the new one."""

    def __init__(self, masked: Anonymised) -> None:
        self._items = masked.replacements
        self._starts = [item.start for item in self._items]
        self._shifts = [0]
        for item in self._items:
            self._shifts.append(self._shifts[-1] + len(item.mask) - (item.end - item.start))

    def __call__(self, position: int, *, end: bool) -> int:
        index = bisect_right(self._starts, position - 1 if end else position)
        if index and position < self._items[index - 1].end:
            item = self._items[index - 1]
            return item.masked_end if end else item.masked_start
        return position + self._shifts[index]


def mask_decision(decision: Decision) -> Decision:
    """The same decision as the public reads it: text, parties, persons and claims masked, spans moved along."""
    return mask_with(decision, ())[0]


def mask_with(decision: Decision, spans: Sequence[Span]) -> tuple[Decision, list[Span]]:
    """As `mask_decision`, and further spans of the text moved to where they stand in the masked text."""
    anonymiser = anonymiser_of(decision)
    masked_text = anonymiser.anonymise(decision.text)
    move = _Moves(masked_text)

    def moved(span: dict[str, int]) -> dict[str, int]:
        start = move(span["start"], end=False)
        return {"start": start, "end": max(start, move(span["end"], end=True))}

    def walk(value: Any, *, masked: bool) -> Any:
        if isinstance(value, dict):
            if value.keys() == {"start", "end"}:
                return moved(value)
            return {key: walk(item, masked=masked and key not in _UNTOUCHED) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [walk(item, masked=masked) for item in value]
        return anonymiser.apply(value) if masked and type(value) is str else value

    plain = decision.model_dump(exclude={"text", "id"})
    plain["judges"] = [found.model_dump() for found in public_judges(decision)]
    for found in plain["parties"]:
        if found["value"]["kind"] in _PEOPLE:
            found["value"]["identifier"] = None
    public = {**walk(plain, masked=True), "id": decision.id, "text": masked_text.text}
    return Decision.model_validate(public), [Span.model_validate(moved(span.model_dump())) for span in spans]
