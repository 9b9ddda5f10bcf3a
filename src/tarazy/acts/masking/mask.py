"""Replacing names, numbers and addresses in an act, with every span moved to where its text now stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tarazy.acts.masking.names import UPPER, People, Person, people_of, public_judges, words
from tarazy.jurimetrics.decision import Decision, PartyKind, Span
from tarazy.law import is_iin

_NAME_TOKEN = re.compile(rf"\b[{UPPER}][\w’'-]*")
_GAP = re.compile(r"[.\s]{0,4}")
_UNTOUCHED = ("court", "region", "language", "kind", "instance", "category", "date", "filed", "case_numbers")


@dataclass(frozen=True)
class Replacement:
    """Characters `[start, end)` give way to `mask`."""

    start: int
    end: int
    mask: str


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (name, re.compile("|".join(alternatives), re.MULTILINE))
        for name, alternatives in words()["patterns"].items()
    ]


@lru_cache(maxsize=1)
def _role_words() -> dict[str, re.Pattern[str]]:
    return {
        role: re.compile(rf"\b(?:{'|'.join(forms)})[\s:]+$", re.IGNORECASE)
        for role, forms in words()["role_words"].items()
    }


@lru_cache(maxsize=1)
def _organisation_number() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(words()['organisation_numbers'])})[\s:№-]*$", re.IGNORECASE)


class Masker:
    """Masks any string of one act with the same marks for the same people."""

    def __init__(self, decision: Decision) -> None:
        labels = words()["labels"]
        self._labels: dict[str, str] = labels.get(decision.language, labels["en"])
        self._people: People = people_of(decision)
        self._organisations = {
            found.value.identifier
            for found in decision.parties
            if found.value.identifier and found.value.kind not in (PartyKind.PERSON, PartyKind.ENTREPRENEUR)
        }
        self._judges = [(found.span.start, found.span.end) for found in public_judges(decision) if found.span]
        self._text = decision.text

    def apply(self, text: str) -> str:
        """The text with every name, number and address replaced."""
        return _rebuild(text, self.replacements(text))

    def label(self, name: str) -> str:
        """The mark of a person, or the name itself with its known parts replaced."""
        return self.apply(name)

    def replacements(self, text: str) -> list[Replacement]:
        """What gives way in this text, in order and without overlaps."""
        found = self._coded(text) + self._named(text)
        found.sort(key=lambda item: (item.start, -item.end))
        kept: list[Replacement] = []
        for item in found:
            if not kept or item.start >= kept[-1].end:
                kept.append(item)
        return kept

    def _coded(self, text: str) -> list[Replacement]:
        found = []
        triggers = words()["triggers"]
        for name, pattern in _patterns():
            if name in triggers and not any(word in text for word in triggers[name]):
                continue
            for match in pattern.finditer(text):
                if name == "number" and self._is_organisation(text, match):
                    continue
                lead = len(match.group()) - len(match.group().lstrip(" :"))
                trail = len(match.group()) - len(match.group().rstrip())
                mask = f"[{self._labels[name]}]"
                found.append(Replacement(match.start() + lead, match.end() - trail, mask))
        return found

    def _is_organisation(self, text: str, match: re.Match[str]) -> bool:
        before = text[max(0, match.start() - 12) : match.start()]
        named = bool(_organisation_number().search(before))
        return named or (match.group() in self._organisations and not is_iin(match.group()))

    def _named(self, text: str) -> list[Replacement]:
        found: list[Replacement] = []
        run: list[tuple[re.Match[str], list[tuple[Person, bool]]]] = []
        for token in _NAME_TOKEN.finditer(text):
            initial = len(token.group()) == 1 and text[token.end() : token.end() + 1] == "."
            known = [] if initial else self._people.named_by(token.group())
            if known and _before_place(text, token.end()):
                known = []
            follows = run and _GAP.fullmatch(text, run[-1][0].end(), token.start()) is not None
            if run and not (follows and (known or initial) and _agree(run, known)):
                found += self._close(text, run)
                run = []
            if known or initial:
                run.append((token, known))
        return found + self._close(text, run)

    def _close(
        self, text: str, run: list[tuple[re.Match[str], list[tuple[Person, bool]]]]
    ) -> list[Replacement]:
        while run and not run[0][1] and not any(known for _, known in run):
            return []
        if not run or self._is_judge(text, run[0][0].start(), run[-1][0].end()):
            return []
        person = _most_likely(run)
        start, end = run[0][0].start(), run[-1][0].end()
        if len(run[-1][0].group()) == 1 and text[end : end + 1] == ".":
            end += 1
        role_word = _role_words().get(person.role)
        before = role_word.search(text, max(0, start - 40), start) if role_word else None
        if before:
            gap = len(before.group()) - len(before.group().rstrip(" :\n\t\xa0"))
            return [Replacement(start - gap, end, f"-{person.number}")]
        return [Replacement(start, end, f"{self._labels.get(person.role, '')}-{person.number}")]

    def _is_judge(self, text: str, start: int, end: int) -> bool:
        return text is self._text and any(first < end and start < last for first, last in self._judges)


def _agree(
    run: list[tuple[re.Match[str], list[tuple[Person, bool]]]], known: list[tuple[Person, bool]]
) -> bool:
    if not known:
        return True
    before = [{id(person) for person, _ in others} for _, others in run if others]
    return not before or any(id(person) in group for person, _ in known for group in before)


def _before_place(text: str, end: int) -> bool:
    following = re.match(r"\s+([\w-]+)", text[end : end + 40])
    return bool(following and following.group(1).lower() in words()["place_words"])


def _most_likely(run: list[tuple[re.Match[str], list[tuple[Person, bool]]]]) -> Person:
    initials = "".join(token.group() for token, _ in run if len(token.group()) == 1)
    scores: dict[int, float] = {}
    people: dict[int, Person] = {}
    for token, known in run:
        for person, is_family in known:
            people[id(person)] = person
            exact = token.group().lower() in (person.family.lower(), *(word.lower() for word in person.given))
            scores[id(person)] = scores.get(id(person), 0.0) + (1.0 if is_family else 0.9) + 0.2 * exact
    for key, person in people.items():
        if initials and person.initials.startswith(initials[:1]):
            scores[key] += 1.0 if person.initials[: len(initials)] == initials else 0.5
    return people[max(scores, key=lambda key: scores[key])]


def _rebuild(text: str, replacements: list[Replacement]) -> str:
    pieces, last = [], 0
    for item in replacements:
        pieces += [text[last : item.start], item.mask]
        last = item.end
    return "".join([*pieces, text[last:]])


class _Moves:
    """Where a character of the old text stands in the new one."""

    def __init__(self, replacements: list[Replacement]) -> None:
        self._items = replacements
        self._starts = [item.start for item in replacements]
        self._shifts = [0]
        for item in replacements:
            self._shifts.append(self._shifts[-1] + len(item.mask) - (item.end - item.start))

    def __call__(self, position: int, *, end: bool) -> int:
        index = bisect_right(self._starts, position - 1 if end else position)
        if index and position < self._items[index - 1].end:
            item = self._items[index - 1]
            moved = item.start + self._shifts[index - 1]
            return moved + len(item.mask) if end else moved
        return position + self._shifts[index]


def mask_decision(decision: Decision) -> Decision:
    """The same decision as the public reads it: text, parties, persons and claims masked, spans moved along.

    Norm: personal data of participants is withheld when acts are published (GPK 19; the detailed
    rules were not found, so the mask is wider than needed rather than narrower).
    """
    return mask_with(decision, ())[0]


def mask_with(decision: Decision, spans: Sequence[Span]) -> tuple[Decision, list[Span]]:
    """As `mask_decision`, and further spans of the text moved to where they stand in the masked text."""
    masker = Masker(decision)
    replacements = masker.replacements(decision.text)
    move = _Moves(replacements)

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
        return masker.apply(value) if masked and type(value) is str else value

    plain = decision.model_dump(exclude={"text", "id"})
    plain["judges"] = [found.model_dump() for found in public_judges(decision)]
    for found in plain["parties"]:
        if found["value"]["kind"] in (PartyKind.PERSON, PartyKind.ENTREPRENEUR):
            found["value"]["identifier"] = None
    public = {**walk(plain, masked=True), "id": decision.id, "text": _rebuild(decision.text, replacements)}
    return Decision.model_validate(public), [Span.model_validate(moved(span.model_dump())) for span in spans]
