"""Words of the rules, compiled once a language, and the clauses of an act in which they are looked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tarazy.jurimetrics.analysis.sentences import sentences
from tarazy.jurimetrics.decision import Decision, PartName, Span

SEMICOLON = re.compile(r";\s")


@cache
def _tables() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(
        files(__package__).joinpath("words.yaml").read_text("utf-8")
    )
    return loaded


@cache
def words_of(language: str) -> dict[str, re.Pattern[str]] | None:
    """The patterns of a language by name, None for a language without them (its acts go unchecked)."""
    table = _tables().get(language)
    if table is None:
        return None
    plain = {
        name: source
        for name, source in table.items()
        if isinstance(source, str) and name not in {"day_first", "named"}
    }
    return {name: re.compile(source) for name, source in plain.items()}


@cache
def long_dates(language: str) -> tuple[re.Pattern[str], tuple[re.Pattern[str], ...]] | None:
    """The pattern of a date with the month in letters (groups d, m, y), and the patterns of the twelve
    months.
    """
    table = _tables().get(language)
    if table is None:
        return None
    months = "|".join(table["months"])
    return re.compile(table["day_first"].replace("MONTHS", months)), tuple(map(re.compile, table["months"]))


@cache
def sums_named_before(language: str) -> bool:
    """Whether the words of what a sum is for stand before it (else after it)."""
    return bool(_tables().get(language, {}).get("named") == "before")


@cache
def punishment_words(language: str) -> dict[str, re.Pattern[str]]:
    """How each kind of punishment is imposed (groups n or n2, and m for months); {} for a language without
    words.
    """
    table = _tables().get(language, {}).get("punishments", {})
    return {name: re.compile(source) for name, source in table.items()}


def lowered(text: str) -> str:
    """Lower case with ё as е; as long as the text, so that positions hold."""
    low = text.lower().replace("ё", "е")
    return (
        low if len(low) == len(text) else "".join(char.lower()[:1] or char for char in text).replace("ё", "е")
    )


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence or a part of it between semicolons: lower-case words, and where it stands in the act."""

    words: str
    span: Span


def clauses(decision: Decision, part: PartName) -> tuple[Clause, ...]:
    """The clauses of a part, in order; none where the act has no such part."""
    whole = decision.parts.get(part)
    if whole is None:
        return ()
    text = decision.text[whole.start : whole.end]
    low = lowered(text)
    found = []
    for start, end in sentences(text, decision.language):
        at = start
        for stop in [*(match.start() for match in SEMICOLON.finditer(text, start, end)), end]:
            if low[at:stop].strip(" ;\n\t"):
                found.append(Clause(low[at:stop], Span(start=whole.start + at, end=whole.start + stop)))
            at = stop
    return tuple(found)
