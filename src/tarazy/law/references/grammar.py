"""A language's grammar of citations and the names of codes in it, compiled once for a set of packs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ..model import Fact, Jurisdiction
from ..pack import read_yaml
from .numbers import BRACKETED, DASH, LONGEST_LIST, NUMBER

FOLDER = Path(__file__).parent / "grammar"
UnitName = Literal["article", "part", "paragraph", "subparagraph", "indent"]
LEVELS: tuple[UnitName, ...] = ("article", "part", "paragraph", "subparagraph", "indent")


class GrammarFile(Fact):
    """One `grammar/<language>.yaml`: expressions for the words that make a citation, and printing forms."""

    language: str
    number_first: bool
    units: dict[UnitName, tuple[str, ...]]
    ordinals: dict[str, str]
    letters: str
    joiners: tuple[str, ...]
    fillers: tuple[str, ...]
    of: str
    not_units: tuple[str, ...]
    law_words: tuple[str, ...]
    code_words: tuple[str, ...]
    pointing: tuple[str, ...]
    epithets: tuple[str, ...]
    documents: tuple[str, ...]
    dates: tuple[str, ...]
    number_mark: str
    number_tails: tuple[str, ...] = ()
    suffix: str = ""
    genitive: str = ""
    print: dict[str, Any]


@cache
def grammar_languages() -> tuple[str, ...]:
    """The languages whose citations can be read."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def grammar_file(language: str) -> GrammarFile:
    """The grammar of a language, as it stands in its file. Raises `BadPack` on a bad file."""
    return GrammarFile.model_validate(read_yaml(FOLDER / f"{language}.yaml"))


@dataclass(frozen=True, slots=True)
class Named:
    """A code as a text names it: what the name may mean (ids by jurisdiction), where it stands, the country.

    `is_law` tells a law («Закон о …») from a code, so that «this Law» is not taken for the code named last.
    """

    meanings: dict[str, str]
    start: int
    end: int
    country: str | None = None
    is_law: bool = False


class Grammar:
    """Compiled patterns of one language over the packs given (first come first believed)."""

    def __init__(self, file: GrammarFile, packs: tuple[Jurisdiction, ...]) -> None:
        self.file = file
        self.language = file.language
        self.number_first = file.number_first
        self.ordinals = [(re.compile(word, re.I), number) for number, word in file.ordinals.items()]
        self.segment = _segment(file)
        self.joins = re.compile(rf"[\s,;]*(?:(?i:{'|'.join(file.joiners)})\s+)?", re.U)
        fillers = "|".join(sorted(file.fillers, key=len, reverse=True))
        self.shares = re.compile(rf"(?>[\s,;()]|(?<!\w)(?i:{fillers})(?!\w)){{1,24}}")
        self.tight = re.compile(rf"\s{{0,4}}(?i:{file.of})?\s{{0,4}}" if file.of else r"\s{0,4}")
        self.names, self.meanings = _names(file, packs)
        self.titles, self.title_meanings = _titles(file, packs)
        self.countries, self.country_ids = _countries(file, packs)
        self.numbers = {
            law_number(number): (pack.id, code.id)
            for pack in reversed(packs)
            for code in pack.codes
            for number in code.numbers
        }
        of = rf"\s{{0,4}}(?:,?\s{{0,4}}(?i:{file.of})\s{{1,4}})?" if file.of else r"\s{0,4}"
        epithets = rf"(?:(?i:{'|'.join(file.epithets)})\s{{1,4}})?" if file.epithets else ""
        self.before_name = re.compile(of + epithets)
        self.law = re.compile(rf"(?<!\w)(?i:{'|'.join(file.law_words)})(?!\w)")
        points = "|".join(file.pointing)
        heads = "|".join((*file.code_words, *file.law_words))
        self.pointed = re.compile(rf"(?:(?i:{points})\s{{1,4}})?(?i:{heads})(?!\w)")
        self.law_head = re.compile(rf"(?i:{'|'.join(file.law_words)})\Z")
        self.document = re.compile(rf"(?:(?i:{points})\s{{1,4}})?(?i:{'|'.join(file.documents)})(?!\w)")
        self.date = re.compile(rf"\s{{0,4}}(?i:{'|'.join(file.dates)})") if file.dates else None
        tails = rf"(?:\s?-?\s?(?:{'|'.join(file.number_tails)})(?!\w))?" if file.number_tails else ""
        self.number = re.compile(
            rf"\s{{0,4}}{file.number_mark}\s{{0,2}}(\w{{1,6}}(?:\s?-\s?\w{{1,6}}){{0,2}}{tails})"
        )
        marks = [(pack.id, star(mark)) for pack in packs for mark in pack.law_marks.get(file.language, ())]
        self.marks = [(pack_id, re.compile(rf"(?<!\w)(?i:{mark})(?!\w)")) for pack_id, mark in marks]


def star(pattern: str) -> str:
    """A regular expression of a name with stars for endings; any quotes and any white space count as one."""
    pieces: list[str] = []
    for char in pattern:
        if char == "*":
            pieces.append(r"\w{0,8}")
        elif char == " ":
            pieces.append(r"\s{1,4}")
        elif char in "«»":
            pieces.append('[«»"“”„]')
        else:
            pieces.append(re.escape(char))
    return "".join(pieces)


LATIN_TWINS = dict(zip("АВЕКМНОРСТХІ", "ABEKMHOPCTXI", strict=True))


def _typed(abbreviation: str) -> str:
    """An abbreviation as it gets typed: with a Latin letter for a Cyrillic one that looks the same."""
    return "".join(
        f"[{char}{LATIN_TWINS[char]}]" if char in LATIN_TWINS else star(char) for char in abbreviation
    )


def _segment(file: GrammarFile) -> re.Pattern[str]:
    """One unit with its numbers. Groups: `article`/`part`/… the word, `list` the numbers."""
    word = rf"(?i:{'|'.join(file.joiners)})\s{{1,3}}"
    joiner = rf"(?:\s{{0,3}},\s{{0,3}}(?:{word})?|\s{{1,3}}{word}|{DASH})"
    stops = "|".join(file.not_units)
    no_amount = rf"(?!\s?\d|\s{{0,3}}(?i:{stops}))" if stops else ""
    bracketed = BRACKETED if not file.number_first else NUMBER
    letter = rf"[«\"'“„]{file.letters}[»\"'”“]|{file.letters}(?=\))"
    ordinal = "|".join(file.ordinals.values())
    element = rf"(?:{NUMBER}|{letter}" + (rf"|(?i:{ordinal})(?!\w)" if ordinal else "") + r")\)?"
    articles = rf"(?>{bracketed}(?:{joiner}{bracketed}{no_amount}){{0,{LONGEST_LIST}}})"
    units = rf"(?>{element}(?:{joiner}{element}{no_amount}){{0,{LONGEST_LIST}}})"
    words = {level: rf"(?P<{level}>(?i:{'|'.join(file.units[level])}))" for level in LEVELS}
    lower = "|".join(words[level] for level in ("subparagraph", "paragraph", "part", "indent"))
    if file.number_first:
        any_unit = f"{words['article']}|{lower}"
        return re.compile(
            rf"(?<![\w№/])(?<!\d[.,])(?<!\d,\s)(?P<list>{units})\s{{0,2}}[-–—]?\s{{0,3}}(?:{any_unit})(?!\w)"
        )
    return re.compile(
        rf"(?<!\w)(?:{words['article']}\s{{0,3}}(?:№\s?)?(?P<articles>{articles})|(?:{lower})\s{{0,3}}(?P<units>{units}))"
    )


def _names(
    file: GrammarFile, packs: tuple[Jurisdiction, ...]
) -> tuple[re.Pattern[str], list[dict[str, str]]]:
    """Names and abbreviations of codes: group n of the pattern means entry n-1 (code ids by jurisdiction)."""
    full: dict[str, dict[str, str]] = {}
    short: dict[str, dict[str, str]] = {}
    for pack in packs:
        for code in pack.codes:
            for pattern in code.patterns.get(file.language, ()):
                full.setdefault(star(pattern), {}).setdefault(pack.id, code.id)
            for abbreviation in code.abbreviations.get(file.language, ()):
                short.setdefault(_typed(abbreviation), {}).setdefault(pack.id, code.id)
    suffix = file.suffix
    ordered = [
        (rf"(?i:{name})", meaning) for name, meaning in sorted(full.items(), key=lambda one: -len(one[0]))
    ]
    ordered += [
        (rf"{name}{suffix}", meaning) for name, meaning in sorted(short.items(), key=lambda one: -len(one[0]))
    ]
    joined = "|".join(f"({name})" for name, _ in ordered) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)"), [meaning for _, meaning in ordered]


def _titles(
    file: GrammarFile, packs: tuple[Jurisdiction, ...]
) -> tuple[re.Pattern[str], list[dict[str, str]]]:
    """Titles of laws, by their beginning and whole, as `_names`."""
    titles: dict[str, dict[str, str]] = {}
    for pack in packs:
        for code in pack.codes:
            for title in code.titles.get(file.language, ()):
                pattern = star(title)
                titles.setdefault(pattern, {}).setdefault(pack.id, code.id)
                for names in (code.names, code.genitive, code.short):
                    # the whole title, so that the citation is marked to its end
                    if whole := re.search(rf"{pattern}[^»]*", names.get(file.language, ""), re.I):
                        titles.setdefault(star(whole[0]), {}).setdefault(pack.id, code.id)
    ordered = sorted(titles.items(), key=lambda one: -len(one[0]))
    joined = "|".join(f"({title})" for title, _ in ordered) or r"(?!)"
    return re.compile(rf"(?<!\w)(?i:{joined})(?!\w)"), [meaning for _, meaning in ordered]


def _countries(file: GrammarFile, packs: tuple[Jurisdiction, ...]) -> tuple[re.Pattern[str], list[str]]:
    """Names of the countries: group n means entry n-1 of the list (jurisdiction ids)."""
    ordered = [(star(name), pack.id) for pack in packs for name in pack.country.get(file.language, ())]
    ordered.sort(key=lambda one: -len(one[0]))
    joined = "|".join(f"({name})" for name, _ in ordered) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)"), [jurisdiction for _, jurisdiction in ordered]


_LOOKALIKES = str.maketrans("ІХСМ", "IXCM")


def law_number(text: str) -> str:
    """A law's number in one spelling: «377 – v» with letters typed in Cyrillic is "377-V"."""
    return re.sub(r"[\s–—-]+", "-", text.upper().translate(_LOOKALIKES)).strip("-")


_COMPILED: dict[tuple[str, tuple[int, ...]], tuple[Grammar, tuple[Jurisdiction, ...]]] = {}


def grammar_for(language: str, packs: tuple[Jurisdiction, ...]) -> Grammar:
    """The compiled grammar, kept for each language and set of packs."""
    key = (language, tuple(id(pack) for pack in packs))
    if key not in _COMPILED:
        # the packs are kept beside the grammar, so that their ids stay theirs
        _COMPILED[key] = (Grammar(grammar_file(language), packs), packs)
    return _COMPILED[key][0]
