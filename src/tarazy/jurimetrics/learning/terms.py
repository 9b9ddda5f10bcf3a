"""Words of a document as a model counts them: stems with function words kept, since "not"
decides outcomes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tarazy.jurimetrics.analysis import Analyser, analyser_for, detect_language
from tarazy.jurimetrics.analysis.language import profiles

Document = Mapping[str, str]
_SENTENCE = re.compile(r"(?<=[.;])\s+")


class FullAnalyser(Analyser):
    """The one analyser, but function words stay, and stay whole: stemmed, the Portuguese
    "não" would be "na".
    """

    def _term(self, word: str) -> str:
        return word if word in self._stop or len(word) < 2 else super()._term(word)


@cache
def full_analyser_for(language: str) -> FullAnalyser:
    """The process's full analyser of a language."""
    return FullAnalyser(language)


def unaccented(text: str) -> str:
    """`text` without accents on Latin letters: writers in capitals drop them. Other scripts
    stay as they are.
    """
    if text.isascii():
        return text
    bare = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        bare.append(parts[0] if len(parts) > 1 and parts[0].isascii() else letter)
    return "".join(bare)


@dataclass(frozen=True, slots=True)
class Term:
    """One stem and the half-open range of characters in its field that it stands for."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Prepared:
    """A document read once: its stems, those of them that carry content, its letters, headings; by field.

    Headings are the sentences written in capitals, as a summary above an act is; a field without any has all
    its stems there. Shared by every fold and view.
    """

    stems: Mapping[str, tuple[str, ...]]
    content: Mapping[str, tuple[str, ...]]
    letters: Mapping[str, str]
    headings: Mapping[str, tuple[str, ...]]


def language_of(document: Document) -> str:
    """The language of a document by its longest field."""
    return detect_language(max(document.values(), key=len, default=""))


def prepare(documents: Sequence[Document], fields: Iterable[str]) -> list[Prepared]:
    """Read each document's `fields` (an absent field is empty) with the analyser of its language."""
    wanted = tuple(fields)
    rows = []
    for document in documents:
        language = language_of(document)
        rows.append(
            Prepared(
                stems={f: tuple(t.text for t in stems_of(document.get(f, ""), language)) for f in wanted},
                content={f: tuple(analyser_for(language).tokens(document.get(f, ""))) for f in wanted},
                letters={f: " ".join(unaccented(document.get(f, "").lower()).split()) for f in wanted},
                headings={f: _heading_stems(document.get(f, ""), language) for f in wanted},
            )
        )
    return rows


def headings_of(text: str) -> str:
    """The sentences of `text` that are written in capitals, joined by a space; "" if there is none."""
    return " ".join(piece for piece in _SENTENCE.split(text) if piece.isupper())


def _heading_stems(text: str, language: str) -> tuple[str, ...]:
    return tuple(term.text for term in stems_of(headings_of(text) or text, language))


def stems_of(text: str, language: str) -> list[Term]:
    """The stems of `text` with their places, function words included, accents off Latin letters."""
    latin = profiles()[language].script == "latin" if language in profiles() else True
    return [
        Term(unaccented(t.term) if latin else t.term, t.start, t.end)
        for t in full_analyser_for(language).analyse_with_offsets(text)
    ]
