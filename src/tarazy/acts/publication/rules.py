"""Decisions of this room without I/O: pure functions over plain values, each citing its norm."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tarazy.jurimetrics.anonymise import Kind, Replacement, Source, rebuilt

MOVES: Mapping[str, frozenset[str]] = {
    "gathered": frozenset({"anonymised", "withdrawn"}),
    "anonymised": frozenset({"confirmed", "withdrawn"}),
    "confirmed": frozenset({"anonymised", "published", "withdrawn"}),
    "published": frozenset({"withdrawn"}),
    "withdrawn": frozenset({"anonymised"}),
}


@dataclass(frozen=True)
class Facts:
    """What the gates ask of an act. `unseen` counts doubtful replacements that nobody has looked at."""

    kind: str
    code: str = ""
    category: str = ""
    in_force: bool = False
    sealed: bool = False
    anonymised: bool = False
    confirmed: bool = False
    unseen: int = 0
    withdrawn: bool = False


@dataclass(frozen=True)
class Rule:
    """One declared gate: its code, its norm, whether an act passes it."""

    code: str
    norm: str
    passes: Callable[[Facts], bool]
    unverified: bool = False


@dataclass(frozen=True)
class EditText:
    """A replacement as it is kept: characters `[start, end)` of the signed text give way to `after`."""

    start: int
    end: int
    after: str
    kind: str = "person"
    role: str = ""
    person: int = 0
    confidence: float = 1.0
    source: str = "hand"


@dataclass(frozen=True)
class Masked:
    """The public text and, for each edit that stands, where it begins and ends after."""

    text: str
    places: tuple[tuple[int, int, int, int], ...] = field(default=())  # start, end, start after, end after


@cache
def publication_rules() -> dict[str, Any]:
    """What `data/publication.yaml` says."""
    raw = files("tarazy.acts.publication").joinpath("data/publication.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(raw)
    return loaded


def is_gathered(kind: str, code: str) -> bool:
    """Whether signed acts of this kind (a ruling: of this code) are gathered for publication (GPK 19)."""
    for row in publication_rules()["kinds"]:
        if row["kind"] == kind:
            return "codes" not in row or code in row["codes"]
    return False


def is_closed_category(category: str) -> bool:
    """Whether acts of the category are never published (GPK 19 (2): adoption, privacy)."""
    return any(row["category"] == category for row in publication_rules()["closed_categories"])


def in_force(kind: str, stage: str) -> bool:
    """Whether an act of this kind is in force while its proceeding stands at this stage (GPK 240)."""
    at_once = {row["kind"] for row in publication_rules()["in_force_at_once"]}
    return kind in at_once or stage in publication_rules()["stages_in_force"]


def must_be_looked_at(confidence: float) -> bool:
    """Whether a replacement is so doubtful that a person has to look at it (our measure, not a norm's)."""
    return confidence < float(publication_rules()["look_below"])


GATES: tuple[Rule, ...] = (
    Rule("kind", "GPK 19", lambda facts: is_gathered(facts.kind, facts.code)),
    Rule("in_force", "GPK 19, 240", lambda facts: facts.in_force),
    Rule("not_sealed", "GPK 19", lambda facts: not facts.sealed),
    Rule("not_closed", "GPK 19", lambda facts: not is_closed_category(facts.category)),
    Rule("anonymised", "GPK 19", lambda facts: facts.anonymised, unverified=True),
    Rule("looked_at", "GPK 19", lambda facts: facts.unseen == 0, unverified=True),
    Rule("confirmed", "GPK 19", lambda facts: facts.confirmed, unverified=True),
    Rule("not_withdrawn", "GPK 19", lambda facts: not facts.withdrawn),
)


def gates_of(facts: Facts) -> list[tuple[Rule, bool]]:
    """Every gate with whether the act passes it, in the order in which they are shown."""
    return [(rule, rule.passes(facts)) for rule in GATES]


def is_publishable(facts: Facts) -> bool:
    """Whether the act passes every gate (GPK 19)."""
    return all(rule.passes(facts) for rule in GATES)


def masked(source: str, edits: Iterable[EditText]) -> Masked:
    """The text with these edits; of two that overlap, the one that begins earlier, of those the longer one."""
    items = [
        Replacement(
            one.start,
            one.end,
            one.after,
            Kind(one.kind),
            one.role,
            one.person,
            one.confidence,
            Source(one.source),
        )
        for one in edits
        if 0 <= one.start < one.end <= len(source)
    ]
    done = rebuilt(source, items)
    places = ((one.start, one.end, one.masked_start, one.masked_end) for one in done.replacements)
    return Masked(done.text, tuple(places))


def text_hash(text: str) -> str:
    """SHA-256 of the text in UTF-8, as 64 hexadecimal digits: what the ledger keeps and a reader computes."""
    return hashlib.sha256(text.encode()).hexdigest()


def occurrences(source: str, words: str) -> list[tuple[int, int]]:
    """Where these words stand in the text as whole words; white space and the size of letters don't matter."""
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        return []
    phrase = r"\s+".join(parts)
    pattern = re.compile(rf"(?<!\w){phrase}(?!\w)", re.IGNORECASE)
    return [found.span() for found in pattern.finditer(source)]
