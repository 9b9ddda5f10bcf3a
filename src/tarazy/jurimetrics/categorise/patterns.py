"""The small notation of the evidence files, turned into regular expressions once."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tarazy.law.pack import load

_LEXICON_WEIGHT = 1.5
_WORD = re.compile(r"\w+")
LANGUAGES = ("ru", "kk", "ky", "en")
_GAP = r"(?:[^\w]+[\w\-]+){0,6}?[^\w]+"
_FOLDER = "tarazy.jurimetrics.categorise"


@dataclass(frozen=True)
class Pattern:
    """One line of evidence: its words, its weight, and the expression that finds it in lower-case text.

    `needs` says which words must begin somewhere in a text for the expression to be worth trying: of each
    group one piece; a match begins at a piece of the first group.
    """

    words: str
    weight: float
    expression: re.Pattern[str]
    needs: tuple[tuple[str, ...], ...]

    def beginnings(self, words: WordIndex) -> Sequence[int]:
        """Ascending places of the text where this pattern may begin."""
        first, *rest = self.needs
        for group in rest:
            if not any(words.starts(piece) for piece in group):
                return ()
        if len(first) == 1:
            return words.starts(first[0])
        return sorted({place for piece in first for place in words.starts(piece)})


class WordIndex:
    """Where each word of a lower-case text stands, so that a pattern is tried only where it may begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        places: dict[str, list[int]] = defaultdict(list)
        for word in _WORD.finditer(text):
            places[word.group()].append(word.start())
        self._places = places
        self._vocabulary = sorted(places)
        self._known: dict[str, Sequence[int]] = {}

    def starts(self, piece: str) -> Sequence[int]:
        """Ascending starts of the words that begin with `piece`."""
        known = self._known.get(piece)
        if known is None:
            found: list[int] = []
            at = bisect_left(self._vocabulary, piece)
            while at < len(self._vocabulary) and self._vocabulary[at].startswith(piece):
                found += self._places[self._vocabulary[at]]
                at += 1
            known = self._known[piece] = sorted(found)
        return known


def compile_words(words: str) -> re.Pattern[str]:
    """The expression for words in the notation of the evidence files.

    `*` ends a word in any way, `..` lets up to six words stand between, `(a|b)` is a choice of words or
    phrases.
    """
    out = [r"\b"]
    gap = ""
    for token in re.findall(r"\.\.|[()|]|[^\s()|]+", words.lower().replace("ё", "е")):
        if token == "..":
            gap = _GAP
        elif token == "(":
            out.append(gap + "(?:")
            gap = ""
        elif token == "|":
            out.append("|")
            gap = ""
        elif token == ")":
            out.append(")")
            gap = r"[^\w]+"
        else:
            starred = token.endswith("*")
            out.append(gap + re.escape(token.rstrip("*")) + (r"[\w\-]*" if starred else r"\b"))
            gap = r"[^\w]+"
    return re.compile("".join(out))


def needed_pieces(words: str) -> tuple[tuple[str, ...], ...]:
    """For each word outside brackets its fixed beginning (up to a hyphen), for each outermost choice that
    of each of its options.
    """
    groups: list[tuple[str, ...]] = []
    options: list[str] = []
    depth, fresh = 0, True
    for token in re.findall(r"\.\.|[()|]|[^\s()|]+", words.lower().replace("ё", "е")):
        if token == "(":
            depth += 1
            fresh = fresh or depth == 1
        elif token == ")":
            depth -= 1
            if depth == 0:
                groups.append(tuple(options))
                options = []
        elif token == "|":
            fresh = True
        elif token != "..":
            run = _WORD.match(token)
            piece = run.group() if run else token
            if depth == 0:
                groups.append((piece,))
            elif fresh:
                options.append(piece)
            fresh = False
    return tuple(groups)


def parse_line(line: str) -> Pattern:
    """A line of an evidence file: weight, then words."""
    weight, words = line.split(" ", 1)
    return Pattern(words, float(weight), compile_words(words), needed_pieces(words))


@cache
def _read(name: str) -> Any:
    return yaml.safe_load(files(_FOLDER).joinpath("evidence", name).read_text(encoding="utf-8"))


@cache
def patterns_of(language: str, jurisdiction: str = "kz") -> dict[str, tuple[Pattern, ...]]:
    """Slug → patterns of a language; an unknown language gets none.

    The lexicon of the pack's categories is added with a small weight each.
    """
    if language not in LANGUAGES:
        return {}
    found = {
        slug: [parse_line(line) for line in lines] for slug, lines in _read(f"words_{language}.yaml").items()
    }
    for category in load(jurisdiction).categories:
        for words in category.lexicon.get(language, ()):
            stems = " ".join(f"{word}*" for word in re.findall(r"[\w-]+", words) if not word.isdigit())
            if not stems:
                continue
            found.setdefault(category.slug, []).append(parse_line(f"{_LEXICON_WEIGHT} {stems}"))
    return {slug: tuple(lines) for slug, lines in found.items()}


@dataclass(frozen=True)
class Zones:
    """Expressions that find the parts of an act that say what it is about, and marks of matters foreign to
    all.
    """

    established: tuple[re.Pattern[str], ...]
    decided: tuple[re.Pattern[str], ...]
    demands: re.Pattern[str]
    stops: re.Pattern[str]
    asked: re.Pattern[str]
    main: re.Pattern[str]
    foreign: tuple[Pattern, ...]


@cache
def zones_of(language: str) -> Zones | None:
    """The zone marks of a language, None if it has none."""
    raw = _read("zones.yaml").get(language) if language in LANGUAGES else None
    if raw is None:
        return None
    return Zones(
        established=tuple(map(re.compile, raw["established"])),
        decided=tuple(map(re.compile, raw["decided"])),
        demands=re.compile(raw["demands"]),
        stops=re.compile(raw["stops"]),
        asked=re.compile(raw["asked"]),
        main=re.compile(raw["main"]),
        foreign=tuple(map(parse_line, raw["foreign"])),
    )


@cache
def subordinate() -> frozenset[str]:
    """Slugs of demands that usually stand beside another."""
    return frozenset(_read("zones.yaml")["subordinate"])


@cache
def leading() -> tuple[tuple[str, str, float], ...]:
    """(first, second, least): a first category with `least` evidence takes over the
    evidence of the second.
    """
    return tuple((row["first"], row["second"], float(row["least"])) for row in _read("zones.yaml")["leading"])


@cache
def norm_hints() -> dict[tuple[str, str], tuple[tuple[int, int, str], ...]]:
    """(jurisdiction, code) → (first article, last article, slug)."""
    hints: dict[tuple[str, str], tuple[tuple[int, int, str], ...]] = {}
    for jurisdiction, codes in _read("norms.yaml").items():
        for code, slugs in codes.items():
            rows = []
            for slug, articles in slugs.items():
                first, _, last = str(articles).partition("-")
                rows.append((int(first), int(last or first), slug))
            hints[jurisdiction, code] = tuple(rows)
    return hints


@cache
def evidence_version() -> str:
    """The first 12 digits of the hash of all evidence files: an answer's model reference carries it."""
    digest = hashlib.sha256()
    for entry in sorted(_names()):
        digest.update(files(_FOLDER).joinpath("evidence", entry).read_bytes())
    return digest.hexdigest()[:12]


def _names() -> Iterable[str]:
    return [
        entry.name for entry in files(_FOLDER).joinpath("evidence").iterdir() if entry.name.endswith(".yaml")
    ]
