"""The people and companies at the head of a claim: names, numbers with their control, addresses, phones."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tarazy.documents import card_patterns as patterns
from tarazy.documents.card_patterns import fold
from tarazy.law import is_bin, is_iin


class _Read(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def confidence(self) -> float: ...


class Confidence:
    """How sure the reader was of a stretch of the text; 1 everywhere for an electronic text."""

    def __init__(self, text: str, words: Sequence[_Read]) -> None:
        self._starts: list[int] = []
        self._sure: list[float] = []
        at = 0
        for word in words:
            found = text.find(word.text, at)
            if found >= 0:
                self._starts.append(found)
                self._sure.append(word.confidence)
                at = found + len(word.text)

    def of(self, start: int, end: int) -> float:
        """The mean of the words in `[start, end)`, halfway to that of the worst of them."""
        if not self._starts:
            return 1.0
        first, last = max(0, bisect_right(self._starts, start) - 1), bisect_right(self._starts, end - 1)
        sure = self._sure[first:last] or [0.0]
        return round((sum(sure) / len(sure) + min(sure)) / 2, 3)


@dataclass(frozen=True)
class Detail:
    """One fact of a party: as read, how sure, where; `valid` for numbers whose control digit can be checked."""

    value: str
    confidence: float
    start: int
    end: int
    valid: bool | None = None


@dataclass(frozen=True)
class ClaimParty:
    """A party as the head of the claim names it."""

    name: Detail
    organisation: bool
    identifier: Detail | None = None
    address: Detail | None = None
    phone: Detail | None = None
    email: Detail | None = None


# What readers of scans take digits for.
_DIGITS = str.maketrans("ОоOoЗзБбIlІіВв", "00003366111188")
_TWELVE = re.compile(r"(?<![\w])[\dОоOoЗзБбIlІіВв](?:[ ]?[\dОоOoЗзБбIlІіВв]){11}(?![\w])")
_STOPS = (
    patterns.IDENTIFIER,
    patterns.ADDRESS,
    patterns.PHONE_WORD,
    patterns.MAIL_WORD,
    patterns.BORN,
    patterns.BANK,
)
_PARTY_LABELS = ("representative", "third", "claimant", "defendant")


def parties_of(
    text: str, folded: str, start: int, end: int, confidence: Confidence
) -> dict[str, list[ClaimParty]]:
    """The parties in the head `[start, end)` of a claim by label: claimant, defendant, third, representative."""
    labelled = _labels(folded, start, end)
    found: dict[str, list[ClaimParty]] = {label: [] for label in _PARTY_LABELS}
    for place, (label, _, after) in enumerate(labelled):
        if label not in found:
            continue
        until = labelled[place + 1][1] if place + 1 < len(labelled) else end
        for begin, stop in _several(text, folded, after, until):
            party = _party(text, folded, begin, stop, confidence)
            if party is not None:
                found[label].append(party)
    return found


def _labels(folded: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """(label, its start, its end) in order: each at the start of a line, or after one with a colon."""
    found: list[tuple[str, int, int]] = []
    for name, pattern in patterns.LABELS:
        for match in pattern.finditer(folded, start, end):
            line = folded[folded.rfind("\n", 0, match.start()) + 1 : match.start()]
            after = folded[match.end() : match.end() + 3].lstrip()
            opens = not re.search(r"\w", line) or (len(line) < 4 and not line.strip(" .-0123456789«|"))
            if not opens and not (after.startswith(":") and line.rstrip().endswith((",", ";", "."))):
                continue
            if any(one[1] <= match.start() < one[2] for one in found):
                continue
            stop = re.compile(r"[\s:;.,)–—-]*(?:\((?:а|ы|и|лар|лер|ica)\))?[\s:;.–—-]*").match(
                folded, match.end()
            )
            found.append((name, match.start(), stop.end() if stop else match.end()))
    return sorted(found, key=lambda one: one[1])


_NUMBERED = re.compile(r"^\s*\d\s*[.)]\s+", re.MULTILINE)


def _several(text: str, folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of the parties under one label: «1) …», «2) …», else one."""
    marks = [
        mark for mark in _NUMBERED.finditer(text, max(0, text.rfind("\n", 0, start) + 1), end)
        if mark.end() >= start
    ]  # fmt: skip
    if text[start : start + 2].strip(" .)") == "1" and not marks:
        start += 2
    if len(marks) < 2:
        return [(max(start, marks[0].end()) if marks else start, end)]
    ends = [mark.start() for mark in marks[1:]] + [end]
    return [(mark.end(), stop) for mark, stop in zip(marks, ends, strict=True)]


def _party(text: str, folded: str, start: int, end: int, confidence: Confidence) -> ClaimParty | None:
    stops = [found.start() for stop in _STOPS if (found := stop.search(folded, start, end))]
    number = _TWELVE.search(text, start, end)
    if number:
        stops.append(number.start())
    for other in (patterns.PHONE, patterns.EMAIL):
        if hit := other.search(text, start, end):
            stops.append(hit.start())
    name_end = _name_end(text, start, min(stops, default=end))
    name = " ".join(text[start:name_end].split()).strip(" ,;:.–—-_(")
    letters = sum(char.isalpha() for char in name)
    if letters < 3:
        return None
    organisation = bool(patterns.ORGANISATION.search(fold(name)))
    weak = not organisation and not 2 <= len(name.split()) <= 4
    sure = confidence.of(start, name_end) * (0.6 if weak else 1.0)
    return ClaimParty(
        name=Detail(name, round(sure, 3), start, name_end),
        organisation=organisation,
        identifier=_identifier(text, folded, start, end, confidence),
        address=_address(text, folded, name_end, end, confidence),
        phone=_phone(text, start, end, confidence),
        email=_email(text, start, end, confidence),
    )


def _name_end(text: str, start: int, stop: int) -> int:
    """A name ends at a comma or with its line, unless a quote is open or the line is only the form of a company."""
    at = start
    taken = ""
    for line in text[start:stop].splitlines(keepends=True):
        if taken.strip() and line.strip() and not _unfinished(taken, line):
            break
        comma = _comma(line, taken)
        if comma is not None:
            return at + comma
        taken += line
        at += len(line)
    return start + len(text[start : min(at, stop)].rstrip())


def _comma(line: str, before: str) -> int | None:
    quoted = _open_quotes(before)
    for place, char in enumerate(line):
        if char in "«“„":
            quoted += 1
        elif char in "»”":
            quoted = max(0, quoted - 1)
        elif char in ",;" and not quoted and sum(one.isalpha() for one in before + line[:place]) >= 3:
            return place
    return None


def _open_quotes(text: str) -> int:
    return max(0, sum(text.count(char) for char in "«“„") - sum(text.count(char) for char in "»”")) + (
        text.count('"') % 2
    )


def _unfinished(taken: str, following: str) -> bool:
    words, following = taken.split(), following.strip()
    if _open_quotes(taken) or (following[0] in '«“"„' and patterns.ORGANISATION.search(fold(taken))):
        return True
    folded = fold(taken)
    if re.search(
        r"ответственностью\s*\Z|ограниченной\s*\Z|общество\s*\Z|учреждение\s*\Z|серіктестіг\w*\s*\Z", folded
    ):
        return True
    if following.lower().startswith(("жшс", "ақ", "мекемесі", "жауапкершілігі", "серіктестігі")):
        return True
    # A long name of a person over two lines: «Ахметова / Айгүл Серікқызы»
    names = [word for word in words if word[:1].isupper()]
    more = following.rstrip(",.;").split()
    return (
        len(names) == len(words) <= 2
        and not patterns.ORGANISATION.search(folded)
        and 1 <= len(more) <= 2
        and all(re.fullmatch(r"[А-ЯӘҒҚҢӨҰҮҺІЁ][\w-]+", word) for word in more)
    )


def _identifier(text: str, folded: str, start: int, end: int, confidence: Confidence) -> Detail | None:
    """Twelve digits: as read where the control digit holds, else with letters read as digits where it then does."""
    labelled = patterns.IDENTIFIER.search(folded, start, end)
    found = list(_TWELVE.finditer(text, labelled.end() if labelled else start, end))
    best: Detail | None = None
    for match in found:
        plain = re.sub(r" ", "", match[0])
        digits = plain.translate(_DIGITS)
        valid = is_iin(digits) or is_bin(digits)
        sure = confidence.of(match.start(), match.end())
        if not valid:
            sure = min(sure, 0.2)
        elif digits != plain:
            sure = min(sure, 0.6)
        elif labelled:
            sure = max(sure, 0.9)  # eleven wrong digits in twelve don't give the right control
        detail = Detail(digits, round(sure, 3), match.start(), match.end(), valid)
        if valid:
            return detail
        best = best or detail
    return best


def _address(text: str, folded: str, start: int, end: int, confidence: Confidence) -> Detail | None:
    label = patterns.ADDRESS.search(folded, start, end)
    if label:
        begin = label.end()
    else:
        place = patterns.PLACE.search(folded, start, end)
        if not place:
            return None
        begin = max(start, text.rfind("\n", 0, place.start()) + 1)
    stops = [
        found.start()
        for stop in (
            patterns.IDENTIFIER,
            patterns.PHONE_WORD,
            patterns.MAIL_WORD,
            patterns.BANK,
            patterns.ADDRESS,
            patterns.BORN,
        )
        if (found := stop.search(folded, begin, end)) and found.start() > begin
    ]
    for other in (patterns.PHONE, patterns.EMAIL, _TWELVE):
        if hit := other.search(text, begin, end):
            stops.append(hit.start())
    blank = text.find("\n\n", begin + 1, end)
    stops.append(blank if blank >= 0 else end)
    stop = max(begin, min([*stops, begin + 220]))
    value = " ".join(text[begin:stop].split()).strip(" ,;:.–—-_(")
    value = re.sub(r"(?i)[\s,]+(?:мекенжайында\s+)?(?:тұратын|тұрады|бойынша|орналасқан)\Z", "", value)
    if sum(char.isalpha() for char in value) < 4:
        return None
    sure = confidence.of(begin, stop) * (1.0 if label else 0.7)
    return Detail(value, round(sure, 3), begin, stop)


def _phone(text: str, start: int, end: int, confidence: Confidence) -> Detail | None:
    found = patterns.PHONE.search(text, start, end)
    if not found:
        return None
    digits = re.sub(r"\D", "", found[0])
    return Detail(f"+7{digits[-10:]}", confidence.of(*found.span()), *found.span())


def _email(text: str, start: int, end: int, confidence: Confidence) -> Detail | None:
    found = patterns.EMAIL.search(text, start, end)
    return (
        Detail(found[0].lower().rstrip("."), confidence.of(*found.span()), *found.span()) if found else None
    )
