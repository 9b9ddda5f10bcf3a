"""`tarazy bench anonymise`: how much of what a person must find is found, and how much of what was masked had to be.

A row has `text` and what must be masked in it: `persons` and `identifiers`, each a list of strings, of spans
`[start, end]` or of objects with `text` (or `name`, `value`) and `start`, `end`. Optional are `language` (told from the
text where it is missing), `known`, the names of the party list, and `allowed`, names that may be masked but need not. A full name that stands in the text only in
other cases is found there by the beginnings of its words.
"""

from __future__ import annotations

import platform
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tarazy.jurimetrics.analysis import detect_language
from tarazy.jurimetrics.anonymise import Kind, KnownPerson, anonymise
from tarazy.jurimetrics.bench.plain_masking import plain_spans
from tarazy.jurimetrics.bench.rows import read_rows

_WORD = re.compile(r"[^\W\d_]{2,}")
_NAMES = (Kind.PERSON, Kind.CHILD)
SHOWN = 10
Spans = Sequence[tuple[int, int]]


@dataclass
class Tally:
    """Counts of one kind over all rows."""

    wanted: int = 0
    masked: int = 0
    recognised: int = 0  # masked, or told as an official (a company's number) whom the rule leaves named
    predicted: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """Recall and precision; None where there was nothing to count."""
        return {
            "recall": _share(self.recognised, self.wanted),
            "recall_masked": _share(self.masked, self.wanted),
            "precision": _share(self.right, self.predicted),
            "wanted": self.wanted,
            "masked": self.masked,
            "left_by_rule": self.recognised - self.masked,
            "predicted": self.predicted,
            "missed": self.missed[:SHOWN],
            "wrong": self.wrong[:SHOWN],
        }


@dataclass(frozen=True)
class Row:
    """A checked row of the gold."""

    text: str
    language: str
    persons: tuple[str, ...]
    person_spans: tuple[tuple[int, int], ...]
    identifiers: tuple[str, ...] | None
    identifier_spans: tuple[tuple[int, int], ...]
    known: tuple[KnownPerson, ...]
    allowed: tuple[str, ...] = ()


def row_of(raw: dict[str, Any], number: int) -> Row:
    """The row, checked. Raises `ValueError` that names the row and what is wrong with it."""
    text = raw.get("text")
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"row {number}: text must be a string that isn't empty")
    if "persons" not in raw and "identifiers" not in raw:
        raise ValueError(f"row {number}: needs persons or identifiers")
    persons, spans = _said(raw.get("persons"), text, number, "persons")
    numbers, number_spans = _said(raw.get("identifiers"), text, number, "identifiers")
    language = raw.get("language")
    known = _said(raw.get("known"), text, number, "known")[0]
    return Row(
        text=text,
        language=language if isinstance(language, str) and language else detect_language(text),
        persons=persons,
        person_spans=spans,
        identifiers=None if raw.get("identifiers") is None else numbers,
        identifier_spans=number_spans,
        known=tuple(KnownPerson(name) for name in known),
        allowed=_said(raw.get("allowed"), text, number, "allowed")[0],
    )


def _said(
    value: Any, text: str, number: int, name: str
) -> tuple[tuple[str, ...], tuple[tuple[int, int], ...]]:
    """Strings and spans of a field that may be a string, a list of strings, of spans or of objects."""
    if value is None:
        return (), ()
    if isinstance(value, str):
        value = [value]
    if isinstance(value, dict):
        value = [value] if {"start", "end"} <= value.keys() else list(value.values())
    if not isinstance(value, list | tuple):
        raise ValueError(f"row {number}: {name} must be a list of strings or spans")
    if len(value) == 2 and all(type(one) is int for one in value):
        value = [value]
    strings: list[str] = []
    spans: list[tuple[int, int]] = []
    for one in value:
        if isinstance(one, dict):
            start, end = one.get("start"), one.get("end")
            if type(start) is int and type(end) is int:
                one = [start, end]
            else:
                one = next(
                    (one[key] for key in ("text", "name", "value", "mention", "full_name") if one.get(key)),
                    None,
                )
        if isinstance(one, list | tuple) and len(one) >= 2 and type(one[0]) is int and type(one[1]) is int:
            if not 0 <= one[0] < one[1] <= len(text):
                raise ValueError(f"row {number}: a span of {name} lies outside the text: {list(one[:2])}")
            spans.append((one[0], one[1]))
        elif isinstance(one, str | int) and str(one).strip():
            strings.append(str(one).strip())
        elif isinstance(one, list | tuple) and one and all(isinstance(part, str) for part in one):
            strings += [part.strip() for part in one if part.strip()]
        elif one not in (None, ""):
            raise ValueError(f"row {number}: {name} has something that is neither a string nor a span")
    return tuple(dict.fromkeys(strings)), tuple(spans)


def _beginnings(words: Iterable[str]) -> str:
    parts = []
    for word in words:
        kept = max(min(3, len(word)), len(word) - 2)
        parts.append(rf"{re.escape(word[:kept])}\w{{0,6}}")
    return r"[\s\xa0]+".join(parts)


def places_of(said: str, text: str) -> list[tuple[int, int]]:
    """Where a string stands in the text, white space as it may be; a full name also in other cases."""
    literal = r"[\s\xa0]+".join(re.escape(part) for part in said.split())
    found = [one.span() for one in re.finditer(rf"(?<!\w){literal}(?!\w)", text, re.IGNORECASE)]
    if len(_WORD.findall(said)) >= 2 and not any(sign.isdigit() for sign in said):
        forms = re.finditer(rf"\b{_beginnings(_WORD.findall(said))}\b", text, re.IGNORECASE)
        found += [one.span() for one in forms]
    return sorted(set(found))


def _outer(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans without those inside another one."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept


def _covered(text: str, span: tuple[int, int], by: Spans) -> bool:
    """Whether all letters and digits of the span lie inside the spans."""
    signs = [at for at in range(*span) if text[at].isalnum()]
    return bool(signs) and all(any(start <= at < end for start, end in by) for at in signs)


def _touch(one: tuple[int, int], others: Spans) -> bool:
    return any(start < one[1] and one[0] < end for start, end in others)


class Meter:
    """Counts what one anonymiser does on the rows."""

    def __init__(self) -> None:
        self.full = Tally()
        self.mentions = Tally()
        self.identifiers = Tally()

    def take(self, row: Row, names: Spans, numbers: Spans, left: Spans) -> None:
        """Count a row: masked names, masked numbers, what was recognised and left by rule."""
        masked = [*names, *numbers]
        gold = [(said, places_of(said, row.text)) for said in row.persons]
        for said, places in gold:
            if len(_WORD.findall(said)) >= 2 and places:
                self._count(self.full, row.text, said, places, masked, left)
        every = _outer([*row.person_spans, *(span for _, places in gold for span in places)])
        for span in every:
            self._count(self.mentions, row.text, row.text[slice(*span)], [span], masked, left)
        heads = _heads([*row.allowed, *row.persons, *(row.text[slice(*span)] for span in row.person_spans)])
        for span in names:
            self.mentions.predicted += 1
            said = row.text[slice(*span)]
            if _touch(span, every) or any(
                word.lower().startswith(heads) for word in _WORD.findall(said) if heads
            ):
                self.mentions.right += 1
            else:
                self.mentions.wrong.append(said)
        if row.identifiers is None:
            return
        wanted = _outer(
            [*row.identifier_spans, *(s for said in row.identifiers for s in places_of(said, row.text))]
        )
        for span in wanted:
            self._count(self.identifiers, row.text, row.text[slice(*span)], [span], masked, left)
        for span in numbers:
            self.identifiers.predicted += 1
            if _touch(span, wanted):
                self.identifiers.right += 1
            else:
                self.identifiers.wrong.append(row.text[slice(*span)])

    @staticmethod
    def _count(tally: Tally, text: str, said: str, places: Spans, masked: Spans, left: Spans) -> None:
        tally.wanted += 1
        if all(_covered(text, span, masked) for span in places):
            tally.masked += 1
            tally.recognised += 1
        elif all(_covered(text, span, [*masked, *left]) for span in places):
            tally.recognised += 1
        else:
            tally.missed.append(said)

    def figures(self) -> dict[str, Any]:
        """The figures of persons (full names and all mentions) and identifiers."""
        full = self.full.figures()
        full["precision"] = None  # what was masked is counted by mentions
        return {
            "full_names": full,
            "mentions": self.mentions.figures(),
            "identifiers": self.identifiers.figures(),
        }


def _heads(names: Iterable[str]) -> tuple[str, ...]:
    words = {word.lower() for name in names for word in _WORD.findall(name) if len(word) > 2}
    return tuple(word[: max(3, len(word) - 2)] for word in words)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def measure(rows: Iterable[Row], progress: Callable[[str, int], None] | None = None) -> dict[str, Any]:
    """Figures of the anonymiser and of the plain patterns on the rows, and the seconds that anonymising took.

    `recall` counts what was masked and what the rule leaves named (judges, prosecutors, secretaries, experts; numbers
    of organisations), `recall_masked` only what was masked; `precision` is of what was masked.
    """
    ours, plain = Meter(), Meter()
    seconds = 0.0
    count = characters = 0
    for row in rows:
        started = time.perf_counter()
        done = anonymise(row.text, row.language, row.known)
        seconds += time.perf_counter() - started
        names = [(one.start, one.end) for one in done.replacements if one.kind in _NAMES]
        numbers = [(one.start, one.end) for one in done.replacements if one.kind not in _NAMES]
        ours.take(row, names, numbers, [(one.start, one.end) for one in done.kept])
        plain.take(row, *plain_spans(row.text), ())
        count += 1
        characters += len(row.text)
        if progress and count % 100 == 0:
            progress("anonymised", count)
    if not count:
        raise ValueError("there are no rows")
    return {
        "rows": count,
        "characters": characters,
        "seconds": round(seconds, 3),
        "acts_per_second": round(count / seconds, 1) if seconds else None,
        "anonymiser": ours.figures(),
        "plain_patterns": plain.figures(),
        "machine": {
            "python": platform.python_version(),
            "system": platform.platform(),
            "cpu": platform.machine(),
        },
    }


def measure_file(gold: str | Path, progress: Callable[[str, int], None] | None = None) -> dict[str, Any]:
    """`measure` on the rows of a file, gzip or plain JSON lines. Raises `OSError`, `ValueError` for a bad row."""
    rows = (row_of(raw, number) for number, raw in enumerate(read_rows(gold), start=1))
    return {"gold": Path(gold).name, **measure(rows, progress)}


def render(result: dict[str, Any], console: Console) -> None:
    """Print the figures beside those of the plain patterns."""
    for title, part in result.get("parts", {"": result}).items():
        table = Table(title=f"Anonymising {title or result.get('gold', '')}: {part['rows']} acts")
        for name in ("", "wanted", "recall", "recall masked", "left by rule", "precision"):
            table.add_column(name, justify="right" if name else "left")
        for who in ("anonymiser", "plain_patterns"):
            for what in ("full_names", "mentions", "identifiers"):
                one = part[who][what]
                shown = [
                    one["wanted"],
                    one["recall"],
                    one["recall_masked"],
                    one["left_by_rule"],
                    one["precision"],
                ]
                table.add_row(
                    f"{what.replace('_', ' ')} ({who.replace('_', ' ')})",
                    *("–" if value is None else str(value) for value in shown),
                )
        console.print(table)
        for what in ("mentions", "identifiers"):
            one = part["anonymiser"][what]
            if one["missed"]:
                console.print(f"missed {what}: {'; '.join(one['missed'])}", markup=False)
            if one["wrong"]:
                console.print(f"masked for nothing, {what}: {'; '.join(one['wrong'])}", markup=False)
        console.print(
            f"{part['acts_per_second']} acts/s, {part['seconds']} s in all; {part['machine']['system']}"
        )
