"""From the text of a statement of claim to the card that a clerk confirms: each field with its confidence.

Nothing here decides: a field that isn't found stays empty, and one that is found is a proposal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from decimal import Decimal
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

from tarazy.documents import card_patterns as patterns
from tarazy.documents.card_parties import ClaimParty, Confidence, parties_of
from tarazy.documents.card_patterns import fold
from tarazy.jurimetrics.analysis import detect_language
from tarazy.jurimetrics.categorise import StarterCategoriser

Value = TypeVar("Value")
_HEAD_LINES = 45


class WordRead(Protocol):
    """A word as the reader of scans gave it."""

    @property
    def text(self) -> str: ...
    @property
    def confidence(self) -> float: ...


@dataclass(frozen=True)
class CardField(Generic[Value]):
    """A value of the card: how sure (0–1), and where it stands in the text."""

    value: Value
    confidence: float
    start: int
    end: int


@dataclass(frozen=True)
class ClaimCard:
    """What a statement of claim says of itself. Sums in tenge; `category` is a slug of the classifier."""

    court: CardField[str] | None = None
    claimants: list[ClaimParty] = field(default_factory=list)
    defendants: list[ClaimParty] = field(default_factory=list)
    third_parties: list[ClaimParty] = field(default_factory=list)
    representatives: list[ClaimParty] = field(default_factory=list)
    title: CardField[str] | None = None
    demand: CardField[str] | None = None
    claim_value: CardField[Decimal] | None = None
    sums: list[CardField[Decimal]] = field(default_factory=list)
    category: CardField[str] | None = None
    date: CardField[Date] | None = None
    language: str = ""
    attachments: list[CardField[str]] = field(default_factory=list)


def claim_card(text: str, words: Sequence[WordRead] = ()) -> ClaimCard:
    """The card of a claim. `words` are those of the scan in reading order, none for an electronic text."""
    confidence = Confidence(text, words)
    folded = fold(text)
    title = _title(folded)
    asked = _demand_start(folded, title[1] if title else 0)
    head_end = title[0] if title else _head_without_title(text, asked)
    attached = _last(patterns.ATTACHMENTS, folded, asked[1] if asked else head_end)
    court = _court(text, folded, head_end, confidence)
    parties = parties_of(text, folded, court.end if court else 0, head_end, confidence)
    sums = _sums(folded, confidence)
    asked_text = _demand(text, asked, attached, confidence)
    return ClaimCard(
        court=court,
        claimants=parties["claimant"],
        defendants=parties["defendant"],
        third_parties=parties["third"],
        representatives=parties["representative"],
        title=_titled(text, title, confidence),
        demand=asked_text,
        claim_value=_claim_value(folded, sums, asked_text),
        sums=sums,
        category=_category(text),
        date=_date(folded, attached[1] if attached else asked[1] if asked else head_end, confidence),
        language=_language(text),
        attachments=_attachments(text, attached, confidence),
    )


def _title(folded: str) -> tuple[int, int] | None:
    found = patterns.TITLE.search(folded)
    return (found.start(), found.end()) if found else None


def _titled(text: str, title: tuple[int, int] | None, confidence: Confidence) -> CardField[str] | None:
    """The title with the lines that say about what, up to an empty line or the end of a short line."""
    if title is None:
        return None
    end = text.find("\n\n", title[1])
    end = min(end if end >= 0 else len(text), title[1] + 200)
    value = " ".join(text[title[0] : end].split())
    return CardField(value, confidence.of(title[0], end), title[0], end) if value else None


def _demand_start(folded: str, start: int) -> tuple[int, int] | None:
    """The last request of the paper: the one that stands before what is asked, not «прошу учесть» on the way."""
    return _last(patterns.DEMAND, folded, start)


def _last(pattern: re.Pattern[str], folded: str, start: int) -> tuple[int, int] | None:
    found = list(pattern.finditer(folded, start))
    return (found[-1].start(), found[-1].end()) if found else None


def _head_without_title(text: str, asked: tuple[int, int] | None) -> int:
    end = 0
    for line in text.splitlines(keepends=True)[:_HEAD_LINES]:
        end += len(line)
    return min(end, asked[0]) if asked else end


_COURT = re.compile(r"\bсуд(?:а|у|е|ом)?\b|\bсот(?:ы|ына|ынын|ка)?\b")
_JUDGE_LINE = re.compile(r"^\s*(?:судье|судьясы|судьясына|председателю)\b")


def _court(text: str, folded: str, head_end: int, confidence: Confidence) -> CardField[str] | None:
    """The lines up to the first label of a party that name a court."""
    first = min(
        (found.start() for _, label in patterns.LABELS if (found := label.search(folded, 0, head_end))),
        default=head_end,
    )
    lines, at = [], 0
    for line in text[:first].splitlines(keepends=True):
        if line.strip() and not _JUDGE_LINE.match(fold(line)):
            lines.append((at, at + len(line.rstrip()), line.strip()))
        at += len(line)
    last = next((n for n in range(len(lines) - 1, -1, -1) if _COURT.search(fold(lines[n][2]))), None)
    if last is None:
        return None
    until = last
    # «… суд» may go on: «города Алматы», «района Байқоңыр»; a court in Kazakh ends with сотына.
    while (
        until + 1 < len(lines)
        and until - last < 2
        and re.match(r"(?:город|район|г\.|област|по |№)|[\w-]+ (?:област|район)", fold(lines[until + 1][2]))
    ):
        until += 1
    begin = last
    while begin > 0 and last - begin < 2 and _goes_on(lines[begin][2]):
        begin -= 1
    start, end = lines[begin][0], lines[until][1]
    name = " ".join(line for _, _, line in lines[begin : until + 1])
    name = re.sub(r"^[\W_]*(?:Во?|В суд:|ВО?)\s+(?=\S)", "", name).strip(" ,:;")
    name = re.sub(r"(?i)\b(со[тm]ы)(?:на|нa)\b", r"\1", name)
    return CardField(name, confidence.of(start, end), start, end)


def _goes_on(line: str) -> bool:
    """Whether a line of a court's name can't be its first: no «В …», and a Kazakh name starts at its place."""
    return not re.match(r"[\W_]*Во?\s", line) and not re.match(
        r"\W*[А-ЯӘҒҚҢӨҰҮҺІ][\w-]+\s+(?:қала|облыс|ауда)", line
    )


def _amount(found: re.Match[str]) -> Decimal:
    figures = re.sub(r"[ \u00a0']", "", found["figures"])
    tail = re.search(r"[.,](\d{1,2})\Z", figures)
    whole = re.sub(r"\D", "", figures[: tail.start()] if tail else figures)
    amount = Decimal(f"{whole}.{tail[1]}" if tail else whole)
    many = found["many"] or ""
    return amount * (1_000_000 if many.startswith("м") and many != "мын" else 1_000 if many else 1)


def _sums(folded: str, confidence: Confidence) -> list[CardField[Decimal]]:
    return [
        CardField(_amount(found), confidence.of(found.start("figures"), found.end("figures")), *found.span())
        for found in patterns.SUM.finditer(folded)
    ]


def _claim_value(
    folded: str, sums: list[CardField[Decimal]], demand: CardField[str] | None
) -> CardField[Decimal] | None:
    """The stated price of the claim; else the first sum of the demand that is no fee, less sure."""
    value = dict(patterns.LABELS)["value"].search(folded)
    if value:
        for one in sums:
            if value.end() <= one.start <= value.end() + 40:
                return one
    fee = dict(patterns.LABELS)["fee"]
    if demand:
        for place, one in enumerate(sums):
            if not demand.start <= one.start < demand.end:
                continue
            # A fee stands before its sum in Russian («пошлину 35 000 тенге») and after it in Kazakh.
            before = max(demand.start, sums[place - 1].end if place else 0, one.start - 90)
            after = min(
                one.end + 60, demand.end, sums[place + 1].start if place + 1 < len(sums) else len(folded)
            )
            if not fee.search(folded, before, after):
                return CardField(one.value, one.confidence * 0.8, one.start, one.end)
    return None


def _demand(
    text: str, asked: tuple[int, int] | None, attached: tuple[int, int] | None, confidence: Confidence
) -> CardField[str] | None:
    if asked is None:
        return None
    start, end = asked[1], attached[0] if attached else len(text)
    value = text[start:end].strip()
    if not value:
        return None
    return CardField(value, confidence.of(start, end), start, end)


def _date(folded: str, start: int, confidence: Confidence) -> CardField[Date] | None:
    """The date under the paper: the last one after what is asked; else none."""
    for found in reversed(list(patterns.DATE.finditer(folded, start))):
        groups = found.groupdict()
        number = next((n for n in "123" if groups[f"d{n}"]), "1")
        month = groups["n1"] if number == "1" else _month(groups, "m" if number == "2" else "k")
        try:
            value = Date(int(groups[f"y{number}"]), int(month), int(groups[f"d{number}"]))
        except ValueError:
            continue
        return CardField(value, confidence.of(found.start(), found.end()), *found.span())
    return None


def _month(groups: dict[str, str], prefix: str) -> str:
    return next(name[1:] for name, value in groups.items() if value and re.fullmatch(rf"{prefix}\d+", name))


_ITEM = re.compile(r"(?:^|\A)\s*(?:\d{1,2}\s*[.)](?!\d)|[-–—•*·])\s*", re.MULTILINE)


def _attachments(text: str, attached: tuple[int, int] | None, confidence: Confidence) -> list[CardField[str]]:
    if attached is None:
        return []
    start = attached[1]
    inline = re.compile(r"\s*1\s*[.)]\s*").match(text, start)  # «Приложение: 1. Копия …»
    marks = list(_ITEM.finditer(text, inline.end() if inline else start))
    if inline:
        marks.insert(0, inline)
    found = []
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else _item_end(text, mark.end())
        value = " ".join(text[mark.end() : end].split()).rstrip(" .;,")
        if value:
            found.append(CardField(value, confidence.of(mark.end(), end), mark.end(), end))
    return found


def _item_end(text: str, start: int) -> int:
    """The last attachment ends with its paragraph, or before a line that dates or signs the paper."""
    at = start
    for number, line in enumerate(text[start:].splitlines(keepends=True)):
        if number and (
            not line.strip()
            or patterns.DATE.search(fold(line))
            or re.match(r"\W*(?:истец|талап)", fold(line))
        ):
            break
        at += len(line)
    return at


@lru_cache(maxsize=1)
def _categoriser() -> StarterCategoriser:
    return StarterCategoriser()


def _category(text: str) -> CardField[str] | None:
    answer = _categoriser().predict(text)
    if not answer.category:
        return None
    return CardField(answer.category, round(answer.top[0][1], 3), 0, 0)


def _language(text: str) -> str:
    return str(detect_language(text))
