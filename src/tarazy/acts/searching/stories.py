"""A situation told in one's own words, and the acts alike: by meaning whatever the language, and by rare words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tarazy.acts.searching.meaning import vector_of
from tarazy.acts.searching.opening import open_engine
from tarazy.acts.searching.question import Clause, Question, any_of
from tarazy.jurimetrics.analogues.fusion import reciprocal_rank_fusion
from tarazy.jurimetrics.analysis import analyser_for, detect_language
from tarazy.people.refusals import Invalid

CANDIDATES = 60
LONGEST = 20_000  # characters of a story
FEWEST_TERMS = 3


@dataclass(frozen=True)
class Alike:
    """Acts alike to a story: rows in order, and the clause whose words are worth marking in them."""

    rows: list[int] = field(default_factory=list)
    marked: tuple[Clause, ...] = ()


class StoryTooShort(Invalid):
    """A word or two say no situation."""

    code = "story_too_short"


def alike(
    text: str,
    *,
    seen_by: tuple[str, ...] | None,
    filters: Mapping[str, Sequence[str]] | None = None,
    count: int = 10,
) -> Alike:
    """The acts most alike to what `text` tells, best first. Raises `StoryTooShort`, `SearchUnavailable`."""
    told = text[:LONGEST]
    language = detect_language(told)
    terms = list(dict.fromkeys(analyser_for(language).tokens(told)))
    if len(terms) < FEWEST_TERMS:
        raise StoryTooShort
    question = Question(filters=filters or {}, seen_by=seen_by)
    engine = open_engine()
    by_words = engine.like(terms, question, CANDIDATES)
    by_meaning = engine.near(vector_of(told, language), question, CANDIDATES)
    rankings = [[str(row) for row, _ in ranked] for ranked in (by_words, by_meaning) if ranked]
    fused = reciprocal_rank_fusion(rankings)
    best = sorted(fused, key=lambda row: (-fused[row], row))[:count]
    words = [term for term in terms if not term.isdigit()]
    return Alike([int(row) for row in best], (any_of(words),) if words else ())
