"""Reading citations: segments (a unit with its numbers), chains (an article with its units), codes.

The work is one pass of a compiled pattern over the text, then small steps bounded by the length of a
citation, so that time grows with the length of the text and no text can make it grow faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..model import Jurisdiction
from ..pack import available, load
from .grammar import LEVELS, Grammar, Named, grammar_for, grammar_languages
from .naming import name_after, name_before
from .numbers import read_numbers
from .reference import CodeSource, Reference, ReferenceMatch

MOST_PER_MATCH = 64
"""A hostile product of lists («п. 1-60 ст. 1-60») is cut here."""
_BRACKETS = re.compile(r"\((\d{1,3}(?:-\d{1,2})?)\)")
_OPENING = re.compile(r"\s{0,4}\(\s{0,4}\Z")
_CLOSING = re.compile(r"\s{0,2}\)")
_COMMA = re.compile(r"\s{0,4},\s{0,4}\Z")


def parse_references(
    text: str, jurisdictions: Jurisdiction | Sequence[Jurisdiction], language: str | None = None
) -> list[ReferenceMatch]:
    """Every citation of an article in `text`, in its order.

    `jurisdictions` are the packs whose codes an unqualified name may mean, the first one preferred; a code
    named with its country («ГК РФ») is found in any pack at hand. `language` is that of the text (ISO 639-1);
    None tries all languages of the packs. A unit without an article («пункт 4 Правил») is no citation, nor is
    an article of a charter or contract. Linear in the length of the text.
    """
    packs = (jurisdictions,) if isinstance(jurisdictions, Jurisdiction) else tuple(jurisdictions)
    given = tuple(pack.id for pack in packs)
    everything = packs + tuple(load(name) for name in available() if name not in given)
    spoken = [language] if language else list(dict.fromkeys(one for pack in packs for one in pack.languages))
    matches: list[ReferenceMatch] = []
    for one in spoken:
        if one in grammar_languages():
            matches.extend(_parse(text, grammar_for(one, everything), given, everything))
    if len(spoken) > 1:
        matches = _without_overlaps(matches)
    return matches


@dataclass(slots=True)
class Segment:
    """A unit with its numbers, as «п. 1 и 2»."""

    start: int
    end: int
    level: int
    numbers: list[str]


@dataclass(slots=True)
class Chain:
    """An article expression with the units before and after it, and the code once known."""

    article: Segment
    start: int
    end: int
    above: list[tuple[Segment, bool]] = field(
        default_factory=list
    )  # units, each nested in the next or beside it
    below: list[Segment] = field(default_factory=list)
    bracket: bool = False
    named: Named | None = None
    source: CodeSource = "none"
    foreign: bool = False


def _parse(
    text: str, grammar: Grammar, given: tuple[str, ...], packs: tuple[Jurisdiction, ...]
) -> Iterator[ReferenceMatch]:
    chains = _chains(text, grammar)
    if not chains:
        return
    _name(text, grammar, given, chains)
    superscript = {pack.id: pack.superscript for pack in packs}
    for chain in chains:
        if chain.foreign:
            continue
        code, jurisdiction = None, given[0]
        if chain.named is not None:
            chosen = _choose(chain.named, given)
            if chosen is not None:
                jurisdiction, code = chosen
            elif chain.named.country is not None:
                jurisdiction = chain.named.country
        source = chain.source if code is not None else "none"
        references = tuple(_references(chain, code, jurisdiction, superscript[jurisdiction]))
        yield ReferenceMatch(chain.start, chain.end, references, source, grammar.language)


def _choose(named: Named, given: tuple[str, ...]) -> tuple[str, str] | None:
    """The jurisdiction and code that a name means: its country's if one is named, else the first pack's."""
    if named.country is not None:
        return (named.country, named.meanings[named.country]) if named.country in named.meanings else None
    return next(((one, named.meanings[one]) for one in given if one in named.meanings), None)


def _segments(text: str, grammar: Grammar) -> Iterator[Segment]:
    for found in grammar.segment.finditer(text):
        level = next(index for index, name in enumerate(LEVELS) if found[name])
        numbers = found["list"] if grammar.number_first else found["articles"] or found["units"]
        values = read_numbers(numbers, grammar.ordinals)
        if level == 0 and not all(value[0].isdigit() for value in values):
            continue
        if values:
            yield Segment(found.start(), found.end(), level, values)


def _chains(text: str, grammar: Grammar) -> list[Chain]:
    """Segments joined into article expressions."""
    chains: list[Chain] = []
    waiting: list[tuple[Segment, bool]] = []  # units that hope for an article, each with "nested in the next"
    beside = False  # the first of them follows the last chain after a comma
    last: Segment | None = None
    for segment in _segments(text, grammar):
        gap = text[last.end : segment.start] if last is not None and segment.start - last.end < 40 else None
        tight = gap is not None and grammar.tight.fullmatch(gap) is not None
        listed = gap is not None and not tight and grammar.joins.fullmatch(gap) is not None
        chain = chains[-1] if chains else None
        after_chain = chain is not None and last is not None and not waiting and last.end == _units_end(chain)
        if segment.level == 0:
            if waiting and tight:
                waiting[-1] = (waiting[-1][0], True)
                article = Chain(segment, waiting[0][0].start, segment.end, above=waiting)
            else:
                _settle(chain, waiting, beside)
                article = Chain(segment, segment.start, segment.end)
            chains.append(article)
            waiting = []
        elif (
            after_chain
            and chain is not None
            and gap is not None
            and (
                tight
                or (not grammar.number_first and not chain.below and _OPENING.fullmatch(gap))
                or (chain.bracket and listed)
                or (grammar.number_first and listed)
            )
        ):
            chain.bracket = chain.bracket or "(" in gap
            chain.below.append(segment)
            chain.end = segment.end
        elif waiting and (tight or listed):
            waiting[-1] = (waiting[-1][0], tight)
            waiting.append((segment, False))
        else:
            _settle(chain, waiting, beside)
            units_follow = chain is not None and bool(chain.below)
            beside = after_chain and gap is not None and bool(_COMMA.fullmatch(gap)) and not units_follow
            waiting = [] if grammar.number_first else [(segment, False)]
        last = segment
    _settle(chains[-1] if chains else None, waiting, beside)
    for chain in chains:
        if chain.bracket and (closing := _CLOSING.match(text, chain.end)):
            chain.end = closing.end()
    return chains


def _units_end(chain: Chain) -> int:
    return chain.below[-1].end if chain.below else chain.article.end


def _settle(chain: Chain | None, waiting: list[tuple[Segment, bool]], beside: bool) -> None:
    """Units that met no article go to the one before if only a comma parts them: «ст. 15, п. 2»."""
    if chain is not None and waiting and beside:
        chain.below.extend(segment for segment, _ in waiting)
        chain.end = waiting[-1][0].end


def _name(text: str, grammar: Grammar, given: tuple[str, ...], chains: list[Chain]) -> None:
    """Give each chain its code: named beside it, shared with its neighbour, or pointed at."""
    previous: dict[bool, Named] = {}  # the code and the law named last
    for index, chain in enumerate(chains):
        floor = chains[index - 1].end if index else 0
        if grammar.number_first:
            naming = name_before(text, chain.start, floor, grammar)
        else:
            naming = name_after(text, chain.end, grammar) or name_before(text, chain.start, floor, grammar)
        if naming is None:
            continue
        if naming.kind == "document":
            chain.foreign = True
            continue
        if naming.kind == "pointed":
            chain.named, chain.source = previous.get(naming.to_law), "pointed"
        else:
            chain.named, chain.source = naming.named, "named"
            if naming.named is not None and naming.named.meanings:
                previous[naming.named.is_law] = naming.named
        if (
            naming.start < chain.start
            and "(" in text[naming.start : chain.start]
            and (closing := _CLOSING.match(text, chain.end))
        ):
            chain.end = closing.end()
        chain.start, chain.end = min(chain.start, naming.start), max(chain.end, naming.end)
    order = range(1, len(chains)) if grammar.number_first else range(len(chains) - 2, -1, -1)
    for index in order:
        neighbour = chains[index - 1] if grammar.number_first else chains[index + 1]
        chain = chains[index]
        if chain.source != "none" or chain.foreign or (neighbour.source == "none" and not neighbour.foreign):
            continue
        first, second = (neighbour, chain) if grammar.number_first else (chain, neighbour)
        if second.start - first.end < 48 and grammar.shares.fullmatch(text, first.end, second.start):
            chain.named, chain.foreign = neighbour.named, neighbour.foreign
            chain.source = "elided" if neighbour.named else "pointed"


def _references(chain: Chain, code: str | None, jurisdiction: str, superscript: str) -> Iterator[Reference]:
    """Each norm of a chain: articles by paths of units, in the order of the text."""
    paths = _paths_above(chain.above) if chain.above else _paths_below(chain.below)
    if chain.above and chain.below:
        paths = [{**above, **below} for above in paths for below in _paths_below(chain.below)]
    count = 0
    for written in chain.article.numbers:
        article, *inner = written.replace(")", "").split("(")
        own = dict(zip((1, 3, 4), inner, strict=False))
        for path in paths or [{}]:
            units = {**own, **path}
            yield Reference(
                code=code,
                article=article.replace("^", superscript),
                part=_plain(units.get(1)),
                paragraph=_plain(units.get(2)),
                subparagraph=_plain(units.get(3)),
                jurisdiction=jurisdiction,
            )
            count += 1
            if count >= MOST_PER_MATCH:
                return


def _plain(number: str | None) -> str | None:
    return number.replace("^", "-") if number else None


def _paths_above(units: list[tuple[Segment, bool]]) -> list[dict[int, str]]:
    """Paths of units that stand before their article: «п. 1 и 2 ч. 1, ч. 3 ст. 15» are three."""
    return list(reversed(_walk([(segment, nested) for segment, nested in reversed(units)], backwards=True)))


def _paths_below(units: list[Segment]) -> list[dict[int, str]]:
    """Paths of units that stand after their article, from the greater to the smaller."""
    return _walk([(segment, False) for segment in units], backwards=False)


def _walk(units: list[tuple[Segment, bool]], *, backwards: bool) -> list[dict[int, str]]:
    """Leaves of the tree of units, from the article outwards; a nested unit goes under the one before."""
    paths: list[dict[int, str]] = []
    stack: list[Segment] = []
    levels: list[int] = []
    for segment, nested in units:
        level = segment.level
        if nested and level in levels:
            level = max(levels) + 1  # «п.п. 3 п. 2»: the outer one of two paragraphs is the smaller
        if not nested and any(other >= level for other in levels):
            paths.extend(_products(stack, levels, backwards))
            while levels and levels[-1] >= level:
                stack.pop()
                levels.pop()
        stack.append(segment)
        levels.append(level)
    if stack:
        paths.extend(_products(stack, levels, backwards))
    return paths


def _products(stack: list[Segment], levels: list[int], backwards: bool) -> list[dict[int, str]]:
    paths: list[dict[int, str]] = [{}]
    for segment, level in zip(stack, levels, strict=True):
        numbers = reversed(segment.numbers) if backwards else segment.numbers
        spelled = list(numbers)
        paths = [{**path, min(level, 4): number} for path in paths for number in spelled][:MOST_PER_MATCH]
    return paths


def _without_overlaps(matches: list[ReferenceMatch]) -> list[ReferenceMatch]:
    """Of two readings of one place in two languages, the one that names its code, else the longer."""
    kept: list[ReferenceMatch] = []
    for match in sorted(matches, key=lambda one: (one.start, -one.end)):
        if kept and match.start < kept[-1].end:
            worth = (match.code_source != "none", match.end - match.start)
            if worth > (kept[-1].code_source != "none", kept[-1].end - kept[-1].start):
                kept[-1] = match
        else:
            kept.append(match)
    return kept
