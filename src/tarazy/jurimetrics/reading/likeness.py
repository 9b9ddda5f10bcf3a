"""Whether a text is an act of a court at all: an assessment for whoever takes files in, never a refusal."""

from __future__ import annotations

from tarazy.jurimetrics.analysis import detect_language
from tarazy.jurimetrics.reading.courts import find_courts
from tarazy.jurimetrics.reading.flat import flatten
from tarazy.jurimetrics.reading.grammar import LANGUAGES, grammar_of
from tarazy.jurimetrics.reading.nature import find_title
from tarazy.jurimetrics.reading.parts import find_layout

_SAMPLE = 60_000


def looks_like_court_act(text: str) -> tuple[bool, float]:
    """Return (whether it does, how sure in [0, 1]).

    Counted are the words that acts are made of, a title, a court in the introduction and an operative part. For a
    language without a grammar only the words for courts and judges are counted, and the answer is never sure.
    """
    flat = flatten(text[:_SAMPLE])
    if not flat.low:
        return False, 1.0
    language = detect_language(flat.text[:8000])
    grammar = grammar_of(language)
    words = {match.group() for match in grammar.pattern("act_words").finditer(flat.low)}
    if language not in LANGUAGES:
        likeness = min(0.6, 0.15 * len(words))
    else:
        layout = find_layout(flat, grammar)
        likeness = min(0.45, 0.06 * len(words))
        likeness += 0.2 if layout.sure >= 0.85 else 0.0
        likeness += 0.2 if find_courts(flat, grammar, 0, layout.head_end, limit=1) else 0.0
        title = find_title(flat, grammar, layout)
        likeness += 0.15 if title and title.sure > 0.9 else 0.05 if title else 0.0
    likeness = min(1.0, likeness)
    is_act = likeness >= 0.45
    return is_act, round(likeness if is_act else 1 - likeness, 3)
